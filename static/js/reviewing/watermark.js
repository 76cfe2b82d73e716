// Who looks and when, across everything that is shown: a picture above the page, never in the file.
export function wear(pane) {
  if (pane.style.getPropertyValue("--mark")) return;
  const words = pane.dataset.mark.trim().replace(/\s+/g, " ").replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const width = Math.round(words.length * 7.4 + 70);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="190">`
    + `<text x="50%" y="50%" text-anchor="middle" font-family="sans-serif" font-size="14" fill="#1b2733" fill-opacity=".17"`
    + ` transform="rotate(-18 ${width / 2} 95)">${words}</text></svg>`;
  pane.style.setProperty("--mark", `url("data:image/svg+xml,${encodeURIComponent(drawing)}")`);
}

export function mark(pane) {
  const cover = document.createElement("div");
  cover.className = "viewer-mark";
  cover.setAttribute("aria-hidden", "true");
  cover.dataset.words = pane.dataset.mark.trim();
  return cover;
}
