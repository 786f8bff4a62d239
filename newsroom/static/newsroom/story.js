/* Handing a story on: its address copied, or given to what the device shares with. Loaded with
   `defer`; without it the buttons stay away. */
(() => {
  "use strict";
  const share = document.querySelector(".share");
  if (!share) return;
  const canonical = document.querySelector("link[rel=canonical]");
  const url = canonical ? canonical.href : location.href.split("#")[0];
  const copy = share.querySelector(".copy-address");
  const handOn = share.querySelector(".hand-on");

  copy.hidden = !navigator.clipboard; // closed on a connection that is not safe
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(url);
    share.querySelector("output").value = copy.dataset.done;
  });
  handOn.hidden = !navigator.share;
  handOn.addEventListener("click", async () => {
    try {
      await navigator.share({ title: document.title, url });
    } catch { /* the reader thought better of it */ }
  });
  share.hidden = copy.hidden && handOn.hidden;
})();
