// Files for another page than this one: a small note says how far they are. Screen readers hear only what changes rarely.
import { element } from "./element.js";
import * as kept from "./upload_kept.js";
import { viewOf, watch } from "./upload_views.js";

const here = document.getElementById("answer-form")?.dataset.url || "";

let isStarted = false;
let note = null;
let text = null;
let live = null;
let link = null;

function build() {
  text = element("span", { "aria-hidden": "true" });
  live = element("span", { class: "visually-hidden", role: "status" });
  link = element("a", {}, "Buka");
  note = element("aside", { class: "upload-note", "aria-label": "Unggahan", hidden: true }, text, live, link);
  document.body.append(note);
}

const sum = (rows, amount) => rows.reduce((total, row) => total + amount(row), 0);

function sentence(rows, refused) {
  const numbers = [...new Set(rows.map((row) => row.number))];
  const place = numbers.length === 1 ? ` untuk indikator ${numbers[0]}` : "";
  if (refused.length) return `${refused.length} berkas${place} perlu Anda lihat`;
  return `Mengunggah ${rows.length} berkas${place}`;
}

async function draw() {
  const others = (await kept.rows()).filter((row) => row.url !== here);
  const going = others.filter((row) => !row.state);
  const rows = going.length ? going : others;
  note.hidden = !rows.length;
  if (!rows.length) return void (live.textContent = "");
  const words = sentence(rows, going.length ? [] : rows);
  const sent = sum(going, (row) => (row.size * (viewOf(row.key)?.percent || 0)) / 100);
  const isCut = going.length && going.every((row) => viewOf(row.key)?.kind === "cut");
  const percent = going.length ? `… ${Math.floor((sent / sum(going, (row) => row.size)) * 100)}%` : "";
  text.textContent = isCut ? `${words}: terputus, dilanjutkan saat tersambung` : `${words}${percent}`;
  const told = isCut ? text.textContent : words;
  if (live.textContent !== told) live.textContent = told;
  link.href = rows[0].url;
  link.setAttribute("aria-label", `Buka indikator ${rows[0].number}`);
}

export function start() {
  if (isStarted) return;
  isStarted = true;
  build();
  watch(draw);
  draw();
}
