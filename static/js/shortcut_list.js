// The list of keys of the help page, in a dialog: whoever is typing does not leave the page for it.
let dialog = null;

function make(list) {
  const title = Object.assign(document.createElement("h2"), { id: "shortcut-list-title", textContent: "Pintasan papan ketik" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: "Tutup" });
  const made = Object.assign(document.createElement("dialog"), { className: "dialog dialog-wide" });
  made.setAttribute("aria-labelledby", title.id);
  const row = Object.assign(document.createElement("div"), { className: "button-row mt-3" });
  close.addEventListener("click", () => made.close());
  row.append(close);
  made.append(title, ...list.childNodes, row);
  document.body.append(made);
  return made;
}

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-shortcut-list]");
  if (!answer.ok || !list) throw new Error(String(answer.status));
  return make(list);
}

export async function open(address) {
  dialog = dialog || (await load(address));
  if (!document.querySelector("dialog[open]")) dialog.showModal();
}
