// The question one writes under: its tab, its words, its notes. The room may move on; whoever is in the middle of a
// sentence is told and stays.
import { minutes } from "./room-clock.js";
import { NoteList } from "./room-notes.js";
import { mark, part, parts, say, stamp, toggle, words, write } from "./room-page.js";

export class Questions {
  constructor({ sheet, composer, clock, memory, page }) {
    Object.assign(this, { sheet, composer, clock, memory, page, kind: "", room: "" });
    this.tabs = part("tabs");
    this.view = document.querySelector("[data-view=write]");
    this.list = new NoteList({ list: part("notes", this.view), pending: part("pending", this.view), page });
    this.tabs.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-kind]");
      if (!tab || tab.getAttribute("aria-disabled") === "true") return;
      this.choose(tab.dataset.kind);
      page.draw();
    });
    part("go-on-now").addEventListener("click", () => {
      this.choose(this.room);
      page.draw();
      this.heading.focus({ preventScroll: true });
    });
    this.heading = part("wording", this.view);
    this.heading.tabIndex = -1;
  }

  get all() {
    return this.sheet.state.questions;
  }

  choose(kind) {
    if (!this.sheet.question(kind) || kind === this.kind) return;
    this.kind = kind;
    this.memory.set("question", kind);
    this.composer.turn(kind);
    this.page.main.scrollTop = 0;
  }

  // The room is at another question: go along unless something is being written.
  follow() {
    const wanted = this.sheet.state.question;
    if (!this.kind) {
      const before = this.memory.get("question");
      const open = this.all.find((one) => one.open);
      this.choose(wanted ?? (this.sheet.question(before)?.open ? before : (open ?? this.all[0])?.kind));
      this.room = wanted;
      return;
    }
    if (wanted && wanted !== this.room) {
      this.room = wanted;
      if (wanted !== this.kind && this.composer.isEmpty && !this.page.isBusy()) {
        this.choose(wanted);
        const { number, wording } = this.sheet.question(wanted) ?? {};
        say(words("now-at", { number, wording }));
      }
    }
  }

  draw() {
    if (!this.sheet.question(this.kind)) this.kind = "";
    this.follow();
    const now = this.sheet.question(this.kind);
    if (!now) return;
    this.drawTabs();
    write(this.heading, now.wording);
    write(part("help-text", this.view), now.help ?? "");
    toggle(part("help-text", this.view), Boolean(now.help));
    const silent = this.sheet.isSilent(this.kind, this.clock.now);
    toggle(part("silent", this.view), silent);
    toggle(part("not-open", this.view), !now.open);
    const notes = this.sheet.shown().filter((note) => note.question === this.kind);
    this.list.draw(notes, { silent, editable: now.open && this.page.canWrite() });
    toggle(part("nothing", this.view), !notes.length && now.open && !silent);
    const away = this.room && this.room !== this.kind && this.sheet.state.stage === "write";
    toggle(part("go-on"), Boolean(away));
    if (away) write(part("go-on-words"), words("room-at", { number: this.sheet.question(this.room)?.number ?? "" }));
    const seen = this.sheet.state.stage === "closed" ? "late" : silent ? "unseen" : "seen";
    for (const one of parts("who-sees")) toggle(one, one.dataset.whoSees === seen);
    this.tick();
  }

  drawTabs() {
    const known = new Map([...this.tabs.children].map((tab) => [tab.dataset.kind, tab]));
    for (const question of this.all) {
      const tab = known.get(question.kind) ?? stamp("tab");
      known.delete(question.kind);
      tab.dataset.kind = question.kind;
      const n = this.sheet.standing(question.kind).length;
      write(part("q", tab), `Q${question.number}`);
      write(part("count", tab), String(n));
      write(part("tab-words", tab), question.open ? words("tab", { number: question.number, n }) : words("tab-later", { number: question.number }));
      mark(tab, "aria-disabled", !question.open && !n);
      if (question.kind === this.kind) mark(tab, "aria-current", "page");
      else tab.removeAttribute("aria-current");
      if (!tab.parentElement) this.tabs.append(tab);
    }
    for (const old of known.values()) old.remove();
    mark(this.tabs, "data-of", this.all.length);
  }

  // Once a second: how long the silence lasts.
  tick() {
    const until = this.sheet.question(this.kind)?.silent_until;
    if (!until) return;
    write(part("silent-left", this.view), minutes(until - this.clock.now));
  }

  // When the next silence ends, in milliseconds of the server's clock.
  nextReveal() {
    const ends = this.all.map((one) => one.silent_until).filter(Boolean);
    return ends.length ? Math.min(...ends) : null;
  }

  // --- an open link goes from question to question ---
  get place() {
    return this.all.findIndex((one) => one.kind === this.kind);
  }
  step(by) {
    const next = this.all[this.place + by];
    if (!next) return false;
    this.choose(next.kind);
    this.page.draw();
    this.heading.focus({ preventScroll: true });
    return true;
  }
  drawSteps() {
    const progress = part("progress");
    const place = this.place + 1;
    write(part("progress-words", progress), words("progress", { number: place, all: this.all.length }));
    [...progress.querySelectorAll("i")].forEach((one, at) => {
      one.hidden = at >= this.all.length;
      one.classList.toggle("on", at < place);
    });
    const some = this.sheet.standing(this.kind).length > 0 || !this.composer.isEmpty;
    const last = place === this.all.length;
    toggle(part("step-next"), some && !last);
    toggle(part("step-skip"), !some && !last);
    toggle(part("step-done"), last);
    toggle(part("step-back"), place > 1);
  }
}
