// The edges between the panes: moved by mouse, finger or arrow keys, and remembered on this device.
// Arrows move by 16 px, with Shift by 64; Home and End go to the ends, Enter (or a double click) back to the width at first.
const KEPT = "reviu-lebar";
const PANES = {
  queue: { selector: ".review-queue", least: 200, most: 560, grows: 1 },
  decision: { selector: ".review-decision", least: 320, most: 900, grows: -1 },
};
const LEFT_FOR_EVIDENCE = 320;

export function start() {
  const review = document.querySelector(".review");
  for (const divider of review?.querySelectorAll("[data-divider]") ?? []) setUp(review, divider);
}

function setUp(review, divider) {
  const name = divider.dataset.divider;
  const about = PANES[name];
  const pane = review.querySelector(about.selector);
  if (!pane) return;
  pane.id ||= `pane-${name}`;
  divider.setAttribute("aria-controls", pane.id);
  divider.hidden = false;

  const shown = () => Math.round(pane.getBoundingClientRect().width);
  const most = () => Math.max(about.least, Math.min(about.most, review.clientWidth - others() - LEFT_FOR_EVIDENCE));
  const others = () => Object.values(PANES).filter((other) => other !== about)
    .reduce((sum, other) => sum + (review.querySelector(other.selector)?.getBoundingClientRect().width ?? 0), 0);

  function tell() {
    divider.setAttribute("aria-valuemin", about.least);
    divider.setAttribute("aria-valuemax", Math.max(most(), shown()));
    divider.setAttribute("aria-valuenow", shown());
    divider.setAttribute("aria-valuetext", `${shown()} piksel`);
  }

  function set(width) {
    review.style.setProperty(`--${name}-width`, `${Math.min(most(), Math.max(about.least, Math.round(width)))}px`);
    tell();
    keep(name, shown());
  }

  function reset() {
    review.style.removeProperty(`--${name}-width`);
    tell();
    keep(name, null);
  }

  divider.addEventListener("keydown", (event) => {
    const step = (event.shiftKey ? 64 : 16) * about.grows;
    const acts = {
      ArrowRight: () => set(shown() + step),
      ArrowLeft: () => set(shown() - step),
      Home: () => set(about.least),
      End: () => set(most()),
      Enter: reset,
    };
    if (!acts[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    acts[event.key]();
  });
  divider.addEventListener("dblclick", reset);
  divider.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const from = event.clientX;
    const width = shown();
    const move = (moved) => set(width + (moved.clientX - from) * about.grows);
    divider.setPointerCapture(event.pointerId);
    divider.classList.add("is-moving");
    divider.addEventListener("pointermove", move);
    const end = () => {
      divider.removeEventListener("pointermove", move);
      divider.classList.remove("is-moving");
    };
    divider.addEventListener("pointerup", end, { once: true });
    divider.addEventListener("pointercancel", end, { once: true });
  });
  const kept = widths()[name];
  if (Number.isFinite(kept)) review.style.setProperty(`--${name}-width`, `${Math.max(about.least, Math.min(about.most, kept))}px`);
  tell();
  window.addEventListener("resize", tell);
}

function widths() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(name, width) {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...widths(), [name]: width }));
  } catch {
    // a browser that keeps nothing: the width holds for this page
  }
}
