// The list of proofs, renewed in place: after an upload, and when a proof is moved, deleted or brought back.
// What is typed in other rows stays, and so does the focus.
import { extra, page } from "./fields.js";
import { update } from "./progress.js";
import { send } from "./session.js";
import { offerUndo } from "./undo.js";
import { flush } from "./unsent.js";

const SCAN = [3, 10, 30, 60, 120]; // seconds until the list is asked for again while a file waits for the scanner
const PART = { Accept: "text/html", "X-Bagian": "bukti" };

let scanTimer = 0;

const list = () => document.getElementById("evidence-list");

function isTyped(input) {
  if (input.options) return [...input.options].some((option) => option.selected !== option.defaultSelected);
  return input.type === "checkbox" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
}

const groupOf = (input) => input.name.split("-")[0];

// A row in which something is typed keeps what the page showed before (seen), so that a conflict is still noticed.
function keepTyped(old, fresh) {
  const inputs = [...old.querySelectorAll("input[name], select[name], textarea[name]")];
  const typed = new Set(inputs.filter((input) => input.type !== "hidden" && isTyped(input)).map(groupOf));
  for (const input of inputs.filter((one) => typed.has(groupOf(one)))) {
    const same = [...fresh.querySelectorAll(`[name="${input.name}"]`)].find((one) => one.type !== "checkbox" || one.value === input.value);
    if (!same) continue;
    if (input.type === "checkbox") same.checked = input.checked;
    else same.value = input.value;
  }
  for (const open of old.querySelectorAll("tr[id] details[open]")) {
    const row = fresh.querySelector(`#${open.closest("tr").id} details`);
    if (row) row.open = true;
  }
}

function placeOf(focused) {
  if (!list().contains(focused)) return null;
  const row = focused.closest("tr")?.id;
  if (focused.id) return () => document.getElementById(focused.id);
  return () => row && document.querySelector(`#${row} [name="${focused.name}"][value="${focused.value}"]`);
}

function swap(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  const fresh = made.getElementById("evidence-list");
  if (!fresh) return false;
  const focus = placeOf(document.activeElement);
  keepTyped(list(), fresh);
  list().replaceWith(document.adoptNode(fresh));
  focus?.()?.focus();
  document.dispatchEvent(new CustomEvent("evidence:changed"));
  return true;
}

// How complete the answer is now; the same question that a save answers.
async function measure() {
  const response = await send(page.url, { method: "POST", body: new URLSearchParams(extra()) });
  if (response.ok) update(await response.json());
}

export async function refresh() {
  const response = await send(list().dataset.evidenceList, { headers: PART });
  if (response.ok && swap(await response.text())) await measure();
}

// A list that another script got from the server.
export async function adopt(html) {
  if (swap(html)) await measure();
}

async function post(url, pairs) {
  await flush();
  const response = await send(url, { method: "POST", headers: PART, body: new URLSearchParams(pairs) });
  return response.ok && swap(await response.text());
}

function titleOf(row) {
  return row.querySelector(".evidence-name").firstChild.textContent.trim();
}

async function remove(button) {
  const row = button.closest("tr");
  const { evidence } = row.dataset;
  const [title, next] = [titleOf(row), row.nextElementSibling?.id || row.previousElementSibling?.id];
  if (!(await post(button.formAction, { tindakan: "hapus" }))) return;
  list().querySelector("[data-told]")?.remove();
  offerUndo(`“${title}” dihapus.`, async () => {
    if (!(await post(list().dataset.evidenceList, { kembalikan: evidence }))) return false;
    (list().querySelector(`tr[data-evidence="${evidence}"] .evidence-name`) || list()).focus();
    return measure().then(() => true);
  });
  (document.querySelector(`#${next} [value=hapus]`) || document.querySelector("[data-choose]"))?.focus();
  await measure();
}

async function act(button) {
  if (button.value === "hapus") return remove(button);
  const row = button.closest("tr")?.id;
  if (!(await post(button.formAction, { [button.name]: button.value }))) return null;
  const focused = row && (document.querySelector(`#${row} [value="${button.value}"]`) || document.querySelector(`#${row} [name=tindakan]`));
  focused?.focus();
  return measure();
}

// A scan ends some time after the upload: what it found is shown without a reload.
function followScan(place = 0) {
  clearTimeout(scanTimer);
  if (place === SCAN.length || !list().querySelector("[data-scan]")) return;
  scanTimer = setTimeout(() => refresh().catch(() => {}).then(() => followScan(place + 1)), SCAN[place] * 1000);
}

export function start() {
  followScan();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#evidence-list button[formaction]");
    if (!button) return;
    event.preventDefault();
    button.disabled = true;
    act(button).catch(() => {}).finally(() => { button.disabled = false; });
  });
  document.addEventListener("evidence:stored", (event) => {
    if (event.detail.url === page.url) refresh().then(() => followScan(), () => {});
  });
}
