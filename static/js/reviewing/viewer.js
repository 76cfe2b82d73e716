// Shows a proof when its tab is opened for the first time: a PDF page by page, a picture, or the PDF of an office file.
// Each opening has a key of its own, so that the trail tells of it once however many pieces are fetched.
import { wire } from "./viewer_bar.js";
import { recall } from "./place.js";
import { wear } from "./watermark.js";

const WORDS = {
  InvalidPDFException: "PDF ini rusak atau tidak lengkap, sehingga tidak dapat ditampilkan.",
  PasswordException: "PDF ini dikunci dengan kata sandi, sehingga tidak dapat ditampilkan.",
  picture: "Gambar tidak dapat ditampilkan.",
  refused: "Berkas ini sekarang tidak boleh dibuka. Muat ulang halaman untuk membaca alasannya.",
  missing: "Bukti tidak dapat dimuat. Periksa sambungan Anda.",
};
let pane;

export function start() {
  pane = document.querySelector("[data-viewer]");
  if (!pane) return;
  wear(pane);
  pane.addEventListener("click", (event) => {
    const part = event.target.closest("[data-again-open]") && event.target.closest("[data-proof]");
    if (part) show(part);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const part of pane.querySelectorAll("[data-kind=office]:not([hidden])")) {
      if (part.querySelector("[data-as-pdf=ready]")) becomePdf(part);
    }
  });
}

export function opened(part) {
  if (part.dataset.shown) return;
  for (const about of part.querySelectorAll(".proof-about")) about.open = part.dataset.kind === "link" || part.dataset.kind === "refused";
  if (part.dataset.kind === "office") return askForPdf(part);
  if (part.dataset.kind === "pdf" || part.dataset.kind === "image") show(part);
}

// What is not ordered yet is ordered by looking for it; htmx takes the form over once the page has loaded.
function askForPdf(part) {
  const order = () => part.querySelector("[data-as-pdf=unordered] form")?.requestSubmit();
  if (document.readyState === "complete") order();
  else window.addEventListener("load", () => order(), { once: true });
}

function becomePdf(part) {
  part.dataset.kind = "pdf";
  part.querySelector("[data-as-pdf]").remove();
  show(part);
}

async function show(part) {
  const [bar, stage, fault] = ["bar", "stage", "fault"].map((name) => part.querySelector(`[data-${name}]`));
  part.dataset.shown = "loading";
  fault.hidden = true;
  stage.hidden = false;
  stage.setAttribute("aria-busy", "true");
  try {
    const module = part.dataset.kind === "image" ? await import("./image_view.js") : await import("./pdf_view.js");
    const kept = recall().tab === part.getAttribute("aria-labelledby") ? recall().page : 0;
    const view = await module.open({ pane, part, stage, address: addressOf(part), page: kept || Number(part.dataset.first) });
    bar.hidden = false;
    wire(bar, view);
    part.dataset.shown = "yes";
  } catch (error) {
    delete part.dataset.shown;
    bar.hidden = stage.hidden = true;
    fault.hidden = false;
    fault.querySelector("[data-fault-text]").textContent = wordsFor(error);
  } finally {
    stage.removeAttribute("aria-busy");
  }
}

function wordsFor(error) {
  if (error.status === 403 || error.status === 404) return WORDS.refused;
  return WORDS[error.name] ?? WORDS.missing;
}

function addressOf(part) {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const key = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${part.dataset.bytes}?buka=${key}`;
}
