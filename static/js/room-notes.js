// Draws the notes of one question. An element belongs to its note for as long as the note is shown: it is changed in
// place and never replaced, so focus, scroll position and a finger on its way to a button are where they were.
import { mark, part, parts, stamp, toggle, words, write } from "./room-page.js";
import { FRESH_FOR, stacked } from "./room-model.js";

export class NoteList {
  // `list` holds what the server has, `pending` what waits on this phone and nothing else moves.
  constructor({ list, pending, page }) {
    Object.assign(this, { list, pending, page, timer: 0 });
    for (const place of [list, pending]) {
      place.addEventListener("click", (event) => {
        const note = event.target.closest("[data-note]");
        if (note && event.target.closest("[data-open]")) page.openNote(note.dataset.note);
        else if (note && event.target.closest("[data-restore]")) page.act({ verb: "restore", note: note.dataset.note });
      });
    }
  }

  draw(notes, { silent, editable }) {
    clearTimeout(this.timer);
    const focused = document.activeElement?.closest?.("[data-note]")?.dataset.note;
    const before = new Map([...parts("note", this.list), ...parts("note", this.pending)].map((one) => [one.dataset.note, one]));
    const settled = notes.filter((note) => !note.unsent);
    this.place(this.list, before, arranged(settled), { silent, editable });
    this.place(this.pending, before, notes.filter((note) => note.unsent).map((note) => ({ note, n: 1, under: false })), { silent, editable });
    for (const old of before.values()) old.remove();
    if (focused && document.activeElement === document.body) {
      this.page.root.querySelector(`[data-note="${focused}"] button`)?.focus({ preventScroll: true });
    }
    // What is tinted because it is new turns quiet again.
    if (notes.some((note) => note.fresh)) this.timer = setTimeout(() => this.page.draw(), FRESH_FOR / 3);
  }

  place(list, before, rows, how) {
    let at = list.firstElementChild;
    for (const row of rows) {
      const known = before.get(row.note.id);
      before.delete(row.note.id);
      const element = known ?? stamp("note");
      this.fill(element, row, how);
      if (element === at) at = at.nextElementSibling;
      else list.insertBefore(element, at);
    }
  }

  fill(element, { note, n, under }, { silent, editable }) {
    if (element.dataset.note !== note.id) element.dataset.note = note.id;
    for (const [name, on] of Object.entries({ mine: note.mine, fresh: note.fresh, waiting: note.waiting, struck: note.struck, under })) {
      if (element.classList.contains(name) !== Boolean(on)) element.classList.toggle(name, Boolean(on));
    }
    write(part("said", element), note.text);
    const tag = note.valence || note.intent || "";
    for (const one of parts("tag", element)) toggle(one, one.dataset.tag === tag);
    toggle(part("same", element), n > 1);
    if (n > 1) write(part("same", element), words("same", { n }));
    toggle(part("from", element), note.mine && !note.fresh && !note.waiting && !note.struck && !silent && !this.page.sheet.state.own);
    toggle(part("fresh", element), note.fresh);
    toggle(part("wait", element), note.waiting);
    toggle(part("out", element), note.struck);
    toggle(part("starred", element), note.star);
    toggle(part("open", element), editable && !note.struck);
    toggle(part("restore", element), editable && note.struck);
    mark(part("open", element), "aria-label", words("edit-note", { text: note.text.slice(0, 60) }));
    mark(part("restore", element), "aria-label", words("restore-note", { text: note.text.slice(0, 60) }));
  }
}

// Struck-out notes go last; a stack stands together.
export function arranged(notes) {
  const standing = stacked(notes.filter((note) => !note.struck));
  const rows = standing.flatMap(({ top, under }) => [
    { note: top, n: 1 + under.length, under: false },
    ...under.map((note) => ({ note, n: 1, under: true })),
  ]);
  return [...rows, ...notes.filter((note) => note.struck).map((note) => ({ note, n: 1, under: false }))];
}
