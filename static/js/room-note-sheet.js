// What one can do to a note, on a sheet that comes up from below: its words, its tag, "same as", strike out. What is
// typed here is kept as a draft of that note, with the words it was to replace.
import { mark, part, parts, raise, stamp, toggle, words, write } from "./room-page.js";

export class NoteSheet {
  constructor({ memory, sheet, page }) {
    Object.assign(this, { memory, sheet, page, id: "" });
    this.dialog = part("note-sheet");
    this.form = part("note-form", this.dialog);
    this.field = this.form.elements.text;
    this.field.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.dialog.addEventListener("close", () => {
      this.id = "";
      page.draw();
    });
    this.dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.retag) this.retag(button.dataset.retag);
      else if ("drop" in button.dataset) this.memory.set(`edit:${this.id}`, null);
      else if ("strike" in button.dataset) this.strike();
      else if ("pickSame" in button.dataset) this.pick();
      else if ("other" in button.dataset) this.sameAs(button.dataset.other);
      else if ("apart" in button.dataset) this.sameAs(null);
    });
  }

  open(id) {
    const note = this.sheet.find(id);
    if (!note || note.struck) return;
    const draft = this.memory.get(`edit:${id}`);
    this.id = id;
    // The revision one saw when one began: if another phone is quicker, the server says so and both texts are kept.
    this.base = draft?.revision ?? note.revision;
    this.before = draft?.before ?? note.text;
    this.field.value = draft?.text ?? note.text;
    part("same-list", this.dialog).replaceChildren();
    toggle(part("same-list", this.dialog), false);
    this.draw();
    raise(this.dialog);
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  // A live update may change everything here but the field.
  draw() {
    const note = this.id && this.sheet.find(this.id);
    if (!note) return;
    for (const group of parts("retags-of", this.dialog)) toggle(group, group.dataset.retagsOf === note.question);
    for (const chip of parts("retag", this.dialog)) mark(chip, "aria-pressed", chip.dataset.retag === (note.valence || note.intent));
    const others = this.others(note);
    toggle(part("pick-same", this.dialog), !note.same_as && others.length > 0 && part("same-list", this.dialog).hidden);
    toggle(part("apart", this.dialog), Boolean(note.same_as));
    toggle(part("changed-meanwhile", this.dialog), note.text !== this.before && !note.waiting);
    write(part("struck-meanwhile", this.dialog), note.struck ? words("struck-meanwhile") : "");
  }

  others(note) {
    return this.sheet.standing(note.question).filter((one) => one.id !== note.id && !one.same_as && !one.unsent);
  }

  keep() {
    const changed = this.field.value !== this.before;
    this.memory.set(`edit:${this.id}`, changed ? { text: this.field.value, revision: this.base, before: this.before } : null);
  }

  save() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    const { id, base, before } = this;
    this.memory.set(`edit:${id}`, null);
    this.dialog.close();
    if (text !== before) this.page.act({ verb: "edit", note: id, text, revision: base });
  }

  retag(tag) {
    const note = this.sheet.find(this.id);
    const name = note.question === "competitor" ? "valence" : "intent";
    this.page.act({ verb: "tag", note: this.id, [name]: note[name] === tag ? null : tag });
    this.draw();
  }

  strike() {
    const note = this.sheet.find(this.id);
    const id = this.id;
    this.memory.set(`edit:${id}`, null);
    this.dialog.close();
    this.page.act({ verb: "strike", note: id, revision: note.revision });
  }

  pick() {
    const list = part("same-list", this.dialog);
    list.replaceChildren(
      ...this.others(this.sheet.find(this.id)).map((other) => {
        const row = stamp("same-row");
        const button = row.querySelector("button");
        button.dataset.other = other.id;
        button.textContent = other.text;
        return row;
      }),
    );
    toggle(list, true);
    toggle(part("pick-same", this.dialog), false);
    list.querySelector("button")?.focus();
  }

  sameAs(other) {
    const id = this.id;
    this.dialog.close();
    this.page.act({ verb: "same_as", note: id, other });
  }

  // Somebody was in the middle of changing a note when the page went away.
  reopen() {
    for (const name of this.memory.names("edit:")) {
      const note = this.sheet.find(name.slice(5));
      if (note && !note.struck) return this.open(note.id);
      this.page.lost(this.memory.get(name)?.text ?? "", note?.question);
      this.memory.set(name, null);
    }
  }
}
