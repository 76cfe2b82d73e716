// Chooses a level by its digit, only while the focus is on a choice of a [data-level-picker] (WCAG 2.1.4).
(function () {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    const focused = event.target;
    if (!(focused instanceof HTMLInputElement) || focused.type !== "radio") return;
    const picker = focused.closest("[data-level-picker]");
    if (!picker) return;

    const choices = picker.querySelectorAll(`input[type=radio][name="${CSS.escape(focused.name)}"]`);
    const choice = Array.from(choices).find((input) => Number(input.value) === Number(event.key));
    if (!choice || choice.disabled) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  });
})();
