// A part of the page that comes from the server: after a moment grey lines stand in its place, and when it takes long
// words and a button that asks anew. Rejects as `ask` does, also when `leaving` says that nobody waits any more.
import { element } from "./element.js";

const SOON = 400; // ms without a flicker
const LONG = 8000;

const lines = () => element("div", { class: "skeleton", "aria-hidden": "true" },
  element("span"), element("span"), element("span"), element("span"));

function button(text, act) {
  const made = element("button", { class: "btn btn-outline-secondary btn-sm", type: "button" }, text);
  made.addEventListener("click", act);
  return made;
}

function slow(place, again) {
  const told = element("div", { class: "still-loading" }, element("p", { role: "status" }, "Masih memuat…"), button("Coba lagi", again));
  if (place instanceof HTMLDialogElement) told.append(button("Tutup", () => place.close()));
  return told;
}

async function round(place, ask, signal, { onWait, again }) {
  const waits = [
    setTimeout(() => { place.replaceChildren(lines()); onWait?.(); }, SOON),
    setTimeout(() => place.replaceChildren(slow(place, again), lines()), LONG),
  ];
  place.setAttribute("aria-busy", "true");
  try {
    return await ask(signal);
  } finally {
    waits.forEach(clearTimeout);
    place.removeAttribute("aria-busy");
  }
}

export async function fill(place, ask, { onWait, leaving } = {}) {
  for (;;) {
    const control = new AbortController();
    const stop = () => control.abort();
    let isAgain = false;
    leaving?.addEventListener("abort", stop);
    const again = () => {
      isAgain = true;
      (place.hasAttribute("tabindex") ? place : place.closest("dialog")).focus();
      stop();
    };
    try {
      return place.replaceChildren(...await round(place, ask, control.signal, { onWait, again }));
    } catch (error) {
      if (!isAgain) throw error;
    } finally {
      leaving?.removeEventListener("abort", stop);
    }
  }
}

// The same for a dialog, which opens with its content, or before it where the line is slow; closing it then gives up.
// Resolves to whether the content is there.
export async function fillDialog(dialog, place, ask) {
  const gone = new AbortController();
  const giveUp = () => gone.abort();
  const onWait = () => { if (!dialog.open) dialog.showModal(); };
  dialog.addEventListener("close", giveUp);
  try {
    await fill(place, ask, { onWait, leaving: gone.signal });
  } catch (error) {
    if (!gone.signal.aborted) throw error;
    return false;
  } finally {
    dialog.removeEventListener("close", giveUp);
  }
  onWait();
  place.querySelector("h1").focus();
  return true;
}
