// The library in a dialog of the questionnaire: the same page as without scripts, only its list. What is chosen there is
// cited at once, and the list of proofs is renewed in place.
import { adopt } from "./evidence_list.js";
import { fillDialog } from "./loading.js";
import { send } from "./session.js";
import { flush } from "./unsent.js";

const PART = { Accept: "text/html", "X-Bagian": "bukti" };

let dialog = null;
let here = "";

function made() {
  dialog = document.createElement("dialog");
  dialog.className = "library-dialog";
  dialog.tabIndex = -1;
  dialog.setAttribute("aria-label", "Ambil dari pustaka bukti");
  dialog.addEventListener("click", clicked);
  dialog.addEventListener("submit", submitted);
  document.body.append(dialog);
  return dialog;
}

// The list in what the server answered; nothing where it holds none.
const listIn = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("library-picker");

async function ask(address, signal) {
  const response = await send(address, { headers: PART, signal });
  const list = response.ok && listIn(await response.text());
  if (!list) throw new Error(String(response.status));
  return [document.adoptNode(list)];
}

const load = (address) => fillDialog(dialog || made(), dialog, (signal) => ask(address, signal));

// Not accepted: the list comes back with its reason.
function show(html) {
  const list = listIn(html);
  if (!list) return;
  dialog.replaceChildren(document.adoptNode(list));
  dialog.querySelector("h1").focus();
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
  else load(`${here}?${new URLSearchParams(new FormData(form))}`).catch(() => location.assign(here));
}

export function start() {
  const button = document.querySelector("[data-library]");
  button?.addEventListener("click", async (event) => {
    const more = Array.from(button.form.elements).some((one) => one.files?.length || (/^link_/.test(one.name) && one.value.trim()));
    if (more) return;
    event.preventDefault();
    here = button.dataset.library;
    await flush().catch(() => {});
    load(here).catch(() => location.assign(here));
  });
}
