// Two people wrote the same field: both versions side by side, and a choice. Esc leaves it open; other fields go on.
// The dialog opens by itself, once, for whoever is at that field; elsewhere the chip tells and waits.
import { fieldOf, form, page } from "./fields.js";
import { resolve } from "./heard.js";
import { adopt, translated } from "./names.js";
import * as queue from "./queue.js";
import { sendAnswer } from "./sender.js";
import { listen } from "./tabs.js";
import { write } from "./unsent.js";

const PAUSE = 1200; // ms without a key: none that was meant for the text may reach the dialog

const dialog = document.getElementById("conflict-dialog");
const part = (name) => dialog.querySelector(`[data-${name}]`);

let current = null;
let offered = "";
let isFromNowhere = false;
let typed = 0;
let at = "";
let timer = 0;

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
  offered = nameOf(row);
  isFromNowhere = document.activeElement === document.body;
  fill(row);
  dialog.showModal();
}

const nameOf = (row) => `${row.field} ${row.clash.versi}`;
const isHere = (field) => at === field && document.visibilityState === "visible" && !document.querySelector("dialog:modal");

async function offer() {
  clearTimeout(timer);
  const row = await waiting();
  if (!row || offered === nameOf(row) || !isHere(row.field)) return;
  const left = typed + PAUSE - Date.now();
  if (left > 0) timer = setTimeout(offer, left);
  else openConflict();
}

// Where the person is, or was before going nowhere in particular.
function follow() {
  form.addEventListener("focusin", (event) => {
    at = fieldOf(event.target);
    offer();
  });
  form.addEventListener("input", () => { typed = Date.now(); });
  document.addEventListener("visibilitychange", offer);
  listen((message) => { if (message.kind === "conflict" && message.url === page.url) offer(); });
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
  const chip = document.querySelector("[data-state=conflict]");
  chip.addEventListener("click", openConflict);
  dialog.addEventListener("close", () => { if (isFromNowhere) chip.focus(); });
  follow();
  part("use-mine").addEventListener("click", () => settle(current.value, false));
  part("use-theirs").addEventListener("click", () => settle(current.clash.mereka ?? "", true));
  part("merge").addEventListener("click", () => edit(true));
  part("back").addEventListener("click", () => edit(false));
  part("use-edited").addEventListener("click", () => settle(part("text").value, false));
  part("later").addEventListener("click", () => dialog.close());
}
