// Before the session ends a notice offers to go on: by its button, or by F2 wherever the focus is. Once it has ended, the
// same button signs in again in place, so that what stands in the forms of the page can still be sent.
import { element, icon } from "./element.js";
import { ask, whenSignedIn } from "./session.js";

const WARN = 5 * 60; // seconds
const LAST = "1";

const bar = document.querySelector(".action-bar");
const isKept = Boolean(document.querySelector("#answer-form, [data-level-table]"));

const words = element("span", { "aria-hidden": "true" });
const label = element("span");
const button = element("button", { class: "btn btn-outline-secondary btn-sm", type: "button" }, label, " ", element("kbd", {}, "F2"));
const notice = element("p", { class: bar ? "bar-notice" : "notice notice-warning", "data-session-notice": true, hidden: true });
const spoken = element("span", { class: "visually-hidden", role: "alert" });

let state = "";
let before = null;
let timer = 0;

const SAYS = {
  near: (minutes) => [`Sesi berakhir dalam ${minutes} menit. ${isKept ? "Isian Anda tetap tersimpan." : "Perpanjang agar isian di halaman ini dapat disimpan."}`, "Perpanjang sesi"],
  ended: () => [`Sesi Anda berakhir. ${isKept ? "Isian Anda tetap tersimpan." : "Isian di halaman ini tetap ada."}`, "Masuk lagi"],
};

// Heard when it appears and in the last minute; seen all the time.
function show(now, minutes) {
  const [text, act] = SAYS[now](minutes);
  if (now !== state || minutes === LAST) spoken.textContent = `${text} ${act}: F2.`;
  [words.textContent, label.textContent] = [text, act];
  state = now;
  notice.hidden = false;
}

function hide() {
  if (notice.contains(document.activeElement)) before?.focus();
  state = "";
  notice.hidden = true;
}

// Another tab may have extended it: the server is asked before anybody is warned.
async function look() {
  const { masuk: isIn, sisa: left } = await ask();
  if (!isIn) show("ended");
  else if (left <= WARN) show("near", String(Math.max(1, Math.ceil(left / 60))));
  else hide();
  clearTimeout(timer);
  timer = setTimeout(quietly, Math.min(left > WARN ? left - WARN : 60, 3600) * 1000);
}

const quietly = () => look().catch(() => { timer = setTimeout(quietly, 60000); });

async function goOn() {
  if (state === "ended") await whenSignedIn();
  else await ask("POST");
  await look();
  if (!state) spoken.textContent = "Sesi diperpanjang.";
}

export function start() {
  if (notice.isConnected) return;
  notice.append(icon("clock-history"), " ", words, " ", button);
  const place = element(bar ? "div" : "aside", bar ? { class: "session-line" } : { class: "session-top", "aria-label": "Sesi" }, notice, spoken);
  if (bar) bar.append(place);
  else document.querySelector(".shell").before(place);
  button.addEventListener("focus", (event) => { before = event.relatedTarget || before; });
  button.addEventListener("click", () => goOn().catch(quietly));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || notice.hidden) return;
    event.preventDefault();
    goOn().catch(quietly);
  });
  document.addEventListener("answer:state", ({ detail }) => { if (detail.state === "signed-out") quietly(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") quietly(); });
  quietly();
}
