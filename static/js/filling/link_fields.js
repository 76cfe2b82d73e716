// The fields of a link stay folded behind their button until somebody wants them, or something stands in them. What is
// written there is on this device until the link is among the proofs.
import { page } from "./fields.js";
import * as kept from "./links_kept.js";
import { user } from "./session.js";

const { url } = page;

function isAmong(address) {
  return [...document.querySelectorAll("#evidence-list a.evidence-name")].some((link) => link.getAttribute("href") === address);
}

function restore(inputs) {
  const values = kept.read(user, url);
  if (isAmong(values[0])) kept.forget(user, url);
  else if (inputs.every((input) => !input.value)) inputs.forEach((input, place) => { input.value = values[place] || ""; });
}

export function start() {
  const button = document.querySelector("[data-add-link]");
  const fields = document.getElementById("link-fields");
  const inputs = [...fields.querySelectorAll("input")];
  const open = (isOpen) => {
    fields.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  };
  restore(inputs);
  open(inputs.some((input) => input.value || input.hasAttribute("aria-invalid")));
  fields.addEventListener("input", () => {
    const values = inputs.map((input) => input.value);
    if (values.some(Boolean)) kept.keep(user, url, values);
    else kept.forget(user, url);
  });
  button.addEventListener("click", () => {
    open(fields.hidden);
    if (!fields.hidden) inputs[0].focus();
  });
}
