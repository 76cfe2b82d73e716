// The sending of the files that wait on this device: by one tab at a time, three at once.
// A row that needs the person (state "refused", "known" or "kept") is not sent; it stays until it is dismissed.
import { user } from "./session.js";
import * as store from "./store.js";
import { listen, tell } from "./tabs.js";
import { cancelUpload, sendFile } from "./upload_file.js";
import * as kept from "./upload_kept.js";

const PARALLEL = 3;
const LADDER = [2, 5, 15, 60]; // seconds until the next try
const active = new Map();

let isStarted = false;
let isSender = false;
let isSignedOut = false; // and the person wants it so for now
let failures = 0; // in a row
let timer = 0;

export function start() {
  if (isStarted || !user) return;
  isStarted = true;
  listen((message) => {
    if (["saved", "signed-in"].includes(message.kind)) isSignedOut = false;
    if (["files", "saved", "signed-in"].includes(message.kind)) pump();
    if (message.kind === "file-stop") stop(message.key);
  });
  document.addEventListener("session:renewed", () => tell({ kind: "signed-in" }));
  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", (event) => { if (kept.unkept().length) event.preventDefault(); });
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
  if (isSignedOut || timer) return;
  const here = isSender ? await kept.rows() : kept.unkept(); // no other tab knows of what only this page has
  const waiting = here.filter((row) => !row.state && !active.has(row.key));
  for (const row of waiting.slice(0, Math.max(0, PARALLEL - active.size))) run(row);
}

async function run(row) {
  const job = sendFile(row, {
    show: (view) => tell({ kind: "file-view", key: row.key, view }),
    begun: (uploadUrl) => kept.change(row.key, { uploadUrl }),
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
    await kept.forget(row.key);
  } else if (outcome.state === "known") {
    await kept.change(row.key, { state: "known", known: outcome.known });
    return;
  } else {
    await kept.change(row.key, { state: outcome.state === "stored" ? "kept" : "refused", reason: outcome.reason, blob: null });
  }
  tell({ kind: "file-end", key: row.key, url: row.url, name: row.name, state: outcome.state });
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
