// The fields of the questionnaire page as the queue knows them: one value for the level and for each text, and for each
// proof (c<pk>-…) the values of all its inputs together, because the server reads them together.

export const form = document.getElementById("answer-form");
export const page = form ? { ...form.dataset } : {};

const VERSIONED = ["score", "explanation", "reply"];
const GROUP = /^(c\d+)-(?!seen$)/;

const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`);
const inputsNamed = (name) => Array.from(form.elements).filter((one) => one.name === name);
const inputsOf = (group) => Array.from(form.elements).filter((one) => one.name?.startsWith(`${group}-`));

export function fieldOf(input) {
  if (input.form !== form || !input.name || input.disabled) return "";
  if (VERSIONED.includes(input.name)) return input.name;
  return GROUP.exec(input.name)?.[1] || "";
}

export function allFields() {
  return [...new Set(Array.from(form.elements).map(fieldOf).filter(Boolean))];
}

export function valueOf(field) {
  if (VERSIONED.includes(field)) return form.elements[field].value;
  return inputsOf(field)
    .filter((one) => GROUP.test(one.name) && !one.disabled && (one.type !== "checkbox" || one.checked))
    .map((one) => [one.name, one.value]);
}

export function isShown(field) {
  return VERSIONED.includes(field) ? Boolean(form.elements[field]) : inputsOf(field).length > 0;
}

export function show(field, value) {
  if (VERSIONED.includes(field)) {
    const place = form.elements[field];
    place.value = value;
    if (value === "") for (const one of inputsNamed(field)) one.checked = false; // no radio stands for an empty level
    if (place instanceof HTMLTextAreaElement) place.dispatchEvent(new Event("filling:shown", { bubbles: true }));
    return;
  }
  for (const one of inputsOf(field)) {
    if (one.type === "checkbox") one.checked = value.some(([name, choice]) => name === one.name && choice === one.value);
    else one.value = (value.find(([name]) => name === one.name) || [one.name, one.value])[1];
  }
}

// What a save must still find: the version of a field, or the state of a proof as the page showed it.
export function seenOf(field) {
  if (VERSIONED.includes(field)) return Number(hidden(`version-${field}`)?.value || 0);
  return hidden(`${field}-seen`)?.value || "";
}

export function setSeen(field, seen) {
  const place = hidden(VERSIONED.includes(field) ? `version-${field}` : `${field}-seen`);
  if (place) place.value = VERSIONED.includes(field) ? Math.max(Number(place.value), seen) : seen;
}

// The digest by which the server sees that a field came back as it was shown.
export async function setShown(field, value) {
  const place = hidden(`awal-${field}`);
  if (!place) return;
  place.value = "";
  if (!crypto.subtle) return;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(value.replace(/\r\n?/g, "\n")));
  place.value = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What goes with every save: which names stood for which proofs, and that the page was open in time.
export function extra() {
  return { "nama-bukti": hidden("nama-bukti")?.value || "", izin: hidden("izin")?.value || "" };
}

export function setExtra(name, value) {
  const place = hidden(name);
  if (place && value) place.value = value;
}
