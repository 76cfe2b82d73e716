// The bar above a proof: page, zoom. The view has page, count, goTo(n), zoomBy(factor), fitWidth(), percent, isFitted and onChange.
const STEP = 1.25;

export function wire(bar, view) {
  if (bar.dataset.wired) return;
  bar.dataset.wired = "yes";
  const find = (selector) => bar.querySelector(selector);
  const number = find("[data-page-number]");

  function tell() {
    if (number) {
      if (number !== document.activeElement) number.value = view.page;
      find("[data-page-count]").textContent = `dari ${view.count}`;
      find("[data-previous-page]").disabled = view.page <= 1;
      find("[data-next-page]").disabled = view.page >= view.count;
    }
    find("[data-zoom-text]").textContent = `${view.percent}%`;
    find("[data-zoom=width]").setAttribute("aria-pressed", String(view.isFitted));
  }

  function goToTyped() {
    const typed = Number.parseInt(number.value, 10);
    if (Number.isFinite(typed)) view.goTo(Math.min(view.count, Math.max(1, typed)));
    number.value = view.page;
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("previousPage" in button.dataset) view.goTo(view.page - 1);
    if ("nextPage" in button.dataset) view.goTo(view.page + 1);
    if ("toCited" in button.dataset) view.goTo(view.cited);
    if (button.dataset.zoom === "in") view.zoomBy(STEP);
    if (button.dataset.zoom === "out") view.zoomBy(1 / STEP);
    if (button.dataset.zoom === "width") view.fitWidth();
  });
  number?.addEventListener("change", goToTyped);
  number?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goToTyped();
  });
  number?.addEventListener("focus", () => number.select());
  view.onChange = tell;
  tell();
}
