// The fields of a link stay folded behind their button until somebody wants them, or something stands in them.
export function start() {
  const button = document.querySelector("[data-add-link]");
  const fields = document.getElementById("link-fields");
  const [first, ...others] = fields.querySelectorAll("input");
  const open = (isOpen) => {
    fields.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  };
  open([first, ...others].some((input) => input.value || input.hasAttribute("aria-invalid")));
  button.addEventListener("click", () => {
    open(fields.hidden);
    if (!fields.hidden) first.focus();
  });
}
