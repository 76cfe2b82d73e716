// Signing out while something is unsent: it is sent first; what stays is thrown away only when the person says so.
import { element } from "./element.js";
import { choose } from "./pending_list.js";
import * as queue from "./queue.js";
import { retry } from "./sender.js";
import { user } from "./session.js";
import * as store from "./store.js";

const waiting = async () => (await queue.rows()).filter((row) => !row.isUndone);

const files = async () => (await store.all("files", user)).filter((row) => !row.state);

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
  const { length: unsent } = await files();
  if (!rows.length && !unsent) return empty().then(() => true);
  const owed = [rows.length && `${rows.length} perubahan`, unsent && `${unsent} berkas`].filter(Boolean).join(" dan ");
  const words = `${owed} di perangkat ini belum terkirim. Bila Anda keluar sekarang, isian itu dibuang dan tidak dapat dikembalikan.`;
  const chosen = await choose("Keluar dan buang isian yang belum terkirim?", [element("p", {}, words)],
    [["Tetap masuk", "", "btn-primary"], ["Buang dan keluar", "yes", "btn-outline-danger"]]);
  if (chosen !== "yes") return false;
  await empty();
  return true;
}
