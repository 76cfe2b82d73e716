// What the page holds that the server has not: on the device at once, on the server soon.
import * as fields from "./fields.js";
import * as queue from "./queue.js";
import { isSending, sendAnswer } from "./sender.js";
import { csrfToken, user } from "./session.js";
import { isLasting } from "./store.js";
import { tab, tell } from "./tabs.js";

const WRITE = 50; // ms until the device has it
const PAUSE = 800; // ms after the last key until the server gets it
const LONGEST = 10000; // ms of typing without a pause until the server gets it all the same

const { page } = fields;
export const baseline = new Map(); // what the server has, as this page knows
export const unsent = new Map(); // what it has not; rows of the queue hold the same beyond the page
const unwritten = new Set(); // what not even the device has
export const blocked = new Set(); // what waits for a choice between two versions
export const ours = new Set([tab]);
let writing = Promise.resolve();
let writeTimer = 0;
let sendTimer = 0;
let since = 0;
let isStopped = false;

export const isUnsent = (field) => unsent.has(field);
export const isUnwritten = (field) => unwritten.has(field);
export const isLeftOpen = () => unwritten.size > 0 || (unsent.size > 0 && !isLasting());

export function rowOf(field, value, old) {
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
export function sendLast() {
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

export function stop() {
  isStopped = true;
  clearTimeout(sendTimer);
}
