// Ticking answers of the queue: all at once, counted, with the number on the button. Without this the form works as it is.
const bar = document.querySelector("[data-bulk-bar]");
const ticks = [...document.querySelectorAll("[data-bulk-tick]")];
const all = bar.querySelector("[data-bulk-all]");
const button = bar.querySelector("[data-bulk-submit]");
const count = bar.querySelector("[data-bulk-count]");

function show() {
  const ticked = ticks.filter((tick) => tick.checked).length;
  all.checked = ticked === ticks.length;
  all.indeterminate = ticked > 0 && !all.checked;
  button.hidden = !ticked;
  button.textContent = `Terima ${ticked} jawaban`;
  count.textContent = ticked ? "" : `${ticks.length} jawaban dapat dipilih`;
  bar.classList.toggle("is-ready", ticked > 0);
}

all.closest("label").hidden = false;
all.addEventListener("change", () => {
  for (const tick of ticks) tick.checked = all.checked;
  show();
});
for (const tick of ticks) tick.addEventListener("change", show);
window.addEventListener("pageshow", show); // a browser that goes back shows what was ticked
show();
