// "Urungkan" below a decision that was just made: it goes after its seconds; Ctrl Z presses it while it is there.
const form = document.querySelector("form[data-undo]");

function isTyping(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
}

function press(event) {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button"));
}

function end() {
  document.removeEventListener("keydown", press);
  if (form.contains(document.activeElement)) document.getElementById("main").focus();
  form.remove();
}

if (form && !form.dataset.counts) {
  form.dataset.counts = "yes";
  document.addEventListener("keydown", press);
  window.setTimeout(end, Number(form.dataset.undo) * 1000);
}
