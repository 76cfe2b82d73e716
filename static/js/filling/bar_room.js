// What gets the focus never lies behind the bar at the bottom, however much the bar has to say at the moment.
const GAP = 16; // pixels
const bar = document.querySelector(".action-bar");

function keepRoom() {
  const isFixed = getComputedStyle(bar).position === "sticky";
  document.documentElement.style.scrollPaddingBottom = isFixed ? `${bar.offsetHeight + GAP}px` : "";
}

export function start() {
  if (bar) new ResizeObserver(keepRoom).observe(bar);
}
