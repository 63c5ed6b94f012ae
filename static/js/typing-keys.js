// The keys of typing: Enter adds, arrows move, digits change the question, letters tag, * stars, Delete strikes out.
export function keys({ root, composer, field, now, choose, find }, say) {
  let escaped = false;
  let struck = "";

  const list = (kind) => [...root.querySelectorAll(`.question[data-question="${kind}"] .note`)];
  const kinds = () => [...root.querySelectorAll(".question")].map((section) => section.dataset.question);
  const other = (which) => document.querySelector(`form[data-sheet="${which}"]`);

  function toDigit(event) {
    const radio = composer.querySelector(`[data-digit="${event.code.replace(/^(Digit|Numpad)/, "")}"]`);
    if (!radio) return false;
    choose(radio.value);
    field.focus();
    return true;
  }
  function go(which) {
    // What is typed stays as a draft of this sheet; what was added waits in its outbox.
    other(which)?.requestSubmit();
  }
  function focusNote(kind, at) {
    const notes = list(kind);
    if (!notes.length) return false;
    notes[Math.max(0, Math.min(at, notes.length - 1))].focus();
    return true;
  }

  function inField(event) {
    const empty = field.value === "";
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) composer.requestSubmit();
    else if (event.key === "ArrowUp" && field.selectionStart === 0 && field.selectionEnd === 0 && focusNote(now(), Infinity)) return true;
    else if (empty && /^(Digit|Numpad)[1-4]$/.test(event.code) && !event.shiftKey && toDigit(event)) return true;
    else if (event.key === "Escape") {
      if (empty || escaped) document.querySelector("[data-leave]")?.click();
      else {
        escaped = true;
        say("escape");
      }
      return true;
    } else return false;
    return true;
  }

  function onNote(event, note) {
    const notes = list(note.dataset.question);
    const at = notes.indexOf(note);
    const press = (name) => {
      const button = note.querySelector(`[data-key="${name}"]`);
      if (!button) return false;
      button.click();
      return true;
    };
    if (event.key === "ArrowUp") return focusNote(note.dataset.question, at - 1);
    if (event.key === "ArrowDown") {
      if (at + 1 < notes.length) return focusNote(note.dataset.question, at + 1);
      field.focus();
      return true;
    }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const step = (event.key === "ArrowRight") === (getComputedStyle(note).direction === "ltr") ? 1 : -1;
      const all = kinds();
      for (let next = all.indexOf(note.dataset.question) + step; next >= 0 && next < all.length; next += step) {
        if (!list(all[next]).length) continue;
        choose(all[next]);
        return focusNote(all[next], at);
      }
      return true;
    }
    if (event.key === "Escape") {
      field.focus();
      return true;
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      struck = note.dataset.note;
      if (press("Delete")) say("struck");
      return true;
    }
    if (event.key.toLowerCase() === "e" || event.key === "Enter") {
      const editor = note.querySelector(".edit");
      if (!editor) return false;
      editor.open = true;
      editor.querySelector("textarea").focus();
      return true;
    }
    if (event.key.toLowerCase() === "z") return press("z") || restoreLast();
    if (/^[1-4]$/.test(event.key)) return toDigit(event);
    return press(event.key.toLowerCase());
  }

  function restoreLast() {
    const button = find(struck)?.querySelector('[data-key="z"]');
    button?.click();
    return Boolean(button);
  }

  function inEditor(event, note) {
    const editor = note.querySelector(".edit");
    if (event.key === "Escape") {
      editor.open = false;
      note.focus();
      return true;
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return false;
    editor.querySelector('[value="edit"]').click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "Escape") escaped = false;
    if (event.ctrlKey || event.metaKey) return;
    let done = false;
    if (event.altKey) done = /^(Digit|Numpad)[1-4]$/.test(event.code) && toDigit(event);
    else if (event.key === "PageDown" || event.key === "PageUp") {
      const which = event.key === "PageDown" ? "after" : "before";
      done = Boolean(other(which));
      if (done) go(which);
    } else if (at === field) done = inField(event);
    else if (at.matches?.(".note textarea")) done = inEditor(event, at.closest(".note"));
    else if (at.matches?.(".note")) done = onNote(event, at);
    else if (event.key === "Escape" && root.contains(at)) {
      field.focus();
      done = true;
    }
    if (done) event.preventDefault();
  });
}
