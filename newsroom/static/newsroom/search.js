// Suggestions while a reader types: what the server knows to begin like it, in the list of the box.
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(box.getAttribute("list"));
  let asked;
  box.addEventListener("input", async () => {
    const typed = box.value.trim();
    asked?.abort();
    if (!typed || [...list.options].some((option) => option.value === typed)) return;
    asked = new AbortController();
    try {
      const address = `${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map(({ kind, name }) => new Option(kind, name)));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  });
}
