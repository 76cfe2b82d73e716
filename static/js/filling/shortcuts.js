// Ctrl+/ and its button open the list of keys.
const dialog = document.getElementById("shortcuts-dialog");

function open() {
  if (!document.querySelector("dialog:modal")) dialog.showModal();
}

export function start() {
  for (const button of document.querySelectorAll("[data-shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });
}
