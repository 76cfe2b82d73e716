// The queue of this person on this device: rows of `changes`, grouped by the answer that they belong to.
import * as store from "./store.js";
import { user } from "./session.js";

export const keyOf = (url, field) => `${user}|${url}|${field}`;
const attemptKey = (url) => `${user}|${url}`;

export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export const rows = () => store.all("changes", user);
export const rowsOf = async (url) => (await rows()).filter((row) => row.url === url);
export const attemptOf = (url) => store.get("attempts", attemptKey(url));
export const endAttempt = (url) => store.remove("attempts", attemptKey(url));

// The state of a row says why it is not sent by itself: "" (it is), "conflict", "refused" or "locked".
export const change = (url, field, act) => store.update("changes", keyOf(url, field), act);

// What may have arrived though no answer came is sent again exactly as it was: it lies here until the server has spoken.
export async function beginAttempt(url, waiting) {
  const body = new URLSearchParams();
  for (const row of waiting) {
    if (Array.isArray(row.value)) {
      body.append(`${row.field}-seen`, row.seen);
      for (const [name, value] of row.value) body.append(name, value);
    } else {
      body.append(row.field, row.value);
      body.append(`version-${row.field}`, row.seen);
    }
  }
  const latest = waiting.reduce((one, other) => (one.at > other.at ? one : other));
  for (const [name, value] of Object.entries(latest.extra || {})) if (value) body.append(name, value);
  const values = Object.fromEntries(waiting.map((row) => [row.field, row.value]));
  const tabs = Object.fromEntries(waiting.map((row) => [row.field, row.tab]));
  const attempt = { key: attemptKey(url), user, url, body: body.toString(), values, tabs, idempotency: newKey() };
  await store.put("attempts", attempt);
  return attempt;
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// A row that was answered: gone when it still holds what was sent, otherwise it now rests on the new version.
export const confirm = (url, field, sent, seen) => change(url, field, (row) => {
  if (!row || isSame(row.value, sent)) return null;
  return { ...row, seen: Array.isArray(sent) ? seen : Math.max(row.seen, seen), isUndone: false };
});

// What the next save of a field must find, as the answer to the last one tells.
export function seenAfter(field, told) {
  return field in (told.bukti || {}) ? told.bukti[field] : (told.versi || {})[field] ?? 0;
}
