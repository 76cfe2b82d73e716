// Signing out while something is unsent: it is sent first; what stays is named, and thrown away only when the person says so.
import { element } from "./element.js";
import { choose } from "./pending_list.js";
import * as queue from "./queue.js";
import { retry } from "./sender.js";
import { user } from "./session.js";
import * as store from "./store.js";
import { rows as filesHere } from "./upload_kept.js";

const waiting = async () => (await queue.rows()).filter((row) => !row.isUndone);

// Also one that waits for a choice, because the unit has it already.
const files = async () => (await filesHere()).filter((row) => !row.state || row.state === "known");

async function empty() {
  for (const row of await store.all("files", user)) await store.remove("files", row.key);
  for (const row of await queue.rows()) {
    await queue.change(row.url, row.field, () => null);
    await queue.endAttempt(row.url);
  }
}

// Resolves to whether the person still wants to sign out.
export async function askBeforeLeaving() {
  await retry();
  const rows = await waiting();
  const unsent = await files();
  if (!rows.length && !unsent.length) return empty().then(() => true);
  const owed = [rows.length && `${rows.length} perubahan`, unsent.length && `${unsent.length} berkas`].filter(Boolean).join(" dan ");
  const words = `${owed} di perangkat ini belum terkirim. Bila Anda keluar sekarang, semuanya dibuang dan tidak dapat dikembalikan.`;
  const names = unsent.map((file) => element("li", {}, `${file.name} (indikator ${file.number})`));
  const list = names.length ? [element("ul", {}, ...names)] : [];
  const chosen = await choose("Keluar dan buang isian yang belum terkirim?", [element("p", {}, words), ...list],
    [["Tetap masuk", "", "btn-primary"], ["Buang dan keluar", "yes", "btn-outline-danger"]]);
  if (chosen !== "yes") return false;
  await empty();
  return true;
}
