// Read back: the table goes through its whole sheet, fills in missing tags, gives three stars a question, and one of
// them says yes for all. Rows belong to their notes and are changed in place.
import { arranged } from "./room-notes.js";
import { hint, mark, part, parts, stamp, toggle, words, write } from "./room-page.js";

const STARS = 3;

export class ReadBack {
  constructor({ sheet, page }) {
    Object.assign(this, { sheet, page });
    this.view = document.querySelector("[data-view=read_back]");
    this.view.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const id = button?.closest("[data-note]")?.dataset.note;
      if (!id) return;
      if ("open" in button.dataset) page.openNote(id);
      else if ("star" in button.dataset) this.star(id);
      else if (button.dataset.set) this.tag(id, button.dataset.set);
    });
    part("confirm").addEventListener("click", () => page.act({ verb: "confirm", on: true }));
    part("missing").addEventListener("click", () => page.write());
    part("reading").addEventListener("click", () => page.read());
  }

  star(id) {
    const note = this.sheet.find(id);
    if (!note) return;
    if (!note.star && this.stars(note.question) >= STARS) return hint(words("stars-gone"));
    this.page.act({ verb: "star", note: id, on: !note.star });
  }

  stars(kind) {
    return this.sheet.standing(kind).filter((note) => note.star).length;
  }

  tag(id, tag) {
    const note = this.sheet.find(id);
    if (note) this.page.act({ verb: "tag", note: id, [note.question === "competitor" ? "valence" : "intent"]: tag });
  }

  draw() {
    const place = part("back", this.view);
    const known = new Map([...place.children].map((one) => [one.dataset.backOf, one]));
    for (const question of this.sheet.state.questions) {
      const section = known.get(question.kind) ?? stamp("back");
      known.delete(question.kind);
      section.dataset.backOf = question.kind;
      write(part("q", section), `Q${question.number}`);
      write(part("wording", section), question.wording);
      const notes = this.sheet.standing(question.kind);
      write(part("stars", section), words("stars", { n: this.stars(question.kind) }));
      toggle(part("stars", section), notes.length > 0);
      toggle(part("none", section), !notes.length);
      this.rows(part("rows", section), notes);
      if (!section.parentElement) place.append(section);
    }
    for (const old of known.values()) old.remove();
    const confirmed = this.sheet.said("confirm", this.sheet.state.confirmed);
    toggle(part("confirm"), !confirmed);
    toggle(part("confirmed"), confirmed);
  }

  rows(list, notes) {
    const known = new Map(parts("note", list).map((row) => [row.dataset.note, row]));
    const focused = document.activeElement;
    let at = list.firstElementChild;
    // A table reads aloud together: every phone shows the same order, whoever wrote what.
    const together = [...notes].sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const { note, n, under } of arranged(together)) {
      const row = known.get(note.id) ?? stamp("back-row");
      known.delete(note.id);
      this.fill(row, note, n, under);
      if (row === at) at = at.nextElementSibling;
      else list.insertBefore(row, at);
    }
    for (const old of known.values()) old.remove();
    if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  fill(row, note, n, under) {
    row.dataset.note = note.id;
    row.classList.toggle("under", under);
    row.classList.toggle("waiting", note.waiting);
    write(part("said", row), note.text);
    const star = part("star", row);
    mark(star, "aria-pressed", Boolean(note.star));
    mark(star, "aria-label", words("star-note", { text: note.text.slice(0, 60) }));
    toggle(star, !under);
    const tag = note.valence || note.intent || "";
    for (const one of parts("tag", row)) toggle(one, one.dataset.tag === tag);
    for (const group of parts("fill", row)) toggle(group, group.dataset.fill === note.question && !tag);
    toggle(part("same", row), n > 1);
    if (n > 1) write(part("same", row), words("same", { n }));
    toggle(part("wait", row), note.waiting);
  }
}
