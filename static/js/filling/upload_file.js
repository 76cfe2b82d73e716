// One file on its way to the server, by the tus protocol: in pieces, and from where it stopped. The library that speaks
// it is loaded with the first file. A file that the unit already has is not sent, but offered.
import { SignedOut, csrfToken, send } from "./session.js";
import { CUT, TUS, outcomeOf, verdict } from "./upload_outcome.js";

const LIBRARY = new URL("../../vendor/tus-js-client-4.3.1/tus.min.js", import.meta.url);
const PIECE = 5_000_000; // bytes

let loading = null;

function library() {
  loading = loading || new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = () => resolve(window.tus);
    script.onerror = () => { loading = null; script.remove(); reject(new TypeError("tus")); };
    document.head.append(script);
  });
  return loading;
}

export const cancelUpload = (url) => send(url, { method: "DELETE", headers: TUS }).catch(() => {});

// `job.done` resolves to {state: "stored" | "rejected" | "refused" | "known" | "cut" | "stopped" | "signed-out", …}, with
// the reason, whether it isCited, or the proof that is known.
export function sendFile(row, { show, begun }) {
  let upload = null;
  let end = null;
  const stopped = new Promise((resolve) => { end = () => resolve({ state: "stopped" }); });
  const stop = async () => {
    end();
    await upload?.abort();
    const url = upload?.url || row.uploadUrl;
    if (url) cancelUpload(url);
  };
  const whole = attempts(row, show, begun, (made) => { upload = made; }).catch((error) => {
    if (error instanceof SignedOut) return { state: "signed-out" };
    show({ kind: "cut" });
    return CUT;
  });
  return { stop, done: Promise.race([whole, stopped]) };
}

async function fingerprint(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Asked before the first piece only; a dead line rejects, and it is asked again with the next try.
async function twinOf(row) {
  if (!row.asks || row.uploadUrl || !crypto.subtle) return null;
  const answer = await send(`${row.asks}?sidik=${await fingerprint(row.blob)}`);
  const told = answer.ok ? await answer.json() : {};
  return told.dikenal ? told : null;
}

async function attempts(row, show, begun, made) {
  const known = await twinOf(row);
  if (known) return { state: "known", known };
  const tus = await library();
  for (let round = 0; round < 3; round += 1) {
    const [error, url] = await transfer(tus, row, show, begun, made);
    if (!error) {
      show({ kind: "checking" });
      return outcomeOf(url);
    }
    const outcome = await verdict(error, show);
    if (outcome.state !== "again") return outcome;
  }
  return CUT;
}

function transfer(tus, row, show, begun, made) {
  return new Promise((resolve) => {
    const upload = new tus.Upload(row.blob, {
      endpoint: row.endpoint,
      uploadUrl: row.uploadUrl || null,
      chunkSize: Number(row.piece) || PIECE,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => null,
      metadata: { filename: row.name, answer: row.url, key: row.id, izin: row.izin || "" },
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onUploadUrlAvailable: () => begun(upload.url),
      onProgress: meterOf(show),
      onSuccess: () => resolve([null, upload.url]),
      onError: (error) => resolve([error, upload.url]),
    });
    made(upload);
    upload.start();
  });
}

// Percent, and how long it may still take by the speed since this sending began.
function meterOf(show) {
  const began = performance.now();
  let first = null;
  let last = 0;
  return (sent, total) => {
    const now = performance.now();
    first ??= sent;
    if (now - last < 250 && sent < total) return;
    last = now;
    const speed = now - began > 1000 ? (sent - first) / (now - began) : 0; // bytes in a millisecond
    const left = speed ? (total - sent) / speed / 1000 : 0;
    show({ kind: sent < total ? "sending" : "checking", percent: Math.floor((sent / total) * 100), left });
  };
}
