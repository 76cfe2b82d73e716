// Lets files be dropped on a [data-drop-zone]; they go into the file field inside it.
(function () {
  "use strict";

  const zoneOf = (event) => (event.target instanceof Element ? event.target.closest("[data-drop-zone]") : null);
  const bringsFiles = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");

  document.addEventListener("dragover", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    document.querySelectorAll("[data-drop-zone]").forEach((other) => other.classList.toggle("is-target", other === zone));
  });

  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-target");
  });

  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    const input = zone && zone.querySelector("input[type=file]");
    if (!input) return;
    zone.classList.remove("is-target");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
