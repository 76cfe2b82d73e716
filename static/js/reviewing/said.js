// Says in the evidence pane, to those who hear the page, what has just happened there.
export function say(words) {
  const place = document.querySelector("[data-viewer-said]");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}
