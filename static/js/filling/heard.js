// What the server has by now, as it tells this tab or another one, shown where the person typed nothing else meanwhile.
import * as fields from "./fields.js";
import * as queue from "./queue.js";
import { tell } from "./tabs.js";
import { baseline, blocked, flush, isUnwritten, ours, rowOf, touch, unsent } from "./unsent.js";

const { page } = fields;

// The server has `sent`: from now on the field rests on it, unless the person typed something else in this tab meanwhile
// while it came from another one.
export function settled({ field, sent, tab: sender, told }) {
  const isElsewhere = !ours.has(sender);
  if (isElsewhere && unsent.has(field)) return;
  if (isElsewhere) fields.show(field, sent);
  fields.setSeen(field, queue.seenAfter(field, told));
  baseline.set(field, sent);
  const isLatest = queue.isSame(fields.valueOf(field), sent);
  if (!isLatest) unsent.set(field, fields.valueOf(field));
  if (Array.isArray(sent)) return isLatest && unsent.delete(field);
  const kept = told.nilai?.[field] ?? sent;
  fields.setShown(field, kept);
  if (!isLatest) return;
  unsent.delete(field);
  if (kept === sent || fields.form.elements[field] === document.activeElement) return;
  baseline.set(field, kept);
  fields.show(field, kept);
}

// Only the levels: what else the page shows of the proof may be older than what the server has.
const withLevels = (seen, levels) => JSON.stringify({ ...JSON.parse(seen || "{}"), levels });

// The server marked the proofs for the first level that was chosen: the page shows it, and goes on from there.
export async function mark(field, levels) {
  if (!fields.isShown(field)) return;
  const seen = withLevels(fields.seenOf(field), levels);
  const name = `${field}-levels`;
  const others = fields.valueOf(field).filter(([one]) => one !== name);
  fields.show(field, [...others, ...levels.map((level) => [name, level])]);
  fields.setSeen(field, seen);
  if (!unsent.has(field)) return baseline.set(field, fields.valueOf(field));
  await queue.change(page.url, field, (row) => row && { ...row, seen });
  touch(field);
}

// What this person wrote elsewhere, or what this device sent while the page was on its way: shown where nothing was typed.
export function adopt(field, value, version) {
  if (unsent.has(field) || isUnwritten(field) || !fields.isShown(field)) return;
  fields.setSeen(field, version);
  fields.setShown(field, value);
  if (queue.isSame(fields.valueOf(field), value)) return;
  fields.show(field, value);
  baseline.set(field, fields.valueOf(field));
}

// The person chose between two versions: `value` goes on from the version `seen`; theirs needs no sending.
export async function resolve(field, value, seen, isTheirs) {
  fields.setSeen(field, seen);
  fields.show(field, value);
  blocked.delete(field);
  if (isTheirs) {
    baseline.set(field, value);
    unsent.delete(field);
    fields.setShown(field, value);
  }
  await queue.change(page.url, field, (old) =>
    isTheirs ? null : { ...rowOf(field, value), ...(old && { extra: old.extra }), seen, at: Date.now() });
  tell({ kind: "queue" });
  return flush();
}

export async function look() {
  blocked.clear();
  for (const row of await queue.rowsOf(page.url)) if (row.state === "conflict") blocked.add(row.field);
}
