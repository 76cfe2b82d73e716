// The files that this person chose and that have not all arrived: on this device, or in memory where it keeps nothing.
import { newKey } from "./queue.js";
import { user } from "./session.js";
import * as store from "./store.js";
import { tell } from "./tabs.js";

const memory = new Map(); // rows that the device could not keep

export async function rows() {
  const kept = await store.all("files", user).catch(() => []);
  return [...kept, ...memory.values()].sort((one, other) => one.at - other.at);
}

export const unkept = () => [...memory.values()];

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
    if (store.isLasting()) {
      memory.delete(row.key);
      return;
    }
    await store.remove("files", row.key);
  } catch { /* there is no room */ }
  memory.set(row.key, row);
}

export async function change(key, changes) {
  const row = memory.get(key) || (await store.get("files", key).catch(() => null));
  if (row) await save({ ...row, ...changes });
  tell({ kind: "files" });
}

// The row is done with: nothing of it is left here.
export async function forget(key) {
  memory.delete(key);
  await store.remove("files", key).catch(() => {});
  tell({ kind: "files" });
}

// Takes a row off the list; what the server has of it so far goes too.
export async function dismiss(row) {
  tell({ kind: "file-stop", key: row.key });
  await forget(row.key);
}
