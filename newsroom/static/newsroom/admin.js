"use strict";

// A typed tag is sent as "+name", so that a tag called 2018 is not taken for the tag with id 2018.
django.jQuery.fn.select2.defaults.set("createTag", (params) => {
  const term = params.term.trim();
  return term ? { id: `+${term}`, text: term } : null;
});
