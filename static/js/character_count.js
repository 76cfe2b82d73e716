// Keeps the words "198 dari 1.500 karakter" beside a textarea[data-count="<id of the place>"] up to date.
(function () {
  "use strict";

  function show(field) {
    const place = document.getElementById(field.dataset.count);
    if (!place) return;
    const number = (value) => value.toLocaleString("id-ID");
    const limit = field.maxLength > 0 ? ` dari ${number(field.maxLength)}` : "";
    place.textContent = `${number(field.value.length)}${limit} karakter`;
  }

  const showAll = (root) => root.querySelectorAll("textarea[data-count]").forEach(show);

  showAll(document);
  document.addEventListener("htmx:afterSettle", (event) => showAll(event.target));
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-count]")) show(event.target);
  });
})();
