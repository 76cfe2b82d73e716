// The preview follows what is typed, and facts follow the proof that is chosen.
import { composed } from "./composer_text.js";

const lines = (root) => Array.from(root.querySelectorAll("[data-composer-line]"));
const slots = (line) => Array.from(line.querySelectorAll("[data-slot]"));

function valueOf(input) {
  if (!input.dataset.slot || !(input instanceof HTMLSelectElement)) return input.value.trim();
  return input.value ? input.selectedOptions[0].text : "";
}

function sentence(line) {
  const values = {};
  const labels = {};
  for (const input of slots(line)) {
    values[input.dataset.slot] = valueOf(input);
    labels[input.dataset.slot] = input.dataset.label;
  }
  return composed(JSON.parse(line.dataset.composerLine), values, labels);
}

export function textOf(root) {
  const used = lines(root).filter((line) => line.querySelector("[type=checkbox]").checked);
  return used.map(sentence).join(" ");
}

const factsOf = (select, value) => {
  const option = Array.from(select.options).find((one) => one.value === value);
  return JSON.parse(option?.dataset.facts || "{}");
};

// What a person wrote stays; only what came from the proof before is replaced.
function follow(select) {
  const origin = select.parentElement.querySelector("input[type=hidden]");
  const before = factsOf(select, origin.value);
  const now = factsOf(select, select.value);
  for (const input of slots(select.closest("[data-composer-line]"))) {
    if (input.dataset.of !== select.dataset.slot) continue;
    const fact = input.dataset.take;
    if (!input.value.trim() || input.value.trim() === before[fact]) input.value = now[fact] || "";
  }
  origin.value = select.value;
}

export function live(root) {
  const preview = root.querySelector("[data-composer-text]");
  if (!preview) return;
  const show = () => {
    preview.textContent = textOf(root);
    for (const line of lines(root)) line.classList.toggle("is-left-out", !line.querySelector("[type=checkbox]").checked);
  };
  root.addEventListener("input", show);
  root.addEventListener("change", (event) => {
    if (event.target.matches("select[data-proof]")) follow(event.target);
    show();
  });
  root.querySelector("[data-composer-refresh]").hidden = true;
  show();
}
