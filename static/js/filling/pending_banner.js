// "3 perubahan di perangkat ini belum terkirim": of pages that are not open any more. Sent first; told when it stays.
import { confirmDiscard, listRows } from "./pending_list.js";
import { element, icon } from "./element.js";
import * as queue from "./queue.js";
import { retry, sendAll } from "./sender.js";
import { listen } from "./tabs.js";

const own = document.querySelector("[data-answer-url]")?.dataset.answerUrl; // that page tells of its own
const button = (text, act) => {
  const made = element("button", { class: "btn btn-outline-secondary btn-sm", type: "button" }, text);
  made.addEventListener("click", act);
  return made;
};

let banner = null;

const waiting = async () => (await queue.rows()).filter((row) => !row.isUndone && row.url !== own);

async function sendNow() {
  for (const row of await waiting()) {
    if (row.state === "locked" || row.state === "refused") {
      await queue.change(row.url, row.field, (now) => now && { ...now, state: "" });
    }
  }
  await retry();
  await render();
  const left = await waiting();
  if (left.length) listRows(left); // each says why it stays
}

async function discard() {
  if (!(await confirmDiscard(await waiting()))) return;
  for (const row of await waiting()) {
    await queue.change(row.url, row.field, () => null);
    await queue.endAttempt(row.url);
  }
  render();
}

function build() {
  banner = element("section", { class: "notice notice-warning pending-notice", "aria-label": "Isian yang belum terkirim" },
    icon("exclamation-triangle-fill"), element("p", { role: "status" }),
    element("div", { class: "button-row" }, button("Kirim sekarang", sendNow),
      button("Lihat", async () => listRows(await waiting())), button("Buang", discard)));
  document.getElementById("main").prepend(banner);
}

async function render() {
  const rows = await waiting();
  if (rows.length && !banner) build();
  if (!banner) return;
  banner.hidden = !rows.length;
  const words = `${rows.length} perubahan di perangkat ini belum terkirim.`;
  const place = banner.querySelector("[role=status]");
  if (place.textContent !== words) place.textContent = words;
}

export async function start() {
  await sendAll();
  await render();
  listen((message) => { if (message.kind !== "versions") render(); });
}
