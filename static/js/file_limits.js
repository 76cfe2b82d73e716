// Names a file that would be refused before it is sent, in the sentences of the server, which checks again by content.
// input[type=file][data-max-bytes][data-max-files][data-extensions="pdf,docx"][data-messages="<id of the place>"]
// with the sentences data-type, data-empty and data-big ("{size}" and "{limit}" stand for megabytes)
(function () {
  "use strict";

  function megabytes(bytes) {
    return (Math.ceil(bytes / 100000) / 10).toLocaleString("id-ID");
  }

  function fault(file, input) {
    const limit = Number(input.dataset.maxBytes);
    const extension = file.name.split(".").pop().toLowerCase();
    if (file.size === 0) return input.dataset.empty;
    if (!input.dataset.extensions.split(",").includes(extension)) return input.dataset.type;
    if (file.size <= limit) return "";
    return input.dataset.big.replace("{size}", megabytes(file.size)).replace("{limit}", megabytes(limit));
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
