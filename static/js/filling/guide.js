// The link to the indicator opens its text beside the work instead of leaving it: a panel where there is room, a dialog elsewhere.
import { fill } from "./loading.js";

const link = document.querySelector("[data-guide]");
const guide = document.getElementById("guide");
const body = guide.querySelector("[data-guide-body]");
const wide = window.matchMedia("(min-width: 1101px)");

let isLoaded = false;

async function ask(signal) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = [...page.querySelectorAll("[data-guide-part]")];
  if (!parts.length) throw new Error("no guide");
  for (const part of parts) {
    for (const named of part.querySelectorAll("[id]")) named.id = `guide-${named.id}`;
    if (part.hasAttribute("aria-labelledby")) part.setAttribute("aria-labelledby", `guide-${part.getAttribute("aria-labelledby")}`);
    for (const title of part.querySelectorAll("h2")) {
      const lower = document.createElement("h3");
      lower.id = title.id;
      lower.textContent = title.textContent;
      title.replaceWith(lower);
    }
  }
  return parts;
}

async function load() {
  isLoaded = true;
  await fill(body, ask);
}

function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (guide.open) return;
  document.body.classList.toggle("has-guide", wide.matches);
  if (wide.matches) guide.show();
  else guide.showModal();
  guide.querySelector("[data-guide-close]").focus();
  if (!isLoaded) load().catch(() => window.location.assign(link.href));
}

guide.addEventListener("close", () => {
  document.body.classList.remove("has-guide");
  link.focus();
});
guide.querySelector("[data-guide-close]").addEventListener("click", () => guide.close());
// A panel is no modal dialog, so the browser leaves its Esc to us; one that is open above it closes first.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && guide.open && !document.querySelector("dialog:modal")) guide.close();
});
link.addEventListener("click", open);
