// The buttons of the page: first everything goes to the server, then the way leads on. Where it cannot be sent, the
// person stays, and the text with them. A button without data-href, or with files to send, posts the form as ever.
import { openConflict } from "./conflict.js";
import { form, page } from "./fields.js";
import * as queue from "./queue.js";
import { ask } from "./session.js";
import { catchUp } from "./standing.js";
import { flush, isLeftOpen } from "./unsent.js";

const LAST = "Tidak ada lagi yang belum lengkap setelah indikator ini.";
const FIRST = "Tidak ada lagi yang belum lengkap sebelum indikator ini.";
const STAYING = {
  offline: "Belum tersambung, jadi halaman ini tetap terbuka. Isian Anda disimpan di perangkat ini dan dikirim sendiri.",
  failed: "Gagal menyimpan, jadi halaman ini tetap terbuka. Isian Anda disimpan di perangkat ini dan dicoba lagi.",
  "signed-out": "Sesi Anda berakhir, jadi halaman ini tetap terbuka. Masuk lagi untuk mengirim isian.",
};

const place = document.querySelector("[data-bar-message]");

let isGoing = false;
let isPosting = false;

// At the end of the way the message leads to the page where all answers are checked.
function say(text) {
  place.hidden = !text;
  place.querySelector("[data-words]").textContent = text;
  place.querySelector("a").hidden = text !== LAST;
}

// What only a normal post takes along: chosen files, and a link that was written.
function hasMore() {
  return Array.from(form.elements).some((one) => one.files?.length || (/^link_/.test(one.name) && one.value.trim()));
}

const isReachable = () => ask().then(() => true, () => false);

function post(button) {
  isPosting = true;
  form.requestSubmit(button);
  setTimeout(() => { isPosting = false; }, 1000);
}

function go(button) {
  const { href } = button?.dataset || {};
  if (button?.hasAttribute("formaction") || hasMore()) return post(button);
  if (href) return location.assign(href);
  if (href === "") return say(button.value === "belum-sebelumnya" ? FIRST : LAST);
  if (!button || button.value === "simpan") return null;
  return post(button);
}

async function leave(button) {
  say("");
  const state = await flush();
  const rows = (await queue.rowsOf(page.url).catch(() => [])).filter((row) => !row.isUndone);
  if (rows.some((row) => row.state === "conflict")) return openConflict();
  if (rows.some((row) => row.state === "refused")) return form.querySelector("[aria-errormessage]")?.focus();
  if (rows.some((row) => row.state === "locked")) return null;
  if (STAYING[state]) return say(STAYING[state]);
  if (rows.length) return null;
  if (hasMore() && !(await isReachable())) return say(STAYING.offline);
  if (button?.value.startsWith("belum")) await catchUp(); // what was saved just now may have changed the order
  return go(button);
}

export function start() {
  document.addEventListener("answer:saved", () => say(""));
  form.addEventListener("submit", async (event) => {
    if (isPosting) return;
    event.preventDefault();
    if (isGoing) return;
    isGoing = true;
    await leave(event.submitter).finally(() => { isGoing = false; });
  });
  // Asked only where something is neither on the server nor on the device.
  window.addEventListener("beforeunload", (event) => {
    if (!isPosting && (isLeftOpen() || hasMore())) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || event.defaultPrevented || document.querySelector("dialog:modal")) return;
    const button = document.querySelector(event.shiftKey ? "[data-previous-unfinished]" : "[data-next-unfinished]");
    if (!button) say(event.shiftKey ? FIRST : LAST);
  });
}
