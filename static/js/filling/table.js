// Table mode: each row saves itself by the address of its own answer, over the queue that the questionnaire uses too.
// A row that fails says why and keeps what was chosen; the button below sends the rest as one form.
import * as barRoom from "./bar_room.js";
import { element } from "./element.js";
import * as queue from "./queue.js";
import { sendAnswer } from "./sender.js";
import { isPageOlder } from "./sent.js";
import { send, user } from "./session.js";
import * as row from "./table_row.js";
import { listen, tab, tell } from "./tabs.js";

const FIELD = "score";
const form = document.querySelector("[data-level-table]");
const rows = new Map(Array.from(form.querySelectorAll("[data-level-row]"), (place) => [place.dataset.url, place]));

function entry(place, old) {
  const { url, number, label } = place.dataset;
  const { period, unit } = form.dataset;
  const value = row.choice(place).value;
  const is = { key: queue.keyOf(url, FIELD), user, url, period, unit, number: Number(number), label, field: FIELD, tab };
  return { ...is, value, state: "", seen: old && !old.state ? old.seen : row.seen(place), extra: { izin: form.elements.izin.value }, at: Date.now() };
}

async function save(place) {
  row.say(place, "Menyimpan…");
  try {
    await queue.change(place.dataset.url, FIELD, (old) => entry(place, old));
  } catch {
    row.say(place, "Belum tersimpan. Tekan Simpan semua", "bad");
    return;
  }
  tell({ kind: "queue" });
  const state = await sendAnswer(place.dataset.url);
  if (state === "offline") row.say(place, "Luring – disimpan di perangkat ini", "waiting");
  if (state === "failed") row.say(place, "Gagal menyimpan; dicoba lagi", "bad");
  if (state === "signed-out") row.say(place, "Masuk lagi untuk mengirim", "waiting");
}

// Two people chose for the same indicator: the row names the other choice, and two buttons settle it.
function ask(place, clash) {
  const theirs = clash.mereka === null || clash.mereka === "" ? "mengosongkannya" : `memilih ${clash.mereka}`;
  const mine = element("button", { type: "button", class: "btn btn-outline-secondary btn-sm" }, "Pakai pilihan saya");
  const other = element("button", { type: "button", class: "btn btn-outline-secondary btn-sm" }, `Pakai pilihan ${clash.oleh}`);
  mine.addEventListener("click", () => { row.setSeen(place, clash.versi); save(place); });
  other.addEventListener("click", async () => {
    await queue.change(place.dataset.url, FIELD, () => null);
    row.accept(place, clash.mereka ?? "", clash.versi);
    row.choice(place).value = clash.mereka ?? "";
    row.say(place, "");
    row.choice(place).focus();
    tell({ kind: "queue" });
  });
  row.say(place, element("span", {}, `${clash.oleh} ${theirs}${clash.pukul ? ` pukul ${clash.pukul}` : ""}.`, mine, other), "bad");
}

async function waiting(url) {
  return (await queue.rowsOf(url)).find((one) => one.field === FIELD);
}

async function hear(message) {
  const place = rows.get(message.url);
  if (!place) return;
  if (message.kind === "versions" && message.field === FIELD) {
    row.accept(place, message.sent, queue.seenAfter(FIELD, message.told));
  } else if (message.kind === "saved" && FIELD in message.values) {
    row.show(place, message.told);
    if (message.told.izin) form.elements.izin.value = message.told.izin;
  } else if (["conflict", "refused", "locked"].includes(message.kind)) {
    const kept = await waiting(message.url);
    if (kept?.state === "conflict") ask(place, kept.clash);
    else if (kept?.state) row.say(place, kept.reason || message.reason, "bad");
  }
}

// What an earlier visit left on this device stands in its row again.
async function restore() {
  for (const kept of await queue.rows()) {
    const place = rows.get(kept.url);
    if (kept.field !== FIELD || !place || !row.choice(place)) continue;
    row.choice(place).value = kept.value;
    if (kept.state === "conflict") ask(place, kept.clash);
    else if (kept.state) row.say(place, kept.reason, "bad");
    else sendAnswer(kept.url);
  }
}

// A reload can overtake what this device was just sending: the rows that were read before it are read once more.
async function catchUp() {
  if (!isPageOlder()) return;
  const answer = await send(location.href, { headers: { Accept: "text/html" } });
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  const waits = new Set((await queue.rows()).map((kept) => kept.url));
  for (const fresh of told.querySelectorAll("[data-level-row]")) {
    const place = rows.get(fresh.dataset.url);
    if (place && !waits.has(fresh.dataset.url)) row.renew(place, fresh);
  }
  row.renewProgress(told);
}

// Nothing more can be chosen; what waits on this device is still sent, and its row says what became of it.
function close({ detail }) {
  for (const place of rows.values()) if (row.choice(place)) row.choice(place).disabled = true;
  form.querySelector("[data-table-save]").disabled = true;
  row.announce(`${detail.reason} Isian hanya dapat dibaca.`);
}

barRoom.start();
listen(hear);
document.addEventListener("deadline:passed", close);
form.addEventListener("change", (event) => {
  const place = event.target.closest("[data-level-row]");
  if (place && event.target.matches("[data-row-choice]")) save(place);
});
restore().then(catchUp).catch(() => {}).then(() => { document.documentElement.dataset.table = "ready"; });
