"use strict";

// A typed tag is sent as "+name", so that a tag called 2018 is not taken for the tag with id 2018.
// Pages without such fields have no jQuery.
window.django?.jQuery?.fn.select2?.defaults.set("createTag", (params) => {
  const term = params.term.trim();
  return term ? { id: `+${term}`, text: term } : null;
});

// A story in the middle of its page: its own text is what an editor wants to see first.
const sourceText = document.querySelector(".source-text");
const firstMark = sourceText?.querySelector("mark.is-story");
if (firstMark) {
  sourceText.scrollTop += firstMark.getBoundingClientRect().top - sourceText.getBoundingClientRect().top - 12;
}

// The queues about people: what has a key is pressed by it, once; typing into a field presses nothing.
let pressed = false;
window.addEventListener("pageshow", () => { pressed = false; });
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (pressed || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!chosen) return;
  event.preventDefault();
  pressed = true;
  chosen.click();
});
