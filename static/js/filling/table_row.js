// One row of table mode: its choice, what it rests on, and the line below that says where it stands.
const part = (place, name) => place.querySelector(`[data-row-${name}]`);
const ICONS = { empty: "circle", draft: "circle-half", complete: "check-circle-fill", returned: "exclamation-triangle-fill" };

export const choice = (place) => part(place, "choice");
export const seen = (place) => Number(part(place, "version").value);
export const setSeen = (place, version) => { part(place, "version").value = version; };

// The server has this value with this version: from now on it is what the page showed.
export function accept(place, value, version) {
  setSeen(place, version);
  part(place, "shown").value = value;
}

// The row as the server shows it now, where it is newer than on this page.
export function renew(place, fresh) {
  if (!choice(place) || !choice(fresh) || seen(fresh) <= seen(place)) return;
  choice(place).value = choice(fresh).value;
  accept(place, choice(fresh).value, seen(fresh));
  for (const name of ["status", "missing"]) part(place, name).replaceChildren(...part(fresh, name).childNodes);
}

export function say(place, what, kind = "") {
  const line = part(place, "state");
  line.replaceChildren(what);
  line.className = `level-row-state${kind ? ` is-${kind}` : ""}`;
  place.classList.toggle("has-error", kind === "bad");
  choice(place).classList.toggle("is-invalid", kind === "bad");
  if (kind === "bad") choice(place).setAttribute("aria-invalid", "true");
  else choice(place).removeAttribute("aria-invalid");
  if (kind === "bad") announce(`Indikator ${place.dataset.number}: ${line.textContent}`);
}

// One place speaks for all rows.
export function announce(text) {
  document.querySelector("[data-table-spoken]").textContent = text;
}

export function show(place, told) {
  say(place, told.pukul ? `Tersimpan pukul ${told.pukul}` : "Tersimpan");
  const badge = place.querySelector("[data-row-status] .status-badge");
  badge.className = `status-badge status-${told.status}`;
  const use = badge.querySelector("use");
  if (ICONS[told.status]) use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${ICONS[told.status]}`);
  badge.lastChild.textContent = ` ${told.status_teks} `;
  const missing = part(place, "missing");
  missing.replaceChildren();
  if (told.kurang) missing.append(Object.assign(document.createElement("b"), { textContent: `Kurang: ${told.kurang.teks}` }));
  showProgress(told);
}

export function renewProgress(told) {
  const fresh = told.querySelector("[data-table-progress]");
  if (fresh) document.querySelector("[data-table-progress]").replaceChildren(...fresh.childNodes);
}

function showProgress({ lengkap: done, jumlah: total }) {
  const whole = document.querySelector("[data-table-progress]");
  if (!whole || !total) return;
  const bar = whole.querySelector("progress");
  [bar.value, bar.max] = [done, total];
  bar.setAttribute("aria-label", `Kemajuan: ${done} / ${total} lengkap`);
  whole.querySelector(".completion-text").textContent = `${done} / ${total} lengkap`;
}
