// The link beside the explanation opens the composer in a dialog, and its text goes into the field without leaving.
import { live, textOf } from "./composer_live.js";
import { form } from "./fields.js";
import { fillDialog } from "./loading.js";
import { adopt } from "./names.js";

const field = () => form.elements.explanation;

function place(text, replaces) {
  const old = field().value.trimEnd();
  field().value = replaces || !old ? text : `${old}\n\n${text}`;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

async function ask(link, signal) {
  const level = form.querySelector("input[name=score]:checked")?.value;
  const address = new URL(link.href);
  if (level) address.searchParams.set("tingkat", level);
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const composer = answer.ok && page.getElementById("composer");
  if (!composer) throw new Error(String(answer.status));
  return [composer];
}

async function open(dialog, link) {
  const body = dialog.querySelector("[data-composer-body]");
  if (!(await fillDialog(dialog, body, (signal) => ask(link, signal)))) return;
  const composer = body.firstElementChild;
  if (composer.dataset.names) adopt(composer.dataset.names);
  live(composer);
}

export function start() {
  const link = document.querySelector("[data-composer]");
  const dialog = document.getElementById("composer-dialog");
  if (!link || !dialog) return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(dialog, link).catch(() => window.location.assign(link.href));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-composer-close], a[href*='#id_score']")) dialog.close();
  });
  let back = link;
  dialog.addEventListener("close", () => {
    back.focus();
    back = link;
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    place(textOf(dialog), event.submitter?.value === "ganti");
    back = field();
    dialog.close();
  });
}
