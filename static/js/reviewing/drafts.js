// Begins the texts of a decision: the unmet criterion in the reason, what it asks for in the recommendation, and the
// check list of a repair. What a person has written or ticked is never replaced.
const form = document.getElementById("decision-form");
const reason = form.querySelector("#id_reason");
const recommendation = form.querySelector("#id_recommendation");
const boxes = [...form.querySelectorAll("#id_missing input")];
const drafts = new Map();
let isListTouched = boxes.some((box) => box.checked);

function rows() {
  return [...form.querySelectorAll("tr[data-level]")];
}

function chosen(name) {
  return form.querySelector(`[name=${name}]:checked`)?.value ?? "";
}

function supported() {
  const level = form.querySelector("[data-supported]")?.dataset.supported;
  return level ? Number(level) : null;
}

function claimed() {
  return Math.max(0, ...boxes.map((box) => Number(box.value)));
}

// The level whose criteria the decision says are not met, as in ReviewForm.first_unmet.
function unmet() {
  const verdict = chosen("verdict");
  if (verdict === "adjust" && chosen("score")) {
    const score = Number(chosen("score"));
    return score < claimed() ? score + 1 : null;
  }
  return verdict === "send_back" && supported() !== null && supported() < claimed() ? supported() + 1 : null;
}

function begin(field, text) {
  if (field.value !== "" && field.value !== drafts.get(field)) return;
  field.value = text;
  drafts.set(field, text);
  if (text) field.setSelectionRange(text.length, text.length);
}

function reasonFor(row) {
  const labels = [...form.querySelectorAll("[name=code]:checked")].map((box) => box.dataset.label);
  return labels.length ? row.dataset.reason.replace(": ", ` (${labels.join("; ")}): `) : row.dataset.reason;
}

function draft() {
  const row = rows().find((line) => Number(line.dataset.level) === unmet());
  begin(reason, row && chosen("verdict") === "adjust" ? reasonFor(row) : "");
  begin(recommendation, row ? row.dataset.recommendation : "");
  if (row) recommendation.closest("details").open = true;
  list();
}

function list() {
  if (isListTouched || chosen("verdict") !== "send_back") return;
  boxes.forEach((box) => {
    const level = Number(box.value);
    box.checked = chosen(`tick_${level}`) === "no" || (supported() !== null && level > supported());
  });
}

form.addEventListener("change", (event) => {
  if (boxes.includes(event.target)) isListTouched = true;
  draft();
});
document.addEventListener("htmx:oobAfterSwap", draft);
