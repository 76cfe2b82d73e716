// One page of a PDF: an empty sheet of the right size until it comes near the window, and again once it is far away.
import { mark } from "./watermark.js";

const MOST_PIXELS = 16_000_000; // of one canvas; above that browsers draw nothing

export class PdfPage {
  constructor(about, number, size) {
    Object.assign(this, { about, number, size, isNear: false, drawn: 0, round: 0 });
    this.box = document.createElement("div");
    this.box.className = "viewer-page";
    this.box.dataset.number = number;
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", `Halaman ${number}`);
  }

  resize(scale) {
    this.scale = scale;
    this.box.style.width = `${Math.floor(this.size.width * scale)}px`;
    this.box.style.height = `${Math.floor(this.size.height * scale)}px`;
    this.box.style.setProperty("--total-scale-factor", scale);
    if (this.isNear) this.draw();
  }

  come() {
    this.isNear = true;
    this.draw();
  }

  leave() {
    this.isNear = false;
    this.round += 1;
    this.task?.cancel();
    this.drawn = 0;
    this.box.replaceChildren();
  }

  async draw() {
    if (this.drawn === this.scale) return;
    const round = ++this.round;
    this.task?.cancel();
    try {
      this.page ??= await this.about.pdf.getPage(this.number);
      if (round !== this.round) return;
      this.fit(this.page.getViewport({ scale: 1 }));
      await this.paint(round);
    } catch (error) {
      if (error.name !== "RenderingCancelledException" && round === this.round) this.box.classList.add("is-broken");
    }
  }

  // Pages may have sizes of their own, which are known only now.
  fit(size) {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.box.style.width = `${Math.floor(size.width * this.scale)}px`;
    this.box.style.height = `${Math.floor(size.height * this.scale)}px`;
  }

  async paint(round) {
    const { pdfjs, pane } = this.about;
    const scale = this.scale;
    const viewport = this.page.getViewport({ scale });
    const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    canvas.setAttribute("aria-hidden", "true");
    this.task = this.page.render({ canvas, viewport, transform: sharp === 1 ? null : [sharp, 0, 0, sharp, 0, 0] });
    await this.task.promise;
    if (round !== this.round) return;
    const text = document.createElement("div");
    text.className = "textLayer";
    this.box.replaceChildren(canvas, text, mark(pane));
    this.drawn = scale;
    const layer = new pdfjs.TextLayer({ textContentSource: this.page.streamTextContent(), container: text, viewport });
    await layer.render();
    this.box.dataset.drawn = "yes";
  }
}
