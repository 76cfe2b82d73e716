// The library in a dialog of the questionnaire: the same page as without scripts, only its list. What is chosen there is
// cited at once, and the list of proofs is renewed in place.
import { flush } from "./autosave.js";
import { adopt } from "./evidence_list.js";
import { send } from "./session.js";

const PART = { Accept: "text/html", "X-Bagian": "bukti" };

let dialog = null;
let here = "";

function made() {
  dialog = document.createElement("dialog");
  dialog.className = "library-dialog";
  dialog.setAttribute("aria-labelledby", "picker-title");
  dialog.addEventListener("click", clicked);
  dialog.addEventListener("submit", submitted);
  document.body.append(dialog);
  return dialog;
}

// Shows the list of an answer from the server; false where it holds none.
function show(html) {
  const list = new DOMParser().parseFromString(html, "text/html").getElementById("library-picker");
  if (!list) return false;
  (dialog || made()).replaceChildren(document.adoptNode(list));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("h1").focus();
  return true;
}

async function load(address) {
  const response = await send(address, { headers: PART });
  return response.ok && show(await response.text());
}

async function cite(form) {
  const response = await send(form.action, { method: "POST", headers: PART, body: new FormData(form) });
  const html = await response.text();
  if (!response.ok) return show(html);
  dialog.close();
  document.getElementById("id_evidence").focus();
  return adopt(html);
}

function clicked(event) {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const address = new URL(link.getAttribute("href"), new URL(here, location));
  if (link.hasAttribute("data-picker-close") || address.pathname === location.pathname) {
    event.preventDefault();
    dialog.close();
  } else if (address.pathname === new URL(here, location).pathname) {
    event.preventDefault();
    load(address).catch(() => location.assign(address));
  }
}

function submitted(event) {
  event.preventDefault();
  const form = event.target;
  if (form.method === "post") cite(form).catch(() => {});
  else load(`${here}?${new URLSearchParams(new FormData(form))}`).catch(() => {});
}

export function start() {
  const button = document.querySelector("[data-library]");
  button?.addEventListener("click", async (event) => {
    const more = Array.from(button.form.elements).some((one) => one.files?.length || (/^link_/.test(one.name) && one.value.trim()));
    if (more) return;
    event.preventDefault();
    here = button.dataset.library;
    await flush().catch(() => {});
    if (!(await load(here).catch(() => false))) location.assign(here);
  });
}
