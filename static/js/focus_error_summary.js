// Moves the focus to the error summary and says so in the title, after loading and after an htmx swap.
(function () {
  "use strict";

  const PREFIX = "Galat: ";

  function focusSummary(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (!summary) return;
    if (!document.title.startsWith(PREFIX)) document.title = PREFIX + document.title;
    summary.focus();
  }

  focusSummary(document);
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
})();
