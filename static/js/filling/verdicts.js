// What each answer of the server means for the rows that were sent. False: no verdict yet, the same is sent again later.
import * as queue from "./queue.js";
import { noteSent } from "./sent.js";
import { tell } from "./tabs.js";

const GONE = "Jawaban ini tidak dapat dibuka lagi dengan akun Anda.";

async function saved(attempt, told, except = []) {
  const values = {};
  noteSent();
  for (const [field, sent] of Object.entries(attempt.values)) {
    if (except.includes(field)) continue;
    values[field] = sent;
    // First the tabs: what is typed from now on rests on the new version.
    tell({ kind: "versions", url: attempt.url, field, sent, tab: attempt.tabs[field], told });
    await queue.confirm(attempt.url, field, sent, queue.seenAfter(field, told));
  }
  tell({ kind: "saved", url: attempt.url, told, values });
}

async function clashed(attempt, told) {
  for (const clash of told.bentrok) {
    const about = { oleh: told.oleh, pukul: told.pukul, ...clash, ...(clash.sendiri && { oleh: "Anda di jendela lain" }), sent: attempt.values[clash.bidang] };
    await queue.change(attempt.url, clash.bidang, (row) => row && { ...row, state: "conflict", clash: about });
  }
  tell({ kind: "conflict", url: attempt.url });
}

// A proof that somebody else described is sent again once the person has looked at it.
async function refused(attempt, told, field, faults) {
  await queue.change(attempt.url, field, (row) => {
    if (!row || !queue.isSame(row.value, attempt.values[field])) return row;
    return { ...row, seen: told.bukti?.[field] ?? row.seen, state: "refused", reason: faults.join(". ") };
  });
}

const faultsOf = (field, told) => Object.entries(told.galat || {})
  .filter(([name]) => name === field || name.startsWith(`${field}-`))
  .flatMap(([, sentences]) => sentences);

// Each field has its own verdict: saved, written by somebody else meanwhile, or not accepted.
async function sorted(attempt, told) {
  const clashes = (told.bentrok || []).map((clash) => clash.bidang);
  const faulty = Object.keys(attempt.values).filter((field) => faultsOf(field, told).length);
  for (const field of faulty) await refused(attempt, told, field, faultsOf(field, told));
  if (told.versi) await saved(attempt, told, [...clashes, ...faulty]);
  if (clashes.length) await clashed(attempt, told);
  if (faulty.length) tell({ kind: "refused", url: attempt.url });
}

async function locked(attempt, reason, extension) {
  for (const row of await queue.rowsOf(attempt.url)) {
    await queue.change(attempt.url, row.field, (now) => now && { ...now, state: "locked", reason, extension });
  }
  tell({ kind: "locked", url: attempt.url, reason, extension });
}

export async function judge(response, attempt) {
  const { status } = response;
  if (status === 429 || status >= 500) return false;
  const told = await response.json().catch(() => ({}));
  if (status === 200 && !told.versi) return false; // a page in between, not the portal
  await queue.endAttempt(attempt.url);
  if ([200, 409, 422].includes(status)) await sorted(attempt, told);
  else await locked(attempt, told.alasan || GONE, told.perpanjangan || null);
  return true;
}
