// Ctrl+Enter sends form[data-main-form]; F8 follows [data-next-unfinished] (a link or a button), Shift+F8 [data-previous-unfinished].
// Ctrl+/ opens the list of keys: that of the page where it has one (filling/shortcuts.js), otherwise the one of the help page.
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

  function openList() {
    const address = document.body.dataset.shortcutPage;
    if (!address || document.getElementById("shortcuts-dialog")) return false;
    import("./shortcut_list.js").then((list) => list.open(address)).catch(() => window.location.assign(address));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog:modal")) return;
    let handled = false;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      handled = sendMainForm();
    } else if (event.key === "F8") {
      handled = follow(event.shiftKey ? "[data-previous-unfinished]" : "[data-next-unfinished]");
    } else if (event.key === "/" && (event.ctrlKey || event.metaKey)) {
      handled = openList();
    }
    if (handled) event.preventDefault();
  });
})();
