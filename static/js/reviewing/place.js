// Where the reader was in the proofs of this answer. It counts only when the server shows the same page again, with faults
// or with a newer state; a page that is opened anew begins on the cited page.
const pane = document.querySelector("[data-viewer]");
const key = `reviu-tempat ${pane?.dataset.answer}`;
const kept = pane && "again" in pane.dataset ? read() : {};
let now = {};

export const recall = () => kept;

export function remember(place) {
  now = { ...now, ...place };
  try {
    sessionStorage.setItem(key, JSON.stringify(now));
  } catch {
    // a browser that keeps nothing: the page begins where it always does
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
