// The strip below the header counts on by the server's clock. It speaks only at 60, 15 and 5 minutes and at the end.
import { element, icon } from "./element.js";
import { lock } from "./locked.js";
import { flush } from "./unsent.js";

const MINUTE = 60000;
const SPOKEN = [60, 15, 5];
const CLOSED = "Tenggat telah lewat.";

const strip = document.querySelector("[data-deadline]");
const spoken = document.querySelector("[data-deadline-spoken]");

let closes = strip ? Date.parse(strip.dataset.closesAt) : 0;
let ahead = strip ? Date.parse(strip.dataset.now) - answered() : 0;
let before = Infinity;
let timer = 0;
let isOver = false;

// When the server wrote its time into the page, by the clock of the device: not when this module had been loaded.
function answered() {
  const [page] = performance.getEntriesByType("navigation");
  return page ? performance.timeOrigin + page.responseStart : Date.now();
}

const left = () => closes - (Date.now() + ahead);

function show(minutes) {
  const days = Math.floor(minutes / 1440);
  const text = days ? `Sisa ${days} hari.` : `Sisa ${Math.floor(minutes / 60)} jam ${minutes % 60} menit.`;
  const place = strip.querySelector("[data-deadline-left]");
  if (place.textContent !== text) place.textContent = text;
}

function speak(minutes) {
  const due = SPOKEN.find((mark) => minutes <= mark && before > mark && before !== Infinity);
  before = minutes;
  if (due) spoken.textContent = `Sisa ${minutes} menit sampai tenggat.`;
}

// The last words are sent once more: they were typed in time.
async function end() {
  isOver = true;
  await flush();
  strip.className = "deadline-strip is-danger";
  const words = element("p", {}, element("b", {}, CLOSED), " Isian hanya dapat dibaca.");
  const extension = strip.dataset.extension;
  strip.replaceChildren(icon("lock-fill"), words, ...(extension ? [element("a", { href: extension }, "Ajukan perpanjangan")] : []));
  spoken.textContent = `${CLOSED} Isian hanya dapat dibaca.`;
  lock(CLOSED);
}

function tick() {
  const rest = left();
  if (isOver) return;
  if (rest <= 0) {
    end();
    return;
  }
  const minutes = Math.floor(rest / MINUTE);
  show(minutes);
  speak(minutes);
  clearTimeout(timer);
  timer = setTimeout(tick, Math.min(rest, rest % MINUTE + 50));
}

export function start() {
  if (!strip) return;
  tick();
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("answer:presence", ({ detail }) => {
    if (typeof detail.sisa !== "number" || isOver) return;
    ahead = closes - detail.sisa * 1000 - Date.now();
  });
}
