// Names a file that would be refused before it is sent. The server checks again, by content.
// input[type=file][data-max-bytes][data-extensions="pdf,docx"][data-messages="<id of the place for messages>"]
(function () {
  "use strict";

  function megabytes(bytes) {
    return (bytes / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 });
  }

  function fault(file, input) {
    const limit = Number(input.dataset.maxBytes);
    const allowed = (input.dataset.extensions || "").split(",").filter(Boolean);
    const extension = file.name.split(".").pop().toLowerCase();
    if (file.size === 0) return "Berkas kosong. Pilih berkas lain";
    if (allowed.length && !allowed.includes(extension)) {
      return `Jenis berkas harus ${allowed.join(", ").toUpperCase()}`;
    }
    if (limit && file.size > limit) {
      return `Ukuran ${megabytes(file.size)} MB; paling besar ${megabytes(limit)} MB`;
    }
    return "";
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.messages) return;
    const place = document.getElementById(input.dataset.messages);
    const faults = Array.from(input.files).map((file) => [file, fault(file, input)]).filter((pair) => pair[1]);
    place.textContent = faults.map(([file, text]) => `${file.name}: ${text}`).join(". ");
    place.hidden = faults.length === 0;
    input.setAttribute("aria-invalid", String(faults.length > 0));
    if (faults.length) input.value = "";
  });
})();
