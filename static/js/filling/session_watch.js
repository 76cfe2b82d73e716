// Five minutes before the session ends a notice offers to go on; one press of its button (or Enter on it) is enough.
import { ask } from "./session.js";

const WARN = 5 * 60; // seconds
const notice = document.querySelector("[data-session-notice]");

let timer = 0;

function show(minutes) {
  notice.querySelector("[data-minutes]").textContent = minutes;
  notice.hidden = false;
}

// Another tab may have extended it: the server is asked before anybody is warned.
async function look() {
  const { masuk: isIn, sisa: left } = await ask();
  if (!isIn) return;
  notice.hidden = true;
  if (left <= WARN) show(Math.max(1, Math.ceil(left / 60)));
  const wait = left > WARN ? left - WARN : 60;
  clearTimeout(timer);
  timer = setTimeout(quietly, Math.min(wait, 3600) * 1000);
}

const quietly = () => look().catch(() => { timer = setTimeout(quietly, 60000); });

async function extend() {
  const { masuk: isIn } = await ask("POST");
  if (isIn) await look();
}

export function start() {
  notice.querySelector("button").addEventListener("click", () => extend().catch(() => {}));
  quietly();
}
