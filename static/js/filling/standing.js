// After a save or a change of the proofs: what the level still needs, what the text could say better, whether the aspect is
// done, and which unfinished indicators come before and after this one now.
import { refresh } from "./evidence_list.js";
import { form, page } from "./fields.js";
import { adopt } from "./names.js";

const PARTS = ["aspect-done", "text-advice", "ladder"];
const GAP = 2000; // ms between two questions
const LONGEST = 8000; // ms for an answer

let timer = 0;
let last = 0;
let saved = 0; // how many changes the server has heard of
let shown = 0; // and how many of them this page shows

function swap(told) {
  for (const id of PARTS) {
    const place = document.getElementById(id);
    const now = told.querySelector(`#${id}`);
    if (place && now && place.innerHTML !== now.innerHTML) place.replaceChildren(...now.childNodes);
  }
  const { names, next, previous } = told.querySelector("[data-standing]").dataset;
  adopt(names);
  lead("[data-next-unfinished]", next);
  lead("[data-previous-unfinished]", previous);
}

function lead(selector, href) {
  const button = document.querySelector(selector);
  if (button) button.dataset.href = href;
}

async function ask() {
  last = Date.now();
  const until = saved;
  const answer = await fetch(`${page.url}keadaan/`, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(LONGEST) });
  if (!answer.ok || answer.redirected) return;
  swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
  shown = until;
}

// Resolves when the page shows what was saved; where the server does not answer, it stays as it is.
export const catchUp = async () => shown < saved && ask().catch(() => {});

function soon() {
  saved += 1;
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
