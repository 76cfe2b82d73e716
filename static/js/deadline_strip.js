// The strip below the header counts on by the server's clock. It speaks only at 60, 15 and 5 minutes and at the end.
// Then the page is told by "deadline:passed"; what can still be typed there is for its own scripts to end.
import { element, icon } from "./filling/element.js";

const MINUTE = 60000;
const SPOKEN = [60, 15, 5];
const CLOSED = "Tenggat telah lewat.";

// When the server wrote its time into the page, by the clock of the device: not when this module had been loaded.
function answered() {
  const [page] = performance.getEntriesByType("navigation");
  return page ? performance.timeOrigin + page.responseStart : Date.now();
}

function speak(text) {
  const place = document.querySelector("[data-deadline-spoken]");
  if (place) place.textContent = text;
}

function show(strip, minutes) {
  const days = Math.floor(minutes / 1440);
  const text = days ? `Sisa ${days} hari.` : `Sisa ${Math.floor(minutes / 60)} jam ${minutes % 60} menit.`;
  const place = strip.querySelector("[data-deadline-left]");
  if (place.textContent !== text) place.textContent = text;
}

function close(strip) {
  const { extension } = strip.dataset;
  const words = element("p", {}, element("b", {}, CLOSED), " Isian hanya dapat dibaca.");
  strip.className = "deadline-strip is-danger";
  strip.replaceChildren(icon("lock-fill"), words, ...(extension ? [element("a", { href: extension }, "Ajukan perpanjangan")] : []));
  speak(`${CLOSED} Isian hanya dapat dibaca.`);
  document.dispatchEvent(new CustomEvent("deadline:passed", { detail: { reason: CLOSED } }));
}

function count(strip) {
  const closes = Date.parse(strip.dataset.closesAt);
  let ahead = Date.parse(strip.dataset.now) - answered();
  let before = Infinity;
  let timer = 0;
  let isOver = false;

  function tick() {
    if (isOver) return;
    const rest = closes - (Date.now() + ahead);
    if (rest <= 0) {
      isOver = true;
      close(strip);
      return;
    }
    const minutes = Math.floor(rest / MINUTE);
    show(strip, minutes);
    if (before !== Infinity && SPOKEN.some((mark) => minutes <= mark && before > mark)) speak(`Sisa ${minutes} menit sampai tenggat.`);
    before = minutes;
    clearTimeout(timer);
    timer = setTimeout(tick, Math.min(rest, rest % MINUTE + 50));
  }

  tick();
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("answer:presence", ({ detail }) => {
    if (typeof detail.sisa === "number") ahead = closes - detail.sisa * 1000 - Date.now();
  });
}

document.querySelectorAll("[data-deadline]").forEach(count);
