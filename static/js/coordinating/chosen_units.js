// Tells on the button how many units are ticked; with none there is nothing to preview.
const form = document.querySelector("[data-chosen-units]");
const button = form.querySelector("[data-chosen-button]");

function tell() {
  const count = form.querySelectorAll("input[name=pd]:checked").length;
  button.textContent = count ? `Kirim pengingat ke ${count} PD` : "Centang PD yang diingatkan";
  button.disabled = count === 0;
}

form.addEventListener("change", tell);
tell();
