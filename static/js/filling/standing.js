// After a save or a change of the proofs: what the level still needs, what the text could say better, whether the aspect is done.
import { refresh } from "./evidence_list.js";
import { form, page } from "./fields.js";
import { adopt } from "./names.js";

const PARTS = ["aspect-done", "text-advice", "ladder"];
const GAP = 2000; // ms between two questions

let timer = 0;
let last = 0;

function swap(told) {
  for (const id of PARTS) {
    const place = document.getElementById(id);
    const now = told.querySelector(`#${id}`);
    if (place && now && place.innerHTML !== now.innerHTML) place.replaceChildren(...now.childNodes);
  }
  adopt(told.querySelector("[data-standing]").dataset.names);
}

async function ask() {
  last = Date.now();
  const answer = await fetch(`${page.url}keadaan/`, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => ask().catch(() => {}), Math.max(150, last + GAP - Date.now()));
}

const hasLevel = () => Boolean(form.querySelector("input[name=score]:checked")?.value);

// The first level marks the proofs that came before it; their rows have to show that.
function watchFirstLevel() {
  let had = hasLevel();
  document.addEventListener("answer:saved", () => {
    const before = had;
    had = hasLevel();
    if (!before && had && document.querySelector("#evidence-list tr[id]")) refresh().catch(() => {});
  });
}

export function start() {
  watchFirstLevel();
  document.addEventListener("answer:saved", soon);
  document.addEventListener("evidence:changed", soon);
}
