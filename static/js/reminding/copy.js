// Copies the text of a reminder, to be sent by other means. Without scripts the text is selected by hand.

const SHOWN = 3000;

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      label.textContent = "Tersalin";
    } catch {
      label.textContent = "Tekan Ctrl+C untuk menyalin";
    }
    setTimeout(() => {
      label.textContent = words;
    }, SHOWN);
  });
}
