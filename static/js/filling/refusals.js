// A value that the server does not take is named beside its field, where it stays as typed.
import { element, icon } from "./element.js";
import { form, page } from "./fields.js";
import * as queue from "./queue.js";
import { listen } from "./tabs.js";

const place = (field) => form.querySelector(`[name="${field}"]`) || form.querySelector(`[name^="${field}-"]:not([type=hidden])`);

function show(row) {
  form.querySelector(`[data-autosave-fault="${row.field}"]`)?.remove();
  const input = place(row.field);
  if (!input) return;
  input.closest("details")?.setAttribute("open", "");
  const id = `fault-${row.field}`;
  const line = element("p", { class: "field-error", id, "data-autosave-fault": row.field }, icon("exclamation-octagon-fill"), element("span", {}, row.reason));
  (input.type === "radio" ? input.closest("fieldset").querySelector(".level-cards") : input).after(line);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-errormessage", id);
}

export function start() {
  listen(async (message) => {
    if (message.kind !== "refused" || message.url !== page.url) return;
    for (const row of await queue.rowsOf(page.url)) if (row.state === "refused") show(row);
  });
  document.addEventListener("answer:saved", () => {
    for (const input of form.querySelectorAll("[aria-errormessage]")) {
      if (document.getElementById(input.getAttribute("aria-errormessage"))) continue;
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-errormessage");
    }
  });
}
