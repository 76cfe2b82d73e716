// Takes the chosen level back without leaving the page. Without scripts the button posts the form with an empty level.
import { form } from "./fields.js";

export function start() {
  form.querySelector("[data-clear-level]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input[name=score]:checked");
    if (!chosen) return;
    chosen.checked = false;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    chosen.focus();
  });
}
