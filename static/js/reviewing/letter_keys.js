// T, L, R choose a decision, N and P lead on and back: only with [data-letter-keys] switched on, and never where text is typed.
const WRITES = new Set(["text", "search", "date", "number", "email", "url", "tel", "password"]);
const form = document.getElementById("decision-form");

function isOn() {
  return document.querySelector("[data-letter-keys]")?.getAttribute("aria-checked") === "true";
}

function isWriting(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && WRITES.has(target.type);
}

function choose(selector) {
  const choice = form?.querySelector(selector);
  if (!choice || choice.disabled) return false;
  choice.focus();
  choice.click();
  form.querySelector("#keputusan").scrollIntoView({ block: "start" });
  return true;
}

function chooseOther() {
  if (!choose(".picks-adjust")) return false;
  const scores = [...form.querySelectorAll("[name=score]")];
  (scores.find((input) => input.checked) || scores[0])?.focus({ preventScroll: true });
  return true;
}

function askForRepair() {
  if (!choose(".picks-return")) return false;
  form.querySelector("#id_missing input")?.focus({ preventScroll: true });
  return true;
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

const KEYS = {
  t: () => choose(".picks-accept"),
  l: chooseOther,
  r: askForRepair,
  n: () => follow("[data-next-unfinished]"),
  p: () => follow("[data-previous-unfinished]"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !isOn() || isWriting(event.target) || document.querySelector("dialog:modal")) return;
  if (act()) event.preventDefault();
});
