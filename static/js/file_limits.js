// Names a file that would be refused before it is sent. The server checks again, by content.
// input[type=file][data-max-bytes][data-max-files][data-extensions="pdf,docx"][data-messages="<id of the place>"]
(function () {
  "use strict";

  function megabytes(bytes) {
    return (bytes / 1000000).toLocaleString("id-ID", { maximumFractionDigits: 1 });
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
    const most = Number(input.dataset.maxFiles);
    const faults = Array.from(input.files).map((file) => [file, fault(file, input)]).filter((pair) => pair[1]);
    const sentences = faults.map(([file, text]) => `${file.name}: ${text}`);
    if (most && input.files.length > most) sentences.unshift(`Pilih paling banyak ${most} berkas sekaligus`);
    place.textContent = sentences.join(". ");
    place.hidden = sentences.length === 0;
    input.setAttribute("aria-invalid", String(sentences.length > 0));
    if (sentences.length) input.value = "";
  });
})();
