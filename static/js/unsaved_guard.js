// Asks before leaving a page whose form[data-guard] was changed and not sent.
(function () {
  "use strict";

  const changed = new Set();

  function guardedForm(element) {
    const form = element.form || element.closest("form");
    return form && form.matches("form[data-guard]") ? form : null;
  }

  function remember(event) {
    const form = guardedForm(event.target);
    if (form) changed.add(form);
  }

  document.addEventListener("input", remember);
  document.addEventListener("change", remember);
  document.addEventListener("reset", (event) => changed.delete(event.target));
  document.addEventListener("submit", (event) => changed.delete(event.target));

  // htmx took the submit over and the server did not keep it
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, remember);
  });

  window.addEventListener("beforeunload", (event) => {
    const waiting = Array.from(changed).some((form) => form.isConnected);
    if (waiting) event.preventDefault();
  });
})();
