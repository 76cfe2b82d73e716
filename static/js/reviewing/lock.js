// Holds the answer for whoever works on this page, and tells when another assessor took it over. Nothing typed is touched.
const EVERY = 60000; // at most one sign of life a minute, and only after somebody did something
const LEAST = 5000;

const holding = document.querySelector("[data-hold]");
const sentence = holding.querySelector("[data-hold-sentence]");

let taken = holding.dataset.taken;
let holder = "";
let pinged = Date.now();
let active = false;

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const body = (fields) => new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields });

async function send(url, fields) {
  const response = await fetch(url, { method: "POST", body: body(fields), headers: { Accept: "application/json" }, cache: "no-store" });
  const isAnswer = !response.redirected && (response.headers.get("Content-Type") || "").includes("json");
  return isAnswer ? response.json() : null;
}

function show(told) {
  if (!told) return;
  if (told.milik) {
    taken = told.diambil || taken;
    holder = "";
    holding.hidden = true;
    return;
  }
  holder = told.pemegang;
  if (!holding.hidden && sentence.textContent === told.kalimat) return;
  sentence.textContent = told.kalimat;
  holding.hidden = false;
  holding.setAttribute("role", "alert");
}

async function ping() {
  active = false;
  pinged = Date.now();
  show(await send(holding.dataset.hold, {}));
}

const quietly = () => ping().catch(() => {});

function noteActivity() {
  active = true;
  if (Date.now() - pinged > EVERY) quietly();
}

for (const name of ["input", "keydown", "pointerdown", "scroll"]) {
  document.addEventListener(name, noteActivity, { passive: true, capture: true });
}
document.addEventListener("htmx:afterRequest", noteActivity);
setInterval(() => { if (active) quietly(); }, EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - pinged > LEAST) quietly();
});

holding.querySelector("[data-hold-back]").addEventListener("click", async () => {
  try {
    show(await send(holding.dataset.takeOver, { holder }));
  } catch {
    // The line is down: the notice stays, and so does the button.
  }
});

window.addEventListener("pageshow", (event) => { if (event.persisted) quietly(); });
window.addEventListener("pagehide", () => {
  if (!holder) navigator.sendBeacon(holding.dataset.hold, body({ leaves: "1", taken }));
});
