// The files of this indicator that are on their way, below the box where they were dropped.
import { page } from "./fields.js";
import { send } from "./session.js";
import * as kept from "./upload_kept.js";
import { viewOf, watch } from "./upload_views.js";
import { size, words } from "./upload_words.js";

const list = document.querySelector("[data-uploads]");
const pattern = document.getElementById("upload-row");
const live = document.querySelector("[data-upload-live]");
const drawn = new Map();

function say(text) {
  live.textContent = text;
}

async function citeKnown(row) {
  const body = new URLSearchParams({ bukti: row.known.bukti });
  const response = await send(list.dataset.pick, { method: "POST", body, headers: { Accept: "text/html" } });
  if (!response.ok) return kept.change(row.key, { state: "refused", reason: "Bukti itu tidak dapat dirujuk. Muat ulang halaman ini" });
  await kept.dismiss(row);
  document.dispatchEvent(new CustomEvent("evidence:stored", { detail: { url: page.url } }));
  return say(`${row.known.judul} dirujuk pada jawaban ini.`);
}

const ACTIONS = {
  use: citeKnown,
  cancel: async (row) => { await kept.dismiss(row); say(`${row.name} dibatalkan.`); },
  close: (row) => kept.dismiss(row),
};

function make(row) {
  const item = pattern.content.firstElementChild.cloneNode(true);
  item.querySelector("[data-name]").textContent = row.name;
  item.querySelector("[data-size]").textContent = size(row.size);
  for (const button of item.querySelectorAll("button[data-act]")) {
    button.querySelector(".visually-hidden").textContent = ` ${row.name}`;
    button.addEventListener("click", () => {
      moveFocus(item);
      ACTIONS[button.dataset.act](drawn.get(row.key).row);
    });
  }
  list.append(item);
  return item;
}

// The button that was pressed goes with its row: focus goes to the way to choose files.
function moveFocus(item) {
  const next = item.nextElementSibling?.querySelector("button:not([hidden])");
  (next || document.querySelector("[data-choose]")).focus();
}

function fill(item, row, view) {
  const [kind, text] = words(row, view);
  const state = item.querySelector("[data-state]");
  if (state.textContent !== text) state.textContent = text;
  state.className = kind ? `status-badge status-${kind}` : "";
  const bar = item.querySelector("progress");
  bar.hidden = Boolean(row.state) || !view || view.kind !== "sending";
  bar.value = view?.percent || 0;
  bar.setAttribute("aria-label", `Unggahan ${row.name}`);
  const shown = {
    use: row.state === "known" && !row.known.di_sini,
    cancel: !row.state && view?.kind !== "checking",
    close: Boolean(row.state),
  };
  for (const button of item.querySelectorAll("button[data-act]")) button.hidden = !shown[button.dataset.act];
}

function announce(message) {
  if (message.kind === "file-view" && message.view.kind === "cut" && !drawn.get(message.key)?.isCut) {
    drawn.get(message.key).isCut = true;
    say(`${drawn.get(message.key).row.name}: terputus, dilanjutkan saat tersambung.`);
  }
  if (message.kind !== "file-end" || message.url !== page.url) return;
  if (message.state !== "stored") return say(`${message.name} tidak disimpan.`);
  say(`${message.name} tersimpan.`);
  document.dispatchEvent(new CustomEvent("evidence:stored", { detail: { url: message.url } }));
}

async function drawAll() {
  const ours = (await kept.rows()).filter((row) => row.url === page.url);
  for (const [key, one] of drawn) {
    if (ours.some((row) => row.key === key)) continue;
    one.item.remove();
    drawn.delete(key);
  }
  for (const row of ours) {
    const one = drawn.get(row.key) || { item: make(row) };
    drawn.set(row.key, Object.assign(one, { row }));
    fill(one.item, row, viewOf(row.key));
  }
  list.hidden = !ours.length;
}

export function start() {
  watch((message) => {
    const one = drawn.get(message.key);
    if (message.kind === "file-view") {
      if (!one) return;
      fill(one.item, one.row, viewOf(message.key));
    }
    announce(message);
    if (message.kind !== "file-view") drawAll();
  });
  drawAll();
}
