// Two people wrote the same field: both versions side by side, and a choice. Esc leaves it open; other fields go on.
import { resolve, write } from "./autosave.js";
import { page } from "./fields.js";
import { adopt, translated } from "./names.js";
import * as queue from "./queue.js";
import { sendAnswer } from "./sender.js";

const dialog = document.getElementById("conflict-dialog");
const part = (name) => dialog.querySelector(`[data-${name}]`);

let current = null;

const waiting = async () => (await queue.rowsOf(page.url)).find((row) => row.state === "conflict");

// Typed on since the server compared? Then it compares again: what is chosen is what is seen.
async function latest(row) {
  if (queue.isSame(row.value, row.clash.sent)) return row;
  await queue.change(page.url, row.field, (now) => now && { ...now, state: "" });
  await sendAnswer(page.url);
  return waiting();
}

function marked(parts, text) {
  if (!parts?.length) return [text || "(kosong)"];
  return parts.map(([piece, differs]) => {
    if (!differs) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

function chip(value, label) {
  const number = document.createElement("b");
  number.className = `level-number band-${Number.parseInt(value, 10)}`;
  number.textContent = value;
  return value === "" || value === null ? ["(dikosongkan)"] : [number, ` ${label || ""}`];
}

function fill(row) {
  const { clash } = row;
  const isText = row.field !== "score";
  for (const place of dialog.querySelectorAll("[data-name]")) place.textContent = clash.oleh;
  part("label").textContent = clash.label;
  part("time").textContent = clash.pukul ? `pukul ${clash.pukul}` : "";
  part("mine").replaceChildren(...(isText ? marked(clash.saya_bagian, clash.saya) : chip(clash.saya, clash.saya_teks)));
  part("theirs").replaceChildren(...(isText ? marked(clash.mereka_bagian, clash.mereka) : chip(clash.mereka, clash.mereka_teks)));
  part("merge").hidden = !isText;
  edit(false);
  part("text").value = isText ? row.value : "";
}

function edit(isOn) {
  part("edit").hidden = !isOn;
  part("mine").hidden = isOn;
  part("choices").hidden = isOn;
  part("editing").hidden = !isOn;
  if (isOn) part("text").focus();
}

export async function openConflict() {
  await write();
  let row = await waiting();
  row = row && await latest(row);
  if (!row || dialog.open) return;
  current = row;
  fill(row);
  dialog.showModal();
}

async function settle(value, isTheirs) {
  const { field, clash } = current;
  dialog.close();
  const chosen = isTheirs || field === "score" ? value : translated(value, clash.nama);
  adopt(clash.nama);
  await resolve(field, chosen, clash.versi, isTheirs);
  const input = document.getElementById(`id_${field}`);
  input?.focus();
  if (await waiting()) openConflict();
}

export function start() {
  document.querySelector("[data-state=conflict]").addEventListener("click", openConflict);
  part("use-mine").addEventListener("click", () => settle(current.value, false));
  part("use-theirs").addEventListener("click", () => settle(current.clash.mereka ?? "", true));
  part("merge").addEventListener("click", () => edit(true));
  part("back").addEventListener("click", () => edit(false));
  part("use-edited").addEventListener("click", () => settle(part("text").value, false));
  part("later").addEventListener("click", () => dialog.close());
}
