// The dialog that signs the same person in again without leaving the page. Closing it leaves everything on the device.
import { element } from "./element.js";

const PAUSE = 1200; // ms without a key, so that none that was meant for a text goes into the password
const FAILED = "Tidak tersambung. Isian Anda tetap disimpan di perangkat ini. Coba lagi";

const field = (label, attributes) => element("div", { class: "mb-3" },
  element("label", { class: "form-label", for: attributes.id }, label),
  element("input", { class: "form-control", required: true, ...attributes }));

function build() {
  const form = element("form", { novalidate: true, method: "post", action: document.body.dataset.login },
    element("h2", { id: "sign-in-again" }, "Masuk lagi untuk menyimpan"),
    element("p", {}, "Sesi Anda berakhir. Isian Anda tetap ada dan dapat dikirim setelah Anda masuk."),
    element("p", { class: "field-error", role: "alert", hidden: true }),
    field("Surel", { id: "sign-in-email", name: "login", type: "email", autocomplete: "username", spellcheck: "false", value: document.body.dataset.email }),
    field("Kata sandi", { id: "sign-in-password", name: "password", type: "password", autocomplete: "current-password", autofocus: true }),
    element("div", { class: "button-row" },
      element("button", { class: "btn btn-primary", type: "submit" }, "Masuk"),
      element("button", { class: "btn btn-outline-secondary", type: "button", "data-later": true }, "Nanti saja")));
  return element("dialog", { class: "dialog", "aria-labelledby": "sign-in-again" }, form);
}

function faults(told) {
  const fields = Object.values(told.form?.fields || {}).flatMap((one) => one.errors);
  return [...(told.form?.errors || []), ...fields].join(" ") || FAILED;
}

async function tryIn(form, { csrfToken, isOurs }) {
  const body = new URLSearchParams(new FormData(form));
  const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(form.action, { method: "POST", body, headers });
  if (response.ok) return "";
  if (response.status === 403 && await isOurs()) return "";
  if (response.status === 429) {
    const minutes = Math.ceil(Number(response.headers.get("Retry-After") || 60) / 60);
    return `Terlalu banyak percobaan. Coba lagi dalam ${minutes} menit`;
  }
  return faults(await response.json().catch(() => ({})));
}

async function pause(typedAt) {
  for (let wait; (wait = typedAt() + PAUSE - Date.now()) > 0;) await new Promise((go) => setTimeout(go, wait));
}

// Resolves to whether the server has accepted somebody; whether it is the same person, session.js looks.
export async function signIn(session) {
  await pause(session.typedAt);
  const dialog = build();
  const form = dialog.querySelector("form");
  const place = dialog.querySelector("[role=alert]");
  const before = document.activeElement;
  document.body.append(dialog);
  document.dispatchEvent(new CustomEvent("answer:state", { detail: { state: "signed-out" } }));
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = await tryIn(form, session).catch(() => FAILED);
      place.textContent = fault;
      place.hidden = !fault;
      if (fault) form.elements.password.focus();
      else dialog.close("in");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(dialog.returnValue === "in");
    });
  });
}
