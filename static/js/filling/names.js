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

export function adopt(told) {
  const old = inPage();
  const now = JSON.parse(told);
  const current = new Map(Object.entries(now).map(([name, proof]) => [proof, name]));
  const changes = new Map(
    Object.entries(old)
      .filter(([name, proof]) => current.has(proof) && current.get(proof) !== name)
      .map(([name, proof]) => [name, current.get(proof)]),
  );
  for (const name of TEXTS) {
    const field = form.elements[name];
    if (!field || !changes.size) continue;
    const text = renamed(field.value, changes);
    if (text !== field.value) field.value = text;
  }
  const gone = Object.fromEntries(Object.entries(old).filter(([name, proof]) => !current.has(proof) && !(name in now)));
  setExtra("nama-bukti", JSON.stringify({ ...gone, ...now }));
}
