"use strict";

// A typed tag is sent as "+name", so that a tag called 2018 is not taken for the tag with id 2018.
django.jQuery.fn.select2.defaults.set("createTag", (params) => {
  const term = params.term.trim();
  return term ? { id: `+${term}`, text: term } : null;
});

// A story in the middle of its page: its own text is what an editor wants to see first.
const sourceText = document.querySelector(".source-text");
const firstMark = sourceText?.querySelector("mark.is-story");
if (firstMark) {
  sourceText.scrollTop += firstMark.getBoundingClientRect().top - sourceText.getBoundingClientRect().top - 12;
}
