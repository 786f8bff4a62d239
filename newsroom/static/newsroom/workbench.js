"use strict";

// The story beside its source: what is pointed at on one side is shown on the other. All of it is
// there without this script, in two lists.
(() => {
  const columns = document.querySelector(".desk-columns");
  const source = columns?.querySelector(".source-text");
  if (!source) return;
  const text = document.getElementById("story-text");
  const bodyRow = text && document.querySelector("#article_form .form-row.field-body");
  const body = document.getElementById("id_body");
  const wide = window.matchMedia("(min-width: 1100px)");
  const FIELDS = ["section", "kicker", "headline", "deck", "dateline", "byline_text"];

  // Where a part of the story stands: in the text, in the source, and the field that holds it.
  const inText = (part) => text?.querySelector(`[data-part="${CSS.escape(part)}"]`);
  const inSource = (part) => [...source.querySelectorAll(`mark[data-part="${CSS.escape(part)}"]`)];
  const fieldOf = (part) => (FIELDS.includes(part) ? document.getElementById(`id_${part}`) : null);
  const isShown = (element) => Boolean(element?.offsetParent);

  // --- one side at a time on a small screen
  const switches = [...document.querySelectorAll(".desk-switch a")];
  const show = (side) => {
    columns.dataset.shows = side;
    for (const each of switches) {
      if (each.dataset.shows === side) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  };
  for (const each of switches) {
    each.addEventListener("click", (event) => {
      event.preventDefault();
      show(each.dataset.shows);
      if (each.dataset.shows === "source") showFirst();
    });
  }
  show("form");

  // --- what belongs together lights up together
  let lit = "";
  const light = (part) => {
    if (part === lit) return;
    for (const each of document.querySelectorAll(".is-lit")) each.classList.remove("is-lit");
    lit = part;
    if (!part || !text) return;
    for (const each of [inText(part), fieldOf(part), ...inSource(part)]) each?.classList.add("is-lit");
  };

  // --- scrolling together: whichever side the editor is at leads
  let leader = "story";
  const TOP = 24; // pixels below the upper edge at which the two sides meet
  const placeOf = { story: () => window.scrollY, source: () => source.scrollTop };
  const put = { story: null, source: null }; // where we scrolled a side to: not the editor's doing
  const moved = (side, scroll) => {
    scroll();
    put[side] = placeOf[side]();
  };
  const sourceTo = (mark) => {
    const by = mark.getBoundingClientRect().top - source.getBoundingClientRect().top - TOP;
    if (Math.abs(by) > 4) moved("source", () => source.scrollBy({ top: by, behavior: "instant" }));
  };
  const firstSeen = (elements, edge) => elements.find((each) => isShown(each) && each.getBoundingClientRect().bottom > edge);
  const followStory = () => {
    const part = firstSeen([...text.querySelectorAll(".part")], TOP);
    const mark = part && inSource(part.dataset.part)[0];
    if (!mark) return;
    const through = Math.max(0, TOP - part.getBoundingClientRect().top) / part.offsetHeight;
    const marks = inSource(part.dataset.part);
    sourceTo(marks[Math.min(marks.length - 1, Math.floor(through * marks.length))]);
  };
  const followSource = () => {
    const mark = firstSeen([...source.querySelectorAll("mark.is-story")], source.getBoundingClientRect().top + TOP);
    const part = mark && inText(mark.dataset.part);
    if (isShown(part)) moved("story", () => window.scrollBy({ top: part.getBoundingClientRect().top - TOP, behavior: "instant" }));
  };
  let asked = 0;
  const onScroll = (who, follow) => () => {
    if (placeOf[who]() === put[who]) return;
    put[who] = null;
    if (!text || !wide.matches || leader !== who || asked) return;
    asked = requestAnimationFrame(() => { asked = 0; follow(); });
  };
  window.addEventListener("scroll", onScroll("story", followStory), { passive: true });
  source.addEventListener("scroll", onScroll("source", followSource), { passive: true });
  for (const kind of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(kind, (event) => {
      leader = source.contains(event.target) ? "source" : "story";
    }, { passive: true });
  }

  // The source ends where the screen does, also while the head of the page is still in sight.
  const fit = () => {
    const top = Math.max(0, columns.getBoundingClientRect().top);
    columns.style.setProperty("--side-top", `${Math.round(top)}px`);
  };
  fit();
  window.addEventListener("scroll", fit, { passive: true });
  window.addEventListener("resize", fit);

  // A story in the middle of its page: its own text is what an editor wants to see first.
  const firstMark = source.querySelector("mark.is-story");
  const showFirst = () => {
    if (!isShown(firstMark)) return;
    if (wide.matches) sourceTo(firstMark);
    else firstMark.scrollIntoView({ block: "center" });
  };
  showFirst();

  const showSource = (part, focus) => {
    const [mark] = inSource(part);
    if (!mark) return;
    if (!wide.matches && focus) show("source");
    if (!isShown(mark)) return;
    if (wide.matches) sourceTo(mark);
    else mark.scrollIntoView({ block: "center" });
    if (focus) mark.focus({ preventScroll: true });
  };
  const showStory = (part) => {
    if (!wide.matches) show("form");
    const target = isShown(inText(part)) ? inText(part) : fieldOf(part) ?? inText(part);
    if (part.startsWith("p") && !isShown(target) && body) return editAt(Number(part.slice(1)));
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
  };

  // --- flags, opened at their place in the source and put back to the list
  const homes = new Map();
  const openFlag = (mark) => {
    const row = document.querySelector(mark.getAttribute("href"));
    if (!row) return;
    const line = mark.closest("li");
    if (line.contains(row)) {
      homes.get(row).replaceWith(row);
      homes.delete(row);
      mark.focus();
      return;
    }
    const home = homes.get(row) ?? document.createComment("flag");
    if (!homes.has(row)) row.replaceWith(home);
    homes.set(row, home);
    line.append(row);
    row.querySelector("input:not([type=hidden])")?.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".source-text .flag-mark");
    const toSource = event.target.closest('.flag-row a[href^="#flag-"]');
    if (mark) {
      event.preventDefault();
      openFlag(mark);
    } else if (toSource && !wide.matches) show("source");
  });

  if (!text) return;

  // --- pointing, focus, return
  text.classList.add("has-script");
  const partOf = (element) => element?.closest?.("[data-part]")?.dataset.part ?? "";
  for (const pane of [text, source]) {
    pane.addEventListener("mouseover", (event) => light(partOf(event.target)));
    pane.addEventListener("mouseleave", () => light(""));
  }
  text.addEventListener("focusin", (event) => {
    const part = partOf(event.target);
    if (!part) return;
    light(part);
    if (wide.matches) showSource(part, false);
  });
  source.addEventListener("focusin", (event) => light(partOf(event.target)));
  const seen = new Set();
  for (const mark of source.querySelectorAll("mark.is-story")) {
    mark.tabIndex = seen.has(mark.dataset.part) ? -1 : 0;
    seen.add(mark.dataset.part);
  }
  source.addEventListener("keydown", (event) => {
    const part = partOf(event.target);
    if (event.key !== "Enter" || !part || event.target.closest("a, .flag-row")) return;
    event.preventDefault();
    showStory(part);
  });
  source.addEventListener("click", (event) => {
    const part = partOf(event.target);
    if (part && !event.target.closest("a, .flag-row") && !String(getSelection())) showStory(part);
  });
  text.addEventListener("keydown", (event) => {
    const part = event.target.closest(".part");
    if (event.target !== part || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      showSource(part.dataset.part, true);
    } else if (event.key.toLowerCase() === "e") {
      event.preventDefault();
      event.stopPropagation();
      edit(part);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = [...text.querySelectorAll(".part")];
      const next = all[all.indexOf(part) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  });
  for (const name of FIELDS) {
    const field = document.getElementById(`id_${name}`);
    field?.addEventListener("mouseover", () => light(name));
    field?.addEventListener("mouseleave", () => light(""));
    field?.addEventListener("focus", () => {
      light(name);
      if (wide.matches) showSource(name, false);
    });
  }

  // --- reading and editing the text, one at a time
  let modes = null;
  const setMode = (mode) => {
    const editing = mode === "edit";
    bodyRow.hidden = !editing;
    for (const part of text.querySelectorAll(".part")) part.hidden = editing;
    for (const each of modes.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.value === mode));
  };
  const placeCaret = (start, end) => {
    body.focus();
    body.setSelectionRange(start, end);
    body.blur(); // so that the browser scrolls the caret into sight
    body.focus();
  };
  const lineAt = (index) => {
    const lines = [...body.value.matchAll(/\S(?:.*\S)?/g)];
    return lines[Math.min(index, lines.length - 1)];
  };
  const editAt = (index) => {
    setMode("edit");
    const line = lineAt(index);
    if (line) placeCaret(line.index + line[0].length, line.index + line[0].length);
  };
  const edit = (part) => {
    if (!modes) return;
    if (part.dataset.index !== undefined) editAt(Number(part.dataset.index));
    else fieldOf(part.dataset.part)?.focus();
  };
  for (const button of text.querySelectorAll(".part-edit")) {
    button.hidden = false;
    button.addEventListener("click", () => edit(button.closest(".part")));
  }
  if (bodyRow && body) {
    modes = document.createElement("span");
    modes.className = "text-modes";
    for (const [value, label] of [["read", "通读"], ["edit", "改正文"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value, textContent: label });
      button.addEventListener("click", () => {
        setMode(value);
        if (value === "edit") body.focus();
      });
      modes.append(button);
    }
    text.querySelector("h2").append(modes);
    setMode(bodyRow.classList.contains("errors") || body.value !== body.defaultValue ? "edit" : "read");
    body.addEventListener("change", () => { if (bodyRow.hidden) setMode("edit"); }); // put back by a kept draft
    const caret = () => {
      const before = [...body.value.slice(0, body.selectionStart).matchAll(/\S(?:.*\S)?/g)].length;
      const part = `p${Math.max(0, before - 1)}`;
      if (part === lit) return;
      light(part);
      if (wide.matches) showSource(part, false);
    };
    for (const kind of ["keyup", "click", "focus"]) body.addEventListener(kind, caret);
  }

  // --- one menu at a time, closed by Escape
  text.addEventListener("toggle", (event) => {
    if (!event.target.matches(".part-menu[open]")) return;
    for (const menu of text.querySelectorAll(".part-menu[open]")) if (menu !== event.target) menu.open = false;
  }, true);
  text.addEventListener("keydown", (event) => {
    const menu = event.target.closest(".part-menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // --- words chosen in the text may be where a story of its own begins
  const beginning = document.querySelector("[name=repair_words]");
  if (beginning) document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const words = String(selection).trim();
    if (words.length > 1 && !words.includes("\n") && selection.anchorNode?.parentElement?.closest(".part[data-index]")) {
      beginning.value = words.slice(0, beginning.maxLength);
    }
  });

  // --- names in the text: their cards
  const closeCards = () => {
    for (const card of text.querySelectorAll(".mention-card.is-open")) card.classList.remove("is-open");
  };
  let opener = null;
  const openCard = (card, from) => {
    const open = card.classList.contains("is-open");
    closeCards();
    if (open) return from?.focus();
    opener = from;
    card.classList.add("is-open");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    return undefined;
  };
  text.addEventListener("click", (event) => {
    const name = event.target.closest("a.mention");
    const card = name && text.querySelector(name.getAttribute("href"));
    if (!card) return;
    event.preventDefault();
    openCard(card, name);
  });
  text.addEventListener("keydown", (event) => {
    const card = event.target.closest(".mention-card.is-open");
    if (event.key !== "Escape" || !card) return;
    closeCards();
    opener?.focus();
  });
  const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (wanted && wanted.matches(".mention-card")) {
    openCard(wanted, text.querySelector(`a.mention[href="#${wanted.id}"]`));
    window.addEventListener("load", () => wanted.scrollIntoView({ block: "center" }));
  }

  // --- a name that no rule found: chosen with the mouse
  const naming = document.getElementById("naming");
  const MAX_NAME = 12; // characters; longer choices are no names
  if (naming) {
    const offer = document.createElement("button");
    Object.assign(offer, { type: "button", className: "name-chosen", textContent: "这是任公职的人…", hidden: true });
    document.body.append(offer);
    const chosen = () => {
      const selection = getSelection();
      const words = String(selection).trim();
      const part = selection.anchorNode?.parentElement?.closest(".part");
      const same = part && text.contains(part) && part.contains(selection.focusNode);
      return same && words.length > 1 && words.length <= MAX_NAME && !words.includes("\n") ? words : "";
    };
    document.addEventListener("selectionchange", () => {
      const words = chosen();
      offer.hidden = !words;
      if (!words) return;
      const box = getSelection().getRangeAt(0).getBoundingClientRect();
      offer.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 170)) + scrollX}px`;
      offer.style.top = `${box.bottom + scrollY + 6}px`;
    });
    offer.addEventListener("mousedown", (event) => event.preventDefault()); // keeps what is chosen
    offer.addEventListener("click", () => {
      const words = chosen();
      getSelection().anchorNode.parentElement.closest(".part").after(naming);
      naming.open = true;
      document.getElementById("id_naming-name").value = words;
      document.getElementById("id_naming-posts").focus();
      getSelection().removeAllRanges();
    });
  }
})();
