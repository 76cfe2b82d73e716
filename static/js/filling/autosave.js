// Keeps what is typed; nothing waits for a button.
import * as fields from "./fields.js";
import { look, mark, settled } from "./heard.js";
import * as queue from "./queue.js";
import { listen, tell } from "./tabs.js";
import { baseline, flush, ours, sendLast, touch, unsent, write } from "./unsent.js";

const { page } = fields;

// Rows of an earlier visit, or of a page that was closed before the server had them.
async function restore() {
  const [known, attempt] = await Promise.all([queue.rowsOf(page.url), queue.attemptOf(page.url)]);
  for (const sender of Object.values(attempt?.tabs || {})) ours.add(sender);
  for (const kept of known) {
    ours.add(kept.tab);
    if (!fields.isShown(kept.field) || unsent.has(kept.field)) continue;
    const isThere = queue.isSame(kept.value, fields.valueOf(kept.field));
    fields.show(kept.field, kept.value);
    if (!isThere) unsent.set(kept.field, kept.value);
    const state = kept.state === "conflict" ? kept.state : "";
    await queue.change(page.url, kept.field, (now) => (isThere || !now ? null : { ...now, state }));
  }
  tell({ kind: "queue" });
  if (known.length || attempt) flush();
}

function remember() {
  for (const field of fields.allFields()) if (!unsent.has(field)) baseline.set(field, fields.valueOf(field));
}

const isChoice = (input) => input.type === "radio" || input.type === "checkbox";

export async function start() {
  remember();
  listen((message) => {
    if (message.url !== page.url) return;
    if (message.kind === "versions") settled(message);
    if (message.kind === "conflict") look();
    if (message.kind === "saved") {
      for (const [field, levels] of Object.entries(message.told.tanda || {})) mark(field, levels);
    }
  });
  document.addEventListener("input", (event) => touch(fields.fieldOf(event.target), { isSoon: isChoice(event.target) }));
  document.addEventListener("change", (event) => {
    const field = fields.fieldOf(event.target);
    if (unsent.has(field)) touch(field, { isSoon: true });
  });
  document.addEventListener("evidence:changed", () => { remember(); restore(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsent.size) flush({ keepalive: true });
  });
  window.addEventListener("pagehide", () => { write(); sendLast(); });
  await restore().then(look, () => {});
}
