/* One click copies a citation. Without this script the buttons stay hidden; the text can be
   selected, and the files are links. */
(() => {
  "use strict";
  const SHOWN = 2000; // milliseconds

  if (!navigator.clipboard) return; // the page came over a connection that is not safe
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const box = button.closest("details");
    const label = [...button.childNodes];
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy).textContent;
      try {
        await navigator.clipboard.writeText(text);
      } catch { // the reader's browser forbids it
        return;
      }
      const done = button.dataset.copied;
      button.replaceChildren(done);
      box.querySelector("[role=status]").textContent = done;
      setTimeout(() => {
        button.replaceChildren(...label);
        box.querySelector("[role=status]").textContent = "";
      }, SHOWN);
    });
  }
})();
