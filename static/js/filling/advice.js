// What is said beside the proofs, said anew once a change of one of them is saved.
import { send } from "./session.js";

const WAIT = 300;
let isDue = false;
let timer = 0;

async function renew() {
  const list = document.getElementById("evidence-list");
  const response = await send(list.dataset.evidenceList, { headers: { Accept: "text/html", "X-Bagian": "bukti" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const place of list.querySelectorAll("[data-advice]")) {
    const said = fresh.querySelector(`[data-advice="${place.dataset.advice}"]`);
    if (said) place.replaceChildren(...said.childNodes);
  }
}

export function start() {
  document.addEventListener("change", (event) => {
    if (/^c\d+-/.test(event.target.name || "")) isDue = true;
  });
  document.addEventListener("answer:saved", () => {
    if (!isDue) return;
    isDue = false;
    clearTimeout(timer);
    timer = setTimeout(() => renew().catch(() => {}), WAIT);
  });
}
