// The dialogs of the pending changes: what they are, and whether they may go.
import { element } from "./element.js";
import { copyButton, nameOf, textOf } from "./kept.js";

// Opens a dialog with these buttons [text, value, class]; resolves to the value of the one that was pressed, or "".
export function choose(title, content, buttons) {
  const made = buttons.map(([text, value, kind]) => element("button", { class: `btn ${kind}`, value }, text));
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "choice-title" },
    element("form", { method: "dialog" }, element("h2", { id: "choice-title" }, title), ...content,
      element("div", { class: "button-row" }, ...made)));
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      done(dialog.returnValue);
    });
  });
}

const CLASH = "Orang lain menyimpan versi lain. Buka indikatornya, lalu pilih versi yang dipakai.";

function reasonOf(row) {
  return row.state === "conflict" ? CLASH : row.state && row.reason;
}

function described(row) {
  const copy = copyButton(row);
  const title = element("b", {}, element("a", { href: row.url }, row.label), ` · ${nameOf(row)}`);
  const reason = reasonOf(row) ? [element("p", { class: "hint" }, reasonOf(row))] : [];
  return element("li", {}, title, ...reason, element("p", { class: "kept-text" }, textOf(row)), copy);
}

export const listRows = (rows) =>
  choose("Perubahan yang belum terkirim", [element("ul", { class: "kept-list" }, ...rows.map(described))],
    [["Tutup", "", "btn-primary"]]);

export async function confirmDiscard(rows) {
  const words = `${rows.length} perubahan dihapus dari perangkat ini dan tidak dapat dikembalikan.`;
  const chosen = await choose("Buang perubahan yang belum terkirim?", [element("p", {}, words)],
    [["Buang", "yes", "btn-danger"], ["Batal", "", "btn-outline-secondary"]]);
  return chosen === "yes";
}
