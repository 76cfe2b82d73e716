// Choosing files: by the button, or dropped anywhere on the page. What the server would refuse is said at once, in its
// words. Everything else joins the queue before anything is asked of the line, which may be dead.
import { extra, page } from "./fields.js";
import * as kept from "./upload_kept.js";
import { megabytes } from "./upload_words.js";

const input = document.getElementById("id_files");
const box = document.querySelector("[data-drop-box]");
const { dataset: says } = input;

function fault(file) {
  const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (!says.extensions.split(",").includes(ending)) return says.type;
  if (file.size === 0) return says.empty;
  if (file.size <= Number(says.maxBytes)) return "";
  return says.big.replace("{size}", megabytes(file.size)).replace("{limit}", megabytes(says.maxBytes));
}

async function room() {
  const coming = (await kept.rows()).filter((row) => row.url === page.url && !row.state).length;
  return Number(says.maxFiles) - document.querySelectorAll("#evidence-list tr[id]").length - coming;
}

async function take(files) {
  const { url, period, unit, number, label } = page;
  const endpoint = new URL(says.endpoint, location.href).href;
  const place = { url, period, unit, number: Number(number), label, title: document.title, endpoint, izin: extra().izin, piece: says.piece, asks: says.known };
  let left = await room();
  for (const file of files) {
    const reason = fault(file) || (left <= 0 ? says.full : "");
    if (!reason) left -= 1;
    const blob = reason ? { name: file.name, type: file.type, size: file.size } : file;
    await kept.add(blob, { ...place, state: reason ? "refused" : "", reason });
  }
}

const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
const isCovered = () => document.querySelector("dialog:modal");

// While files hover over the page, the box shows where they go; leaving the window takes it back.
function drop() {
  let depth = 0;
  const mark = (isTarget) => {
    const isOpen = isTarget && !isCovered();
    document.body.classList.toggle("is-dragging-files", isOpen);
    box.classList.toggle("is-target", isOpen);
  };
  document.addEventListener("dragenter", (event) => { if (bringsFiles(event)) mark((depth += 1) > 0); });
  document.addEventListener("dragleave", (event) => { if (bringsFiles(event)) mark((depth -= 1) > 0); });
  document.addEventListener("dragover", (event) => { if (bringsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    mark((depth = 0) > 0);
    if (isCovered()) return; // refused, and not opened by the browser in place of the page
    take([...event.dataTransfer.files]);
    box.scrollIntoView({ block: "nearest" });
  });
}

export function start() {
  const button = box.querySelector("[data-choose]");
  for (const plain of box.querySelectorAll("[data-plain]")) plain.hidden = true;
  for (const scripted of box.querySelectorAll("[data-scripted]")) scripted.hidden = false;
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  });
  drop();
}
