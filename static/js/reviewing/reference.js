// Puts "bukti 1 hlm. 12" into the reason, where its cursor is: from a button of the viewer, or beside selected text.
import { say } from "./said.js";

let cursor; // [start, end] in the reason, once somebody was there
let bubble;

const field = () => document.getElementById("id_reason");

export function start() {
  for (const name of ["focusin", "input", "keyup", "pointerup", "select"]) document.addEventListener(name, noteCursor);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const part = button?.closest("[data-proof]");
    if (part) insert(referenceTo(part, pagesOfSelection(part) ?? currentPage(part)));
  });
  for (const button of document.querySelectorAll(".viewer-insert")) button.hidden = !field();
  document.addEventListener("selectionchange", () => {
    noteCursor();
    requestAnimationFrame(offer);
  });
}

// A browser forgets the cursor of a field when text is selected elsewhere, so it is noted while it stands there.
function noteCursor() {
  const reason = field();
  if (!reason || document.activeElement !== reason) return;
  if (document.getSelection()?.anchorNode?.contains(reason)) cursor = [reason.selectionStart, reason.selectionEnd];
}

// pages: [first, last], or null for a proof without pages.
export function referenceTo(part, pages) {
  const proof = `bukti ${part.dataset.proof}`;
  if (!pages) return proof;
  const [first, last] = pages;
  return first === last ? `${proof} hlm. ${first}` : `${proof} hlm. ${first}–${last}`;
}

function currentPage(part) {
  const page = Number(part.dataset.page);
  return page ? [page, page] : null;
}

function pagesOfSelection(part) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const pages = [selection.anchorNode, selection.focusNode].map(pageAround);
  if (pages.some((page) => !page || !part.contains(page))) return null;
  return pages.map((page) => Number(page.dataset.number)).sort((one, other) => one - other);
}

const pageAround = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".viewer-page[data-number]");

export function insert(words) {
  const reason = field();
  if (!reason) return;
  const [from, to] = (cursor ?? [reason.value.length, reason.value.length]).map((at) => Math.min(at, reason.value.length));
  const before = reason.value.slice(0, from);
  const after = reason.value.slice(to);
  const text = `${/[^\s(]$/.test(before) ? " " : ""}${words}${/^[\p{L}\p{N}]/u.test(after) ? " " : ""}`;
  if (reason.maxLength > 0 && before.length + text.length + after.length > reason.maxLength) {
    say("Alasan sudah penuh, sehingga rujukan tidak disisipkan.");
    return;
  }
  reason.setRangeText(text, from, to, "end");
  reason.dispatchEvent(new Event("input", { bubbles: true }));
  cursor = [reason.selectionEnd, reason.selectionEnd];
  document.getSelection()?.removeAllRanges();
  hide();
  if (reason.checkVisibility?.() ?? reason.offsetParent) {
    reason.focus({ preventScroll: true });
    say(`Disisipkan ke alasan: ${words}`);
  } else {
    say(`Disisipkan ke alasan: ${words}. Pilih keputusan untuk melihatnya.`);
  }
}

// A button of its own near the end of the selected text.
function offer() {
  const selection = document.getSelection();
  const page = selection && !selection.isCollapsed ? pageAround(selection.focusNode) : null;
  const part = page?.closest("[data-proof]");
  if (!part || !field() || !pagesOfSelection(part) || !String(selection).trim()) {
    hide();
    return;
  }
  bubble ??= made();
  part.append(bubble);
  bubble.hidden = false;
  const place = selection.getRangeAt(0).getBoundingClientRect();
  const around = part.getBoundingClientRect();
  const left = Math.min(Math.max(place.left - around.left, 8), Math.max(8, around.width - bubble.offsetWidth - 8));
  bubble.style.left = `${left}px`;
  bubble.style.top = `${Math.min(place.bottom - around.top + 6, around.height - bubble.offsetHeight - 8)}px`;
}

function made() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm viewer-bubble";
  button.dataset.insert = "";
  button.textContent = "Sisipkan rujukan halaman";
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  return button;
}

function hide() {
  if (bubble && bubble !== document.activeElement) bubble.hidden = true;
}
