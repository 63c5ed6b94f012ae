// The field in which notes are written. Its element is never replaced, and its words belong to a question: each keeps a
// draft of its own, saved at every keystroke, over a reload, a crash, or another table.
import { freshId } from "./outbox.js";
import { mark, part, parts, toggle, words, write } from "./room-page.js";

export const LONGEST = 2000;

export class Composer {
  constructor({ memory, page }) {
    Object.assign(this, { memory, page, kind: "" });
    this.form = part("composer");
    this.field = this.form.elements.text;
    this.field.addEventListener("input", () => this.keep());
    this.field.addEventListener("keydown", (event) => {
      // Enter adds where there is a keyboard with Shift; a thumb has the button.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || this.field.dataset.composing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    // A tap on the button must not close the keyboard of the phone.
    part("send", this.form).addEventListener("pointerdown", (event) => event.preventDefault());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    for (const chip of parts("choose", this.form)) {
      chip.addEventListener("pointerdown", (event) => event.preventDefault());
      chip.addEventListener("click", () => {
        this.tag = this.tag === chip.dataset.choose ? "" : chip.dataset.choose;
        this.keep();
        this.showTag();
      });
    }
  }

  // Write under another question: the words of this one stay with it.
  turn(kind) {
    if (kind === this.kind) return;
    this.kind = kind;
    const draft = this.memory.get(`draft:${kind}`) ?? { text: "", tag: "" };
    this.tag = draft.tag ?? "";
    this.field.value = draft.text ?? "";
    this.grow();
    this.showTag();
    for (const group of parts("tags-of", this.form)) toggle(group, group.dataset.tagsOf === kind);
  }

  keep() {
    const text = this.field.value;
    this.memory.set(`draft:${this.kind}`, text || this.tag ? { text, tag: this.tag } : null);
    this.grow();
    this.page.soon();
  }

  // Words that were refused or left over come back into the field, before what stands there.
  takeBack(kind, text) {
    if (kind !== this.kind) {
      const there = this.memory.get(`draft:${kind}`) ?? { text: "", tag: "" };
      this.memory.set(`draft:${kind}`, { ...there, text: [text, there.text].filter(Boolean).join("\n") });
      return;
    }
    this.field.value = [text, this.field.value].filter(Boolean).join("\n");
    this.keep();
  }

  send() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    if (text.length > LONGEST) return;
    const tags = {};
    if (this.tag) tags[this.kind === "competitor" ? "valence" : "intent"] = this.tag;
    this.field.value = "";
    this.tag = "";
    this.keep();
    this.showTag();
    this.page.act({ verb: "add", note: freshId(), question: this.kind, text, ...tags });
    this.field.focus({ preventScroll: true });
  }

  showTag() {
    for (const chip of parts("choose", this.form)) mark(chip, "aria-pressed", chip.dataset.choose === this.tag);
  }

  grow() {
    const over = this.field.value.length - LONGEST;
    const under = part("under", this.form);
    write(part("too-long", under), over > 0 ? words("too-long", { n: over }) : "");
    part("send", this.form).setAttribute("aria-disabled", over > 0);
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = Math.min(5, Math.max(1, this.field.value.split("\n").length, Math.ceil(this.field.value.length / 34)));
  }

  get isEmpty() {
    return !this.field.value.trim() && !this.field.dataset.composing;
  }

  // Questions under which something is written and not sent.
  drafts() {
    return this.memory.names("draft:").filter((name) => this.memory.get(name)?.text?.trim()).map((name) => name.slice(6));
  }
}
