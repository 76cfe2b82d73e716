// Sends the queue, answer by answer, one request at a time for each, whichever tab the text was typed in.
// A failed request is the only sign of a dead line. Tried again after 2, 5, 15 and 60 seconds, and each 60 from then on.
import * as queue from "./queue.js";
import { judge } from "./verdicts.js";
import { SignedOut, send } from "./session.js";
import { tell } from "./tabs.js";

const LADDER = [2, 5, 15, 60];
const KEEPALIVE_LIMIT = 60000; // browsers refuse more than 64 KB
const busy = new Map();
const sending = new Set();

let failures = 0;
let timer = 0;
let isDismissed = false;

// One at a time for each answer: by a lock that all tabs share, or, where there is none, within this tab.
function alone(url, act) {
  if (navigator.locks) return navigator.locks.request(`kirim ${queue.keyOf(url, "")}`, act);
  const next = (busy.get(url) || Promise.resolve()).then(act, act);
  busy.set(url, next);
  return next;
}

function post(attempt, keepalive) {
  return send(attempt.url, {
    method: "POST",
    body: new URLSearchParams(attempt.body),
    headers: { "Idempotency-Key": attempt.idempotency },
    keepalive: keepalive && attempt.body.length < KEEPALIVE_LIMIT,
  });
}

async function nextAttempt(url) {
  const unfinished = await queue.attemptOf(url);
  if (unfinished) return unfinished;
  const waiting = [];
  for (const row of await queue.rowsOf(url)) {
    if (row.isUndone) await queue.change(url, row.field, (now) => (now && now.isUndone ? null : now));
    else if (!row.state) waiting.push(row);
  }
  return waiting.length ? queue.beginAttempt(url, waiting) : null;
}

export const isSending = (url) => sending.has(url);

async function pass(url, keepalive) {
  let attempt = await nextAttempt(url);
  for (let round = 0; attempt && round < 8; round += 1) {
    tell({ kind: "state", state: "saving", url });
    sending.add(url);
    const response = await post(attempt, keepalive).finally(() => sending.delete(url));
    if (!(await judge(response, attempt))) throw new Error(String(response.status));
    attempt = await nextAttempt(url);
  }
}

// Resolves to "sent", "offline" (no answer), "failed" (the server could not) or "signed-out".
export async function sendAnswer(url, { keepalive = false } = {}) {
  if (isDismissed) return "signed-out";
  try {
    await alone(url, () => pass(url, keepalive));
    rest();
    return "sent";
  } catch (error) {
    if (error instanceof SignedOut) isDismissed = true;
    const state = error instanceof SignedOut ? "signed-out" : error instanceof TypeError ? "offline" : "failed";
    tell({ kind: "state", state, url });
    if (state !== "signed-out") climb();
    return state;
  }
}

// Everything that is on this device; stops where the line is dead.
export async function sendAll() {
  const urls = new Set((await queue.rows()).map((row) => row.url));
  for (const url of urls) {
    const state = await sendAnswer(url);
    if (state !== "sent") return state;
  }
  return "sent";
}

function climb() {
  const wait = LADDER[Math.min(failures, LADDER.length - 1)];
  failures += 1;
  clearTimeout(timer);
  timer = setTimeout(sendAll, wait * 1000);
}

function rest() {
  failures = 0;
  clearTimeout(timer);
}

// Asked for by the person, by the line coming back, or by the window getting the focus: at once, from the first rung.
export function retry() {
  isDismissed = false;
  rest();
  return sendAll();
}

window.addEventListener("online", retry);
document.addEventListener("session:renewed", () => { if (isDismissed) retry(); });
window.addEventListener("focus", () => { if (failures || isDismissed) retry(); });
