// Keeps what is typed: on the device at once, on the server soon. Nothing waits for a button.
import * as fields from "./fields.js";
import * as queue from "./queue.js";
import { isSending, sendAnswer } from "./sender.js";
import { csrfToken, user } from "./session.js";
import { isLasting } from "./store.js";
import { listen, tab, tell } from "./tabs.js";

const WRITE = 50; // ms until the device has it
const PAUSE = 800; // ms after the last key until the server gets it
const LONGEST = 10000; // ms of typing without a pause until the server gets it all the same

const { page } = fields;
const baseline = new Map(); // what the server has, as this page knows
const unsent = new Map(); // what it has not; rows of the queue hold the same beyond the page
const unwritten = new Set(); // what not even the device has
const blocked = new Set(); // what waits for a choice between two versions
const ours = new Set([tab]);
let writing = Promise.resolve();
let writeTimer = 0;
let sendTimer = 0;
let since = 0;
let isStopped = false;

export const isUnsent = (field) => unsent.has(field);
export const isLeftOpen = () => unwritten.size > 0 || (unsent.size > 0 && !isLasting());

function rowOf(field, value, old) {
  const { url, period, unit, number, label } = page;
  const is = { key: queue.keyOf(url, field), user, url, period, unit, number: Number(number), label, field, value, tab };
  const waits = old?.state === "conflict" ? { state: "conflict", clash: old.clash } : { state: "" };
  return { ...is, ...waits, seen: old ? old.seen : fields.seenOf(field), extra: fields.extra(), at: Date.now() };
}

async function writeOne(field) {
  const value = fields.valueOf(field);
  const isUndone = queue.isSame(value, baseline.get(field));
  await queue.change(page.url, field, (old) => ({ ...rowOf(field, value, old), isUndone }));
  if (!queue.isSame(value, fields.valueOf(field))) return;
  unwritten.delete(field);
  if (isUndone) unsent.delete(field);
}

// Writes what waits; a device that keeps nothing leaves it to the warning at closing.
export function write() {
  clearTimeout(writeTimer);
  const waiting = [...unwritten];
  writing = writing.then(() => Promise.all(waiting.map(writeOne))).then(() => tell({ kind: "queue" }), () => {});
  return writing;
}

// Resolves to what became of it, as sendAnswer tells.
export async function flush(options) {
  clearTimeout(sendTimer);
  since = 0;
  await write();
  return sendAnswer(page.url, options);
}

export function touch(field, { isSoon = false } = {}) {
  if (isStopped || !field) return;
  unsent.set(field, fields.valueOf(field));
  unwritten.add(field);
  clearTimeout(writeTimer);
  writeTimer = setTimeout(write, isSoon ? 0 : WRITE);
  since = since || Date.now();
  clearTimeout(sendTimer);
  sendTimer = setTimeout(flush, isSoon ? 0 : Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

// The page goes now: no time to ask the device. What arrives twice changes nothing the second time.
function sendLast() {
  if (isStopped || isSending(page.url)) return;
  const body = new URLSearchParams(fields.extra());
  const texts = [...unsent].filter(([field, value]) => !Array.isArray(value) && !blocked.has(field));
  if (!texts.length) return;
  for (const [field, value] of texts) {
    body.set(field, value);
    body.set(`version-${field}`, fields.seenOf(field));
  }
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken(), "Idempotency-Key": queue.newKey() };
  fetch(page.url, { method: "POST", body, headers, keepalive: true }).catch(() => {});
}

// The server has `sent`: from now on the field rests on it, unless the person typed something else in this tab meanwhile
// while it came from another one.
function settled({ field, sent, tab: sender, told }) {
  const isElsewhere = !ours.has(sender);
  if (isElsewhere && unsent.has(field)) return;
  if (isElsewhere) fields.show(field, sent);
  fields.setSeen(field, queue.seenAfter(field, told));
  baseline.set(field, sent);
  const isLatest = queue.isSame(fields.valueOf(field), sent);
  if (!isLatest) unsent.set(field, fields.valueOf(field));
  if (Array.isArray(sent)) return isLatest && unsent.delete(field);
  const kept = told.nilai?.[field] ?? sent;
  fields.setShown(field, kept);
  if (!isLatest) return;
  unsent.delete(field);
  if (kept === sent || fields.form.elements[field] === document.activeElement) return;
  baseline.set(field, kept);
  fields.show(field, kept);
}

// Only the levels: what else the page shows of the proof may be older than what the server has.
const withLevels = (seen, levels) => JSON.stringify({ ...JSON.parse(seen || "{}"), levels });

// The server marked the proofs for the first level that was chosen: the page shows it, and goes on from there.
async function mark(field, levels) {
  if (!fields.isShown(field)) return;
  const seen = withLevels(fields.seenOf(field), levels);
  const name = `${field}-levels`;
  const others = fields.valueOf(field).filter(([one]) => one !== name);
  fields.show(field, [...others, ...levels.map((level) => [name, level])]);
  fields.setSeen(field, seen);
  if (!unsent.has(field)) return baseline.set(field, fields.valueOf(field));
  await queue.change(page.url, field, (row) => row && { ...row, seen });
  touch(field);
}

// What this person wrote elsewhere, or what this device sent while the page was on its way: shown where nothing was typed.
export function adopt(field, value, version) {
  if (unsent.has(field) || unwritten.has(field) || !fields.isShown(field)) return;
  fields.setSeen(field, version);
  fields.setShown(field, value);
  if (queue.isSame(fields.valueOf(field), value)) return;
  fields.show(field, value);
  baseline.set(field, fields.valueOf(field));
}

// The person chose between two versions: `value` goes on from the version `seen`; theirs needs no sending.
export async function resolve(field, value, seen, isTheirs) {
  fields.setSeen(field, seen);
  fields.show(field, value);
  blocked.delete(field);
  if (isTheirs) {
    baseline.set(field, value);
    unsent.delete(field);
    fields.setShown(field, value);
  }
  await queue.change(page.url, field, (old) =>
    isTheirs ? null : { ...rowOf(field, value), ...(old && { extra: old.extra }), seen, at: Date.now() });
  tell({ kind: "queue" });
  return flush();
}

export function stop() {
  isStopped = true;
  clearTimeout(sendTimer);
}

async function look() {
  blocked.clear();
  for (const row of await queue.rowsOf(page.url)) if (row.state === "conflict") blocked.add(row.field);
}

// Rows of an earlier visit, or of a page that was closed before the server had them.
async function restore() {
  const [known, attempt] = await Promise.all([queue.rowsOf(page.url), queue.attemptOf(page.url)]);
  for (const sender of Object.values(attempt?.tabs || {})) ours.add(sender);
  for (const kept of known) {
    ours.add(kept.tab);
    if (!fields.isShown(kept.field) || unsent.has(kept.field)) continue;
    const isThere = queue.isSame(kept.value, fields.valueOf(kept.field));
    fields.show(kept.field, kept.value);
    if (!isThere) unsent.set(kept.field, kept.value);
    const state = kept.state === "conflict" ? kept.state : "";
    await queue.change(page.url, kept.field, (now) => (isThere || !now ? null : { ...now, state }));
  }
  tell({ kind: "queue" });
  if (known.length || attempt) flush();
}

function remember() {
  for (const field of fields.allFields()) if (!unsent.has(field)) baseline.set(field, fields.valueOf(field));
}

const isChoice = (input) => input.type === "radio" || input.type === "checkbox";

export async function start() {
  remember();
  listen((message) => {
    if (message.url !== page.url) return;
    if (message.kind === "versions") settled(message);
    if (message.kind === "conflict") look();
    if (message.kind === "saved") {
      for (const [field, levels] of Object.entries(message.told.tanda || {})) mark(field, levels);
    }
  });
  document.addEventListener("input", (event) => touch(fields.fieldOf(event.target), { isSoon: isChoice(event.target) }));
  document.addEventListener("change", (event) => {
    const field = fields.fieldOf(event.target);
    if (unsent.has(field)) touch(field, { isSoon: true });
  });
  document.addEventListener("evidence:changed", () => { remember(); restore(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsent.size) flush({ keepalive: true });
  });
  window.addEventListener("pagehide", () => { write(); sendLast(); });
  await restore().then(look, () => {});
}
