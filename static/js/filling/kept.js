// What was typed and can no longer be saved: shown with its reason, to be copied; it stays on this device until then.
import { element } from "./element.js";
import * as queue from "./queue.js";
import { user } from "./session.js";

const NAMES = { score: "Tingkat", explanation: "Penjelasan capaian", reply: "Tanggapan" };
const REASON = "Isian ini belum terkirim dan tidak dapat disimpan lagi.";

export const nameOf = (row) => NAMES[row.field] || "Keterangan bukti";
export const textOf = (row) => {
  if (Array.isArray(row.value)) return row.value.map(([, value]) => value).filter(Boolean).join(" · ");
  return row.value || "(dikosongkan)";
};

export function copyButton(row) {
  const button = element("button", { class: "btn btn-outline-secondary btn-sm", type: "button" }, "Salin teks");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(row));
    button.textContent = "Disalin";
  });
  return button;
}

const described = (row) => element("li", {}, element("b", {}, nameOf(row)), element("p", { class: "kept-text" }, textOf(row)), copyButton(row));

export async function showKept(url, reason) {
  const rows = user ? (await queue.rowsOf(url)).filter((row) => !row.isUndone) : [];
  document.querySelector("[data-kept]")?.remove();
  if (!rows.length) return;
  const extension = rows.find((row) => row.extension)?.extension;
  const panel = element("section", { class: "panel kept mb-3", "data-kept": true, "aria-labelledby": "kept-title" },
    element("h2", { id: "kept-title" }, "Isian yang belum terkirim"),
    element("p", {}, reason || rows[0].reason || REASON, " Teks di bawah tetap ada di perangkat ini."),
    element("ul", { class: "kept-list" }, ...rows.map(described)));
  if (extension) panel.append(element("p", {}, element("a", { href: extension }, "Ajukan perpanjangan")));
  document.querySelector(".title-line").after(panel);
}
