// Adds a button "Tampilkan" to input[type=password][data-reveal]; without JavaScript nothing is missing.
(function () {
  "use strict";

  function addButton(input) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm reveal-button";
    button.setAttribute("aria-controls", input.id);
    const name = input.labels.length ? input.labels[0].textContent.trim().replace(/\*$/, "").toLowerCase() : "kata sandi";

    function show(isShown) {
      input.type = isShown ? "text" : "password";
      button.textContent = isShown ? "Sembunyikan" : "Tampilkan";
      button.setAttribute("aria-label", `${button.textContent} ${name}`);
    }

    button.addEventListener("click", () => show(input.type === "password"));
    // A browser remembers what it sends as text; a password is sent as one.
    input.form.addEventListener("submit", () => show(false));
    input.parentElement.classList.add("has-reveal");
    input.after(button);
    show(false);
  }

  document.querySelectorAll("input[type=password][data-reveal]").forEach(addButton);
})();
