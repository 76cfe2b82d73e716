// Copies the text of one reminder, to be pasted into a chat; without scripts the buttons stay hidden.
for (const button of document.querySelectorAll("[data-copy-text]")) {
  if (!navigator.clipboard) break;
  const text = button.closest("section").querySelector("[data-copied-text]").textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Tersalin";
    button.setAttribute("aria-live", "polite");
  });
}
