// The phone's page: everything that happens in the room comes through here and ends in one `draw()`. Drawing changes
// what differs and never touches a field in which somebody writes.
import { Outbox, freshId } from "./outbox.js";
import { Asides } from "./room-asides.js";
import { Clock, Countdown } from "./room-clock.js";
import { Composer } from "./room-composer.js";
import { Lobby } from "./room-lobby.js";
import { Memory } from "./room-memory.js";
import { menu } from "./room-menu.js";
import { Sheet } from "./room-model.js";
import { NoteSheet } from "./room-note-sheet.js";
import { Batch, hint, isWriting, part, parts, say, toggle, words, write } from "./room-page.js";
import { Questions } from "./room-questions.js";
import { ReadBack } from "./room-read-back.js";
import { Refusals } from "./room-refusals.js";
import { lose } from "./room-seat.js";
import { Server } from "./room-server.js";
import { Show } from "./room-show.js";
import { Stream } from "./room-stream.js";
import { Thanks } from "./room-thanks.js";

const NOTE_VERBS = new Set(["add", "edit", "strike", "restore", "tag", "star", "same_as"]);

class Room {
  constructor(root) {
    this.root = root;
    this.main = document.getElementById("content");
    this.link = root.dataset.style === "open_link";
    this.memory = new Memory(root.dataset.room);
    this.clock = new Clock();
    this.server = new Server({ place: root, memory: this.memory, clock: this.clock });
    this.outbox = new Outbox({ name: root.dataset.room, send: (one) => this.send(one), settled: (one, response) => this.settled(one, response), changed: () => this.stirred() });
    this.sheet = new Sheet({ outbox: this.outbox, memory: this.memory });
    this.composer = new Composer({ memory: this.memory, page: this });
    this.questions = new Questions({ sheet: this.sheet, composer: this.composer, clock: this.clock, memory: this.memory, page: this });
    this.noteSheet = new NoteSheet({ memory: this.memory, sheet: this.sheet, page: this });
    this.refusals = new Refusals({ memory: this.memory, page: this });
    this.lobby = new Lobby({ sheet: this.sheet, page: this });
    this.readBack = new ReadBack({ sheet: this.sheet, page: this });
    this.asides = new Asides({ sheet: this.sheet, memory: this.memory, outbox: this.outbox, page: this });
    this.thanks = new Thanks({ sheet: this.sheet, outbox: this.outbox, composer: this.composer, asides: this.asides, page: this });
    this.countdown = new Countdown(part("timer"), this.clock, (left) => say(left ? words("minutes", { n: left / 60 }) : words("time-up")));
    this.stream = new Stream({ address: root.dataset.liveAt, refetch: () => this.refetch(), heard: (name, facts) => this.heard(name, facts), clock: (now) => this.clock.heard(now), changed: (connected) => this.connect(connected), opened: () => this.outbox.hurry() });
    this.show = new Show(this);
    this.added = new Batch((n) => words("added", { n }));
    this.connected = true;
    this.gone = false;
    this.adding = false; // read back: somebody adds what is missing
  }

  async start() {
    menu(this);
    toggle(part("unkept"), !this.memory.probe());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    setInterval(() => this.tick(), 1000);
    while (!(await this.stream.ask()) && !this.gone) {
      this.show.say();
      await new Promise((done) => setTimeout(done, 1500 + Math.random() * 1500));
    }
    if (this.gone) return;
    this.stream.start(this.sheet.state.at);
    this.noteSheet.reopen();
    this.outbox.flush();
  }

  // --- from the server ---
  // One question at a time, so that an older answer never comes last; whoever asks meanwhile gets the next one.
  refetch() {
    if (this.running) return (this.next ??= this.running.then(() => this.refetch()));
    this.next = null;
    this.running = this.fetchState().finally(() => (this.running = null));
    return this.running;
  }

  async fetchState() {
    this.sheet.missed = [];
    this.sheet.asking += 1;
    let state = null;
    try {
      state = await this.server.state();
    } catch {
      return false; // not reached
    } finally {
      this.sheet.asking -= 1;
    }
    if (state.refused) {
      if (state.refused === 404) lose(this);
      return false;
    }
    this.take(state);
    return true;
  }

  take(state) {
    const before = this.sheet.state;
    this.sheet.take(state);
    if (before && before.table?.key !== state.table?.key) this.moved(before.table, state.table);
    // The pen of a question is of no use once the table sees everything; it goes.
    for (const question of state.questions) if (!question.silent_until && question.open) this.memory.dropPen(question.kind);
    this.stage(before?.stage, state.stage);
    this.draw();
  }

  heard(name, facts) {
    if (!this.sheet.state) return;
    if (name === "note") {
      const known = this.sheet.notes.has(facts.id);
      this.sheet.takeNote(facts);
      if (!known && !facts.struck && !this.memory.isMine(facts.id)) this.added.add();
    } else if (name === "sheet") {
      this.sheet.takeSheet(facts);
      if (facts.nudge) hint(words("nudge"));
    } else if (name === "room") {
      const before = this.sheet.state.stage;
      this.sheet.takeRoom(facts);
      this.stage(before, this.sheet.state.stage);
      // A stage brings more than its name, such as notes that come up; phones ask a little apart from each other.
      if (before !== this.sheet.state.stage) setTimeout(() => this.stream.ask(), Math.random() * 1000);
    } else if (name === "reveal") this.reveal(facts.question);
    else if (name === "moved") this.stream.again();
    this.draw();
  }

  // The whole table's notes appear at once; phones ask a little apart from each other.
  reveal(kind) {
    clearTimeout(this.revealing);
    this.revealing = setTimeout(async () => {
      const at = this.main.scrollTop;
      if (!(await this.stream.ask())) return;
      this.sheet.freshSince.clear();
      say(words("revealed", { n: this.sheet.standing(kind).length }));
      this.draw();
      this.main.scrollTop = at; // one reads on from where one is, not from the end of what has come
    }, Math.random() * 1000);
  }

  moved(from, to) {
    const notice = part("moved");
    write(part("moved-words"), to ? words("moved", { name: to.name }) : words("unseated"));
    toggle(part("moved-draft"), this.composer.drafts().length > 0 && Boolean(to));
    toggle(notice, Boolean(from) || this.composer.drafts().length > 0);
    if (from) say(part("moved-words").textContent);
  }

  stage(before, now) {
    if (before === now) return;
    if (before && now === "read_back") this.backToDraft();
    if (before && now === "read_back") this.adding = !this.composer.isEmpty;
    if (before) {
      this.main.scrollTop = 0;
      say(words(`stage-${now === "closed" ? "thanks" : now}`));
    }
    if (now === "closed" && part("note-sheet").open) part("note-sheet").close();
  }

  // Words that were begun under another question come into sight again before it is over.
  backToDraft() {
    const left = this.composer.drafts().find((kind) => this.sheet.question(kind));
    if (left && this.composer.isEmpty) this.questions.choose(left);
  }

  // --- what this phone does ---
  act(fields) {
    const question = fields.question ?? this.questionOf(fields.note);
    const operation = { v: 1, op: freshId(), table: this.sheet.state.table?.key ?? "", written: this.clock.now, ...fields };
    if (NOTE_VERBS.has(fields.verb) && this.sheet.isSilent(question, this.clock.now)) operation.pen = this.memory.pen(question);
    if (fields.verb === "add") this.memory.addMine(fields.note);
    this.outbox.add(operation);
    if (fields.verb === "add") this.showLast();
  }

  async send(operation) {
    const response = await this.server.operation(operation);
    if (response.status === 404) this.stream.ask(); // perhaps this phone was taken out of the room
    return response;
  }

  async settled(operation, response) {
    let answer = {};
    try {
      answer = await response.json();
    } catch {
      // a status says enough
    }
    if (response.ok) {
      if (answer.note) this.sheet.acknowledged(operation, answer);
      else if (operation.verb === "confirm") this.sheet.state.confirmed = operation.on;
      else if (operation.verb === "help") this.sheet.state.help = operation.on;
    } else if (!this.asides.refused(operation, answer.sentence)) {
      this.refusals.take(operation, response.status, answer);
      if (["moved", "table_gone", "no_such_note", "stale", "struck_out", "late", "closed"].includes(answer.why)) this.stream.ask();
    }
    this.draw();
  }

  // --- what parts of the page ask each other ---
  questionOf(id) {
    return this.sheet.find(id)?.question ?? "";
  }
  openNote(id) {
    if (this.canWrite()) this.noteSheet.open(id);
  }
  canWrite() {
    return ["write", "read_back"].includes(this.sheet.state?.stage) && (this.sheet.state.own || Boolean(this.sheet.state.table));
  }
  // After the close a note still goes out, to wait for the facilitator.
  canSend() {
    return this.canWrite() || (this.sheet.state?.stage === "closed" && (this.sheet.state.own || Boolean(this.sheet.state.table)));
  }
  isBusy() {
    return isWriting() || parts("note-sheet").some((one) => one.open);
  }
  writeAgain(kind, text) {
    if (kind) this.questions.choose(kind);
    this.composer.takeBack(kind || this.questions.kind, text);
    if (this.sheet.state.stage === "read_back") this.adding = true;
    this.draw();
    this.composer.field.focus();
  }
  lost(text, kind) {
    if (!text) return;
    const one = { op: freshId(), why: "left_over", mine: text, question: kind, sentence: words("left-over") };
    this.refusals.put([...this.refusals.list, one]);
    this.refusals.draw();
  }
  write() {
    this.adding = true;
    this.draw();
    this.composer.field.focus();
  }
  read() {
    this.adding = false;
    this.draw();
  }
  notDone() {
    this.memory.set("done", null);
    this.draw();
  }
  showLast() {
    this.draw();
    const last = [...parts("note", part("pending")), ...parts("note", part("notes"))].find((one) => one.classList.contains("waiting"));
    (part("pending").lastElementChild ?? last)?.scrollIntoView({ block: "nearest" });
  }

  // --- drawing ---
  stirred() {
    this.sheet?.touch();
    this.soon();
  }
  soon() {
    if (this.waitingToDraw) return;
    this.waitingToDraw = true;
    queueMicrotask(() => {
      this.waitingToDraw = false;
      this.draw();
    });
  }
  draw() {
    this.show.draw();
  }

  connect(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    if (connected) this.outbox.hurry();
    this.draw();
  }

  tick() {
    if (!this.sheet.state || this.gone) return;
    this.countdown.tick();
    this.questions.tick();
    // Should the word not come that a silence is over, the clock tells.
    const due = this.questions.nextReveal();
    if (due && due + 1500 < this.clock.now && this.askedFor !== due) {
      this.askedFor = due;
      this.reveal(this.questions.kind);
    }
    // The session is over and everything has arrived: nothing of it stays on the phone but what was not sent.
    if (this.sheet.state.stage === "closed" && !this.outbox.waiting.length) {
      this.memory.forgetAfter(this.clock.now);
    }
  }

}

const root = part("room");
if (root) {
  new Room(root).start();
  dispatchEvent(new Event("room-started")); // see start-again.js
}
