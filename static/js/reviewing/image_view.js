// A picture as it is, below the watermark; at most as wide as the pane until somebody enlarges it.
import { mark } from "./watermark.js";

const MARGIN = 24;

export async function open({ pane, part, stage, address }) {
  const picture = new Image();
  picture.alt = `Bukti ${part.dataset.proof}`;
  picture.src = address;
  try {
    await picture.decode();
  } catch {
    throw Object.assign(new Error("no picture"), { name: "picture" });
  }
  const frame = document.createElement("div");
  frame.className = "viewer-page is-picture";
  frame.append(picture, mark(pane));
  stage.replaceChildren(frame);

  const fitted = () => Math.min(1, Math.max(40, stage.clientWidth - MARGIN) / picture.naturalWidth);
  const view = {
    page: 1, count: 1, isFitted: true, scale: 1, onChange() {},
    get percent() { return Math.round(view.scale * 100); },
    goTo() {},
    zoomBy(factor) { view.isFitted = false; set(view.scale * factor); },
    fitWidth() { view.isFitted = true; set(fitted()); },
  };
  function set(scale) {
    view.scale = Math.min(6, Math.max(0.1, scale));
    frame.style.width = `${Math.round(picture.naturalWidth * view.scale)}px`;
    view.onChange();
  }
  new ResizeObserver(() => { if (view.isFitted && stage.clientWidth) set(fitted()); }).observe(stage);
  set(fitted());
  return view;
}
