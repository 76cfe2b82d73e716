// Proofs that were renamed or moved are renamed in the texts of the page too, and later saves tell the new names.
import { form, setExtra } from "./fields.js";

const TEXTS = ["explanation", "reply"];
const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const before = (name) => (/^\w/.test(name) ? "(?<![\\w-])" : "");
const behind = (name) => (name.includes("://") ? "(?![\\w/?#&=%+-]|\\.\\w)" : "(?![\\w-])");
const inPage = () => JSON.parse(form.querySelector('input[name="nama-bukti"]')?.value || "{}");

function renamed(text, changes) {
  const names = [...changes.keys()].sort((a, b) => b.length - a.length);
  const pattern = names.map((name) => before(name) + escaped(name) + behind(name)).join("|");
  return text.replace(new RegExp(pattern, "gu"), (name) => changes.get(name));
}

// What a device kept from an earlier version of the portal tells no names; then those of the page go on.
const parsed = (told) => (told ? JSON.parse(told) : inPage());
const byProof = (names) => new Map(Object.entries(names).map(([name, proof]) => [proof, name]));

function changesTo(now) {
  const current = byProof(now);
  const old = Object.entries(inPage()).filter(([name, proof]) => current.has(proof) && current.get(proof) !== name);
  return new Map(old.map(([name, proof]) => [name, current.get(proof)]));
}

// A text that was typed with the names of the page, in the names of now.
export function translated(text, told) {
  const changes = changesTo(parsed(told));
  return changes.size ? renamed(text, changes) : text;
}

export function adopt(told) {
  const now = parsed(told);
  const [old, current, changes] = [inPage(), byProof(now), changesTo(now)];
  for (const name of TEXTS) {
    const field = form.elements[name];
    if (!field || !changes.size) continue;
    const text = renamed(field.value, changes);
    if (text !== field.value) field.value = text;
  }
  const gone = Object.fromEntries(Object.entries(old).filter(([name, proof]) => !current.has(proof) && !(name in now)));
  setExtra("nama-bukti", JSON.stringify({ ...gone, ...now }));
}
