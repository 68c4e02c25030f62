// A button beside everything that is to be copied.
"use strict";
(() => {
  const script = document.currentScript;
  if (!navigator.clipboard || !script) return;
  for (const field of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = script.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.textContent);
      button.textContent = script.dataset.copied;
      setTimeout(() => { button.textContent = script.dataset.copy; }, 2000);
    });
    field.after(button);
  }
})();
