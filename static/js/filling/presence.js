// Who else has this indicator open, and whether its fields changed elsewhere. What is typed here is never overwritten.
import { extra, page, seenOf, setExtra } from "./fields.js";
import { adopt } from "./heard.js";
import { isSending } from "./sender.js";
import { csrfToken } from "./session.js";
import { listen } from "./tabs.js";
import { flush, isUnsent } from "./unsent.js";

const TYPED = ["score", "explanation", "reply"];
const EVERY = 20000;
const IDLE = 5 * 60000;
const SOON = [1500, 5000]; // what an earlier page sent may arrive just after this one was read

const line = document.querySelector("[data-presence-line]");
const notice = document.querySelector("[data-newer]");

let active = Date.now();
let names = [];

function showNames(present) {
  names = present;
  line.hidden = !present.length;
  line.querySelector("[data-names]").textContent = present.join(", ");
}

function lookForNewer(versions, by) {
  if (isSending(page.url)) return;
  const isNewer = Object.entries(versions || {}).some(([field, version]) => !isUnsent(field) && version > seenOf(field));
  if (!isNewer || !notice.hidden) return;
  notice.querySelector("[data-name]").textContent = by || names[0] || "rekan Anda";
  notice.hidden = false;
}

async function ping() {
  if (document.visibilityState !== "visible" || Date.now() - active > IDLE) return;
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const body = new URLSearchParams(TYPED.map((field) => [`version-${field}`, seenOf(field)]));
  body.set("izin", extra().izin);
  const response = await fetch(page.presence, { method: "POST", body, headers, cache: "no-store" });
  if (!response.ok || response.redirected) return;
  const told = await response.json();
  showNames(told.hadir || []);
  if (!isSending(page.url)) {
    for (const [field, value] of Object.entries(told.milik || {})) adopt(field, value, told.versi[field]);
  }
  lookForNewer(told.versi, told.oleh);
  setExtra("izin", told.izin);
  document.dispatchEvent(new CustomEvent("answer:presence", { detail: told }));
}

export function start() {
  for (const name of ["input", "keydown", "pointerdown", "scroll"]) {
    document.addEventListener(name, () => { active = Date.now(); }, { passive: true, capture: true });
  }
  notice.querySelector("button").addEventListener("click", async () => {
    await flush();
    location.reload();
  });
  listen((message) => {
    if (message.kind !== "saved" || message.url !== page.url) return;
    const others = Object.entries(message.told.versi || {}).filter(([field]) => !(field in message.values));
    lookForNewer(Object.fromEntries(others), message.told.oleh);
  });
  const quietly = () => ping().catch(() => {});
  quietly();
  for (const wait of SOON) setTimeout(quietly, wait);
  setInterval(quietly, EVERY);
  document.addEventListener("visibilitychange", quietly);
}
