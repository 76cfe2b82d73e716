// A PDF in the evidence pane: all its pages below each other, of which only those near the window are drawn.
import { openDocument } from "./pdf_library.js";
import { PdfPage } from "./pdf_page.js";
import { remember } from "./place.js";

const MARGIN = 24;
const GAP = 12;
const POINTS = 96 / 72; // one point of a PDF at 100 %

export async function open({ pane, part, stage, address, page }) {
  const { pdfjs, pdf } = await openDocument(pane, address);
  const first = await pdf.getPage(1);
  const size = first.getViewport({ scale: 1 });
  const about = { pdfjs, pdf, pane };
  const pages = Array.from({ length: pdf.numPages }, (_, at) => new PdfPage(about, at + 1, size));
  markCited(pages, part);
  stage.replaceChildren(...pages.map((one) => one.box));
  const view = new PdfView(part, stage, pages);
  view.fitWidth();
  view.goTo(Math.min(page, pages.length));
  view.watch();
  return view;
}

function markCited(pages, part) {
  for (const range of part.dataset.cited.split(",").filter(Boolean)) {
    const [from, to] = range.split("-").map(Number);
    for (const page of pages.slice(from - 1, to)) {
      page.box.classList.add("is-cited");
      page.box.setAttribute("aria-label", `Halaman ${page.number}, dirujuk perangkat daerah`);
    }
  }
}

class PdfView {
  constructor(part, stage, pages) {
    Object.assign(this, { part, stage, pages, page: 1, isFitted: true, scale: 1, onChange: () => {} });
  }

  get count() { return this.pages.length; }

  get cited() { return Math.min(Number(this.part.dataset.first), this.count); }

  get percent() { return Math.round((this.scale / POINTS) * 100); }

  zoomBy(factor) {
    this.isFitted = false;
    this.set(this.scale * factor);
  }

  fitWidth() {
    this.isFitted = true;
    this.set(Math.max(120, this.stage.clientWidth - MARGIN) / this.pages[this.page - 1].size.width);
  }

  set(scale) {
    const here = this.pages[this.page - 1];
    const moved = (this.stage.scrollTop - here.box.offsetTop) / (here.box.offsetHeight || 1);
    const within = Math.abs(moved) < 1 ? moved : 0; // what was hidden had no place
    this.scale = Math.min(6, Math.max(0.15, scale));
    for (const page of this.pages) page.resize(this.scale);
    if (this.drawnOnce) this.stage.scrollTop = here.box.offsetTop + within * here.box.offsetHeight;
    this.onChange();
  }

  goTo(number) {
    const page = this.pages[number - 1];
    if (!page) return;
    this.drawnOnce = true;
    this.stage.scrollTop = page.box.offsetTop - GAP;
    this.aimed = this.stage.scrollTop; // at the end of a document this may be short of the page
    this.note(number);
  }

  watch() {
    const near = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        const page = this.pages[Number(target.dataset.number) - 1];
        if (isIntersecting) page.come();
        else if (page.isNear) page.leave();
      }
    }, { root: this.stage, rootMargin: "60% 0px" });
    for (const page of this.pages) near.observe(page.box);
    this.stage.addEventListener("scroll", () => {
      this.waiting ??= requestAnimationFrame(() => {
        this.waiting = undefined;
        if (this.stage.scrollTop !== this.aimed) this.note(this.pageInWindow());
      });
    }, { passive: true });
    new ResizeObserver(() => { if (this.isFitted && this.stage.clientWidth) this.fitWidth(); }).observe(this.stage);
  }

  // The page that holds the line a third below the upper edge.
  pageInWindow() {
    const line = this.stage.scrollTop + this.stage.clientHeight / 3;
    const below = this.pages.findIndex((page) => page.box.offsetTop > line);
    return below < 0 ? this.count : Math.max(1, below);
  }

  note(number) {
    this.page = number;
    this.part.dataset.page = number;
    remember({ page: number });
    this.onChange();
  }
}
