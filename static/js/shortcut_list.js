// The list of keys of the help page, in a dialog: whoever is typing does not leave the page for it.
import { element } from "./filling/element.js";

let dialog = null;

function make(list) {
  const close = element("button", { type: "button", class: "btn btn-primary" }, "Tutup");
  const made = element("dialog", { class: "dialog dialog-wide", "aria-labelledby": "shortcut-list-title" },
    element("h2", { id: "shortcut-list-title" }, "Pintasan papan ketik"),
    ...list.childNodes,
    element("div", { class: "button-row mt-3" }, close));
  close.addEventListener("click", () => made.close());
  document.body.append(made);
  return made;
}

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-shortcut-list]");
  if (!answer.ok || !list) throw new Error(String(answer.status));
  return make(list);
}

export async function open(address) {
  dialog = dialog || (await load(address));
  if (!document.querySelector("dialog:modal")) dialog.showModal();
}
