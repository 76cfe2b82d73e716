// The server takes no more: the fields stay with their text, to be read and copied, and what did not arrive is shown.
import { form, page } from "./fields.js";
import { showKept } from "./kept.js";
import { lock as showLocked } from "./save_state.js";
import { listen } from "./tabs.js";
import { stop } from "./unsent.js";

let isLocked = false;

export function lock(reason) {
  isLocked = true;
  stop();
  showLocked();
  for (const input of form.elements) {
    if (/^(text|url|date|search|textarea)/.test(input.type)) input.readOnly = true;
    else if (input.type !== "hidden" && (input.type !== "radio" || !input.checked)) input.disabled = true;
  }
  for (const button of document.querySelectorAll("[form=answer-form]")) button.disabled = true;
  showKept(page.url, reason);
}

export function start() {
  listen((message) => {
    if (message.url !== page.url) return;
    if (message.kind === "locked") lock(message.reason);
    // What was typed in time may still arrive, by the grace of the server.
    if (message.kind === "saved" && isLocked) showKept(page.url);
  });
}
