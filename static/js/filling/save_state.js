// The one place that says where the typing is: [data-save-state] with one element [data-state] for each state.
// A role=status beside it speaks of the first save, of every bad state and of the recovery, not of each save.
import * as queue from "./queue.js";
import { page } from "./fields.js";
import { retry } from "./sender.js";
import { listen } from "./tabs.js";

const FLICKER = 400; // ms that "Menyimpan…" waits before it shows
const BAD = ["offline", "failed", "conflict", "readonly"];

const place = document.querySelector("[data-save-state]");
const spoken = document.querySelector("[data-save-spoken]");
const part = (name) => place.querySelector(`[data-state="${name}"]`);

let trouble = "";
let isLocked = false;
let isSlow = false;
let timer = 0;
let told = "";
let isFirst = true;

function isSaving(state) {
  clearTimeout(timer);
  isSlow = false;
  if (state) timer = setTimeout(() => { isSlow = true; render(); }, FLICKER);
}

function stateOf(rows) {
  const own = rows.filter((row) => row.url === page.url);
  if (isLocked) return "readonly";
  if (own.some((row) => row.state === "conflict")) return "conflict";
  if (trouble && rows.length) return trouble === "offline" ? "offline" : "failed";
  if (own.some((row) => row.state === "refused")) return "failed";
  if (isSlow) return "saving";
  return part("saved").dataset.time ? "saved" : "none";
}

function fill(state, rows) {
  if (state === "offline") part(state).querySelector("[data-count]").textContent = rows.length;
  if (state === "conflict") {
    const clash = rows.find((row) => row.url === page.url && row.state === "conflict").clash;
    part(state).querySelector("[data-name]").textContent = clash.oleh;
  }
}

function speak(state) {
  if (state === told || state === "saving") return;
  const isWorthIt = BAD.includes(state) || (state === "saved" && (isFirst || BAD.includes(told)));
  told = state;
  if (!isWorthIt) return;
  if (state === "saved") isFirst = false;
  spoken.textContent = part(state).textContent.replace(/\s+/g, " ").trim();
}

async function render() {
  const rows = (await queue.rows().catch(() => [])).filter((row) => !row.isUndone);
  const state = stateOf(rows);
  fill(state, rows);
  for (const one of place.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== state;
  if (place.dataset.saveState !== state) {
    place.dataset.saveState = state;
    document.dispatchEvent(new CustomEvent("answer:state", { detail: { state, count: rows.length } }));
  }
  speak(state);
}

function hear(message) {
  const isOwn = message.url === page.url;
  if (message.kind === "state" && message.state !== "saving") trouble = message.state;
  if (["saved", "conflict", "refused", "locked"].includes(message.kind)) trouble = "";
  if (isOwn && message.kind !== "versions") isSaving(message.kind === "state" && message.state === "saving");
  if (isOwn && message.kind === "locked") isLocked = true;
  if (isOwn && message.kind === "saved" && message.told.pukul) {
    part("saved").dataset.time = message.told.pukul;
    part("saved").querySelector("[data-time]").textContent = `pukul ${message.told.pukul}`;
  }
  render();
}

export function lock() {
  isLocked = true;
  render();
}

export function start() {
  told = place.dataset.saveState;
  listen(hear);
  part("failed").addEventListener("click", retry);
  render();
}
