// How far each file is, as the sending tab tells it; pages only draw it.
import { listen } from "./tabs.js";

const views = new Map();

export const viewOf = (key) => views.get(key);

// `draw` is called for every change; a file that was cut keeps the percent that it had.
export function watch(draw) {
  listen((message) => {
    if (message.kind === "file-view") {
      const before = views.get(message.key);
      views.set(message.key, { percent: before?.percent, ...message.view });
      draw(message);
    }
    if (message.kind === "file-end") views.delete(message.key);
    if (message.kind === "file-end" || message.kind === "files") draw(message);
  });
}
