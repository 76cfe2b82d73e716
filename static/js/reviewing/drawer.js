// Where the window is too narrow for three panes, the queue comes in from the left and leaves again (Escape, or beside it).
export function start() {
  const button = document.querySelector("[data-drawer]");
  const queue = document.querySelector(".review-queue");
  if (!button || !queue) return;
  queue.id ||= "pane-queue";
  button.setAttribute("aria-controls", queue.id);
  button.hidden = false;

  const isOpen = () => queue.classList.contains("is-open");
  function set(open, { back = true } = {}) {
    queue.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) (queue.querySelector("[aria-current]") ?? queue.querySelector("a, select, button"))?.focus();
    else if (back) button.focus();
  }

  button.addEventListener("click", () => set(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.preventDefault();
    set(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !queue.contains(event.target) && !button.contains(event.target)) set(false, { back: false });
  });
  document.addEventListener("focusin", (event) => {
    if (isOpen() && !queue.contains(event.target) && event.target !== button) set(false, { back: false });
  });
}
