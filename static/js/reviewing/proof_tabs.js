// The tabs of the evidence pane: Penjelasan, each proof, Riwayat. Alt+1 to Alt+9 open a proof, Alt+0 the explanation.
import { say } from "./said.js";
import { recall, remember } from "./place.js";
import { opened } from "./viewer.js";

export function start() {
  const pane = document.querySelector("[data-viewer]");
  const list = pane?.querySelector("[role=tablist]");
  if (!list) return;
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const partOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  pane.classList.add("has-viewer");
  pane.removeAttribute("tabindex");
  list.hidden = false;
  for (const apart of pane.querySelectorAll("[data-without-tabs]")) apart.classList.add("visually-hidden");
  for (const tab of tabs) {
    partOf(tab).setAttribute("role", "tabpanel");
    partOf(tab).setAttribute("aria-labelledby", tab.id);
  }

  function open(tab, { said = false } = {}) {
    for (const other of tabs) {
      const isOpen = other === tab;
      other.setAttribute("aria-selected", String(isOpen));
      other.tabIndex = isOpen ? 0 : -1;
      partOf(other).hidden = !isOpen;
    }
    const part = partOf(tab);
    const claim = pane.querySelector("[data-claim]");
    claim.hidden = !part.dataset.proof;
    bringIn(list, tab);
    remember({ tab: tab.id });
    if (said) say(`Dibuka: ${tab.textContent.trim().replace(/\s+/g, " ")}`);
    if (part.dataset.proof) opened(part);
  }

  for (const tab of tabs) tab.addEventListener("click", () => open(tab));
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    open(tab);
  });
  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog:modal")) return;
    const tab = document.getElementById(digit === "0" ? "tab-claim" : `tab-proof-${digit}`);
    if (!tab) return;
    event.preventDefault();
    open(tab, { said: true });
  });
  pane.addEventListener("click", (event) => {
    const way = event.target.closest("[data-open-part]");
    if (way) open(tabs.find((tab) => tab.getAttribute("aria-controls") === way.dataset.openPart));
  });

  open(tabs.find((tab) => tab.id === recall().tab) ?? tabs.find((tab) => tab.hasAttribute("data-opens")) ?? tabs[0]);
}

// As little as needed: the tab and the beginning of the next one.
function bringIn(list, tab) {
  const [left, right] = [tab.offsetLeft - list.offsetLeft - 40, tab.offsetLeft - list.offsetLeft + tab.offsetWidth + 40];
  if (left < list.scrollLeft) list.scrollLeft = left;
  else if (right > list.scrollLeft + list.clientWidth) list.scrollLeft = right - list.clientWidth;
}
