// The files of this person on this device, and the sending of them: by one tab at a time, three at once.
// A row that needs the person (state "refused", "known" or "kept") is not sent; it stays until it is dismissed.
import { newKey } from "./queue.js";
import { user } from "./session.js";
import * as store from "./store.js";
import { listen, tell } from "./tabs.js";
import { cancelUpload, sendFile } from "./upload_file.js";

const PARALLEL = 3;
const LADDER = [2, 5, 15, 60]; // seconds until the next try
const memory = new Map(); // rows that the device could not keep
const active = new Map();

let isStarted = false;
let isSender = false;
let isSignedOut = false; // and the person wants it so for now
let failures = 0; // in a row
let timer = 0;

export async function rows() {
  const kept = await store.all("files", user).catch(() => []);
  return [...kept, ...memory.values()].sort((one, other) => one.at - other.at);
}

export const countUnkept = () => memory.size;

export async function add(file, place) {
  const id = newKey();
  const row = { key: `${user}|${id}`, user, id, ...place, name: file.name, type: file.type, size: file.size, blob: file };
  await save({ state: "", ...row, uploadUrl: "", at: Date.now() + performance.now() / 1e6 });
  tell({ kind: "files" });
  return row.key;
}

async function save(row) {
  try {
    await store.put("files", row);
    memory.delete(row.key);
  } catch {
    memory.set(row.key, row);
  }
}

export async function change(key, changes) {
  const row = memory.get(key) || (await store.get("files", key).catch(() => null));
  if (row) await save({ ...row, ...changes });
  tell({ kind: "files" });
}

// Takes a row off the list; what the server has of it so far goes too.
export async function dismiss(row) {
  tell({ kind: "file-stop", key: row.key });
  memory.delete(row.key);
  await store.remove("files", row.key).catch(() => {});
  tell({ kind: "files" });
}

export function start() {
  if (isStarted || !user) return;
  isStarted = true;
  listen((message) => {
    if (message.kind === "saved") isSignedOut = false;
    if (message.kind === "files" || message.kind === "saved") pump();
    if (message.kind === "file-stop") stop(message.key);
  });
  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", (event) => { if (memory.size) event.preventDefault(); });
  if (navigator.locks) navigator.locks.request(`unggah ${user}`, beSender);
  else beSender();
}

// The lock is held as long as this page lives; then another tab goes on.
function beSender() {
  isSender = true;
  pump();
  return new Promise(() => {});
}

function retry() {
  clearTimeout(timer);
  timer = 0;
  pump();
}

async function pump() {
  if (!isSender || isSignedOut || timer) return;
  const waiting = (await rows()).filter((row) => !row.state && !active.has(row.key));
  for (const row of waiting.slice(0, Math.max(0, PARALLEL - active.size))) run(row);
}

async function run(row) {
  const job = sendFile(row, {
    show: (view) => tell({ kind: "file-view", key: row.key, view }),
    begun: (uploadUrl) => change(row.key, { uploadUrl }),
  });
  active.set(row.key, job);
  const outcome = await job.done;
  active.delete(row.key);
  await settle(row, outcome);
  pump();
}

async function settle(row, outcome) {
  if (outcome.state === "stopped") return;
  if (outcome.state === "signed-out") return void (isSignedOut = true);
  if (outcome.state === "cut") return climb();
  failures = 0;
  if (outcome.state === "stored" && outcome.isCited) {
    memory.delete(row.key);
    await store.remove("files", row.key).catch(() => {});
  } else {
    await change(row.key, { state: outcome.state === "stored" ? "kept" : "refused", reason: outcome.reason, blob: null });
  }
  tell({ kind: "file-end", key: row.key, url: row.url, name: row.name, state: outcome.state });
  tell({ kind: "files" });
}

function climb() {
  if (timer) return;
  timer = setTimeout(retry, LADDER[Math.min(failures, LADDER.length - 1)] * 1000);
  failures += 1;
}

async function stop(key) {
  const job = active.get(key);
  if (job) return job.stop();
  const row = isSender && (await store.get("files", key).catch(() => null));
  if (row?.uploadUrl) cancelUpload(row.uploadUrl);
}
