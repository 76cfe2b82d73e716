// After each save: status, what is missing, and how far the unit is, in place.
import { form, page, setExtra } from "./fields.js";
import { listen } from "./tabs.js";

const ICONS = { empty: "circle", draft: "circle-half", complete: "check-circle-fill", returned: "exclamation-triangle-fill" };

function draw(svg, status) {
  const use = svg?.querySelector("use");
  if (!use || !ICONS[status]) return;
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${ICONS[status]}`);
}

function showStatus({ status, status_teks: text }) {
  const badge = document.querySelector("[data-answer-status] .status-badge");
  if (!badge || !status) return;
  badge.className = `status-badge status-${status}`;
  draw(badge.querySelector("svg"), status);
  badge.lastChild.textContent = ` ${text} `;
}

function showMissing({ status, kurang: missing }) {
  const repaired = document.querySelector("[data-repaired]");
  if (repaired) repaired.hidden = status !== "returned" || missing !== null;
  const line = document.querySelector("[data-missing]");
  if (!line || missing === undefined) return;
  line.hidden = !missing;
  if (!missing) return;
  const link = line.querySelector("a");
  link.textContent = missing.teks.charAt(0).toUpperCase() + missing.teks.slice(1);
  link.setAttribute("href", `#id_${missing.bidang}`);
}

function setBar(root, done, total) {
  const bar = root?.querySelector("progress");
  if (!bar) return;
  bar.value = done;
  bar.max = total;
}

function showProgress({ status, status_teks: text, kurang: missing, lengkap: done, jumlah: total }) {
  const whole = document.querySelector(".sidebar > .completion");
  if (whole && total) {
    setBar(whole, done, total);
    whole.querySelector(".completion-text").textContent = `${done} / ${total} lengkap`;
    whole.querySelector("progress").setAttribute("aria-label", `Kemajuan: ${done} / ${total} lengkap`);
    const left = document.querySelector("[data-deadline-unfinished]");
    if (left) left.textContent = done < total ? `${total - done} dari ${total} indikator Anda belum lengkap.` : "";
  }
  const link = document.querySelector(".indicator-list a[aria-current=page]");
  if (!link || !status) return;
  draw(link.querySelector("svg"), status);
  link.querySelector("svg").setAttribute("aria-label", text);
  link.toggleAttribute("data-done", status === "complete" || (status === "returned" && missing === null));
  const group = link.closest("details");
  const all = group.querySelectorAll(".indicator-list a").length;
  const ready = group.querySelectorAll(".indicator-list a[data-done]").length;
  group.querySelector(".aspect-count").textContent = `${ready}/${all}`;
  setBar(group, ready, all);
}

export function update(told) {
  showStatus(told);
  showMissing(told);
  showProgress(told);
  setExtra("izin", told.izin);
}

export function start() {
  listen((message) => {
    if (message.kind !== "saved" || message.url !== page.url) return;
    update(message.told);
    document.dispatchEvent(new CustomEvent("answer:saved", { detail: message.told }));
    for (const field of Object.keys(message.values)) {
      form.querySelector(`[data-autosave-fault="${field}"]`)?.remove();
    }
  });
}
