/* What a reader chose of size, light and type: kept in this browser alone, and set before the
   first paint, so that nothing flashes or moves. Loaded in the head, it must stay small. */
(() => {
  "use strict";
  const NAMES = ["size", "light", "type"];
  const KEY = "reading";
  const root = document.documentElement;

  function chosen() {
    try {
      return Object(JSON.parse(localStorage.getItem(KEY)));
    } catch { // storage is closed to us, or holds something else
      return {};
    }
  }

  function keep(values) {
    try {
      localStorage.setItem(KEY, JSON.stringify(values));
    } catch { /* then it holds for this page */ }
  }

  function set(values) {
    for (const name of NAMES) {
      if (values[name]) root.dataset[name] = values[name];
      const input = document.querySelector(`.settings [name=${name}][value="${CSS.escape(root.dataset[name] || "")}"]`);
      if (input) input.checked = true;
    }
    for (const bar of document.querySelectorAll("meta[name=theme-color]")) {
      bar.dataset.media ||= bar.media;
      const mine = bar.dataset.media.includes(root.dataset.light);
      const system = !["light", "dark"].includes(root.dataset.light);
      bar.media = system ? bar.dataset.media : mine ? "all" : "not all";
    }
  }

  root.classList.add("scripted");
  set(chosen());

  document.addEventListener("DOMContentLoaded", () => {
    const settings = document.querySelector(".settings");
    set(chosen());
    settings.addEventListener("change", (event) => {
      const values = { ...chosen(), [event.target.name]: event.target.value };
      keep(values);
      set(values);
    });
    settings.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !settings.open) return;
      settings.open = false;
      settings.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!settings.contains(event.target)) settings.open = false;
    });
  });
  // Another tab chose, or this page comes back from the history as it was.
  addEventListener("storage", () => set(chosen()));
  addEventListener("pageshow", (event) => event.persisted && set(chosen()));
})();
