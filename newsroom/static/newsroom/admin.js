"use strict";

// A typed tag is sent as "+name", so that a tag called 2018 is not taken for the tag with id 2018.
// Pages without such fields have no jQuery.
window.django?.jQuery?.fn.select2?.defaults.set("createTag", (params) => {
  const term = params.term.trim();
  return term ? { id: `+${term}`, text: term } : null;
});

// The queues about people: what has a key is pressed by it, once; typing into a field presses nothing.
let pressed = false;
window.addEventListener("pageshow", () => { pressed = false; });
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable], .select2");
  if (pressed || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!chosen) return;
  event.preventDefault();
  pressed = true;
  chosen.click();
});

// Words typed into a story and not saved: the server keeps them every few seconds while something
// changes, and offers them when the editor comes back.
const keeper = document.getElementById("unsaved");
const storyForm = keeper && document.getElementById("article_form");
if (storyForm) {
  const SECONDS = 3;
  const status = document.getElementById("unsaved-state");
  const kept = JSON.parse(document.getElementById("unsaved-fields")?.textContent ?? "{}");
  const shown = new Map(); // what the form had when it was opened
  const refused = "refused" in keeper.dataset; // none of what it shows is saved
  let sent = "{}";
  let waits = "offers" in keeper.dataset; // for the editor to take what was kept, or to drop it
  let saving = false;
  let underway = null;

  const counts = (field) => field.name && !field.name.includes("__prefix__")
    && !["hidden", "submit", "button", "file", "reset"].includes(field.type);
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => {
    if (ticked(field)) return field.checked ? "on" : "";
    if (field.tagName !== "SELECT") return field.value;
    return [...field.selectedOptions].map((option) => [option.value, option.text]);
  };
  // A list to tick from has one name for all its boxes, a choice one for all its buttons.
  const nameOf = (field) => ticked(field) && field.value !== "on" ? `${field.name}=${field.value}` : field.name;
  const typed = () => {
    const fields = {};
    for (const field of storyForm.elements) {
      if (!counts(field)) continue;
      const [name, value] = [nameOf(field), valueOf(field)];
      if (refused || JSON.stringify(value) !== (shown.get(name) ?? '""')) fields[name] = value;
    }
    return fields;
  };
  const message = (fields) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", storyForm.elements.csrfmiddlewaretoken.value);
    data.set("fields_typed", fields);
    data.set("version", storyForm.elements.version.value);
    data.set("opened", keeper.dataset.opened);
    return data;
  };
  const say = (answer) => {
    if (answer.held_by) status.textContent = `${answer.held_by} 已经接着审这篇。`;
    else status.textContent = answer.kept ? `没保存的修改已留底（${answer.kept}）。` : "";
    const until = document.getElementById("hold-until");
    if (until && answer.until) until.textContent = answer.until;
  };
  const keep = async () => {
    const fields = JSON.stringify(typed());
    if (saving || waits || underway || fields === sent) return;
    underway = new AbortController();
    try {
      const response = await fetch(keeper.dataset.address, { method: "POST", body: message(fields), signal: underway.signal });
      if (!response.ok) throw new Error(response.status);
      say(await response.json());
      sent = fields;
    } catch {
      if (!saving) status.textContent = "没保存的修改没有留底：连不上，稍后再试。";
    }
    underway = null;
  };
  const putBack = () => {
    for (const [name, value] of Object.entries(kept)) {
      const [row] = name.match(/^\w+-\d+-/) ?? [];
      const group = row?.split("-")[0];
      // Rows that were added come back one by one.
      for (let added = 0; row && !storyForm.elements[name] && added < 50; added += 1) {
        document.querySelector(`#${CSS.escape(group)}-group .add-row a`)?.click();
      }
      for (const field of storyForm.elements) {
        if (!counts(field) || nameOf(field) !== name) continue;
        if (ticked(field)) field.checked = value === "on";
        else if (field.tagName !== "SELECT") field.value = value;
        else choose(field, value);
        field.dispatchEvent(new Event("change", { bubbles: true }));
        if (field.tagName === "SELECT") window.django?.jQuery?.(field).trigger("change");
      }
    }
  };
  const choose = (field, chosen) => {
    for (const [value, label] of chosen) {
      if (![...field.options].some((option) => option.value === value)) field.add(new Option(label, value));
    }
    for (const option of field.options) option.selected = chosen.some(([value]) => value === option.value);
  };

  window.addEventListener("load", () => {
    for (const field of storyForm.elements) {
      if (counts(field)) shown.set(nameOf(field), JSON.stringify(valueOf(field)));
    }
    setInterval(keep, SECONDS * 1000);
    const restore = document.getElementById("unsaved-restore");
    if (!restore) return;
    restore.hidden = false;
    restore.addEventListener("click", () => {
      putBack();
      storyForm.elements.version.value = keeper.dataset.basedOn; // whoever changed it since is told
      waits = false;
      document.querySelector(".unsaved-offer").remove();
      status.textContent = "已恢复，还没有保存。";
    });
  });
  storyForm.addEventListener("submit", () => {
    saving = true;
    underway?.abort();
  });
  window.addEventListener("pageshow", () => { saving = false; });
  // The tab is closed or left: what the last seconds brought.
  document.addEventListener("visibilitychange", () => {
    const fields = JSON.stringify(typed());
    if (document.visibilityState !== "hidden" || saving || waits || !shown.size || fields === sent) return;
    navigator.sendBeacon(keeper.dataset.address, message(fields));
  });
}

// Work done in steps goes on by itself while its page is open.
document.querySelector("[data-goes-on]")?.click();
