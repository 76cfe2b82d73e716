// Copies what the page shows ([data-copy-source]) and prints it; without scripts the buttons stay hidden.
const source = document.querySelector("[data-copy-source]");

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = [...source.querySelectorAll("code")].map((code) => code.textContent);
    await navigator.clipboard.writeText(lines.length ? lines.join("\n") : source.textContent.replaceAll(" ", ""));
    button.textContent = "Tersalin";
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
