// Ctrl+Enter sends form[data-main-form]; F8 follows [data-next-unfinished] (a link or a button), Shift+F8 [data-previous-unfinished].
(function () {
  "use strict";

  function sendMainForm() {
    const form = document.querySelector("form[data-main-form]");
    if (!form) return false;
    const button = document.querySelector("[data-main-submit]");
    form.requestSubmit(button && button.form === form ? button : undefined);
    return true;
  }

  function follow(selector) {
    const target = document.querySelector(selector);
    if (!target) return false;
    target.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    let handled = false;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      handled = sendMainForm();
    } else if (event.key === "F8") {
      handled = follow(event.shiftKey ? "[data-previous-unfinished]" : "[data-next-unfinished]");
    }
    if (handled) event.preventDefault();
  });
})();
