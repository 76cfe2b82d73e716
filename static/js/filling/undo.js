// A line that offers to take back what was just done, for ten seconds; longer while the focus or the pointer is on it.
import { element } from "./element.js";

const SECONDS = 10;

let place = null;
let timer = 0;

function spot() {
  place = place || document.querySelector("[data-undo]");
  return place;
}

function close() {
  clearTimeout(timer);
  spot().replaceChildren();
}

function count() {
  clearTimeout(timer);
  timer = setTimeout(() => (spot().matches(":hover, :focus-within") ? count() : close()), SECONDS * 1000);
}

export function offerUndo(text, undo) {
  const button = element("button", { type: "button", class: "btn btn-outline-secondary btn-sm" }, "Urungkan");
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (await undo()) close();
    else button.disabled = false;
  });
  spot().replaceChildren(element("span", {}, text), " ", button);
  count();
}
