// Draws the page as it stands: which view, what is in its head and foot, and the word that says whether all is saved.
import { part, parts, say, toggle, words, write } from "./room-page.js";

const NEAR = 40; // pixels from the end of the list that count as being there

export class Show {
  constructor(room) {
    this.room = room;
    this.hiddenMessage = "";
    this.state = document.querySelector(".state");
  }

  get view() {
    const { room } = this;
    if (room.gone) return "gone";
    const { stage, own, table } = room.sheet.state;
    if (stage === "closed" || (room.link && room.memory.get("done"))) return "thanks";
    if (stage === "lobby" || (!own && !table)) return "lobby";
    return stage === "read_back" && room.adding ? "write" : stage;
  }

  draw() {
    const { room } = this;
    if (!room.sheet.state && !room.gone) return;
    const { view } = this;
    const { main } = room;
    const toEnd = () => main.scrollHeight - main.scrollTop - main.clientHeight;
    const place = `${view} ${room.questions.kind}`;
    const atEnd = toEnd() < NEAR && this.place === place;
    document.body.dataset.stage = view;
    for (const one of document.querySelectorAll("[data-view]")) toggle(one, one.dataset.view === view);
    if (!room.gone) this.drawRoom(view);
    this.say();
    // Whoever was at the end of the list stays there as notes come in; nobody else is moved.
    if (atEnd && view === "write" && place === `${view} ${room.questions.kind}` && toEnd() >= NEAR) main.scrollTop = main.scrollHeight;
    this.place = `${view} ${room.questions.kind}`;
  }

  drawRoom(view) {
    const { room } = this;
    const { state } = room.sheet;
    room.questions.draw();
    if (view === "lobby" || part("tables").open) room.lobby.draw();
    if (view === "read_back") room.readBack.draw();
    if (view === "thanks") room.thanks.draw({ link: room.link });
    if (part("note-sheet").open) room.noteSheet.draw();
    room.refusals.draw();
    this.head(view, state);
    this.foot(view, state);
    this.notices(state);
    this.vote(state.ballot);
  }

  head(view, state) {
    const { room } = this;
    const named = Boolean(state.table) && view !== "lobby";
    toggle(part("place"), !named);
    toggle(part("place-table"), named);
    if (named) write(part("place-table"), state.table.name);
    room.countdown.set(view === "thanks" ? null : state.timer);
    toggle(part("tabs"), view === "write" && !room.link);
    toggle(part("progress"), view === "write" && room.link);
    if (view === "write" && room.link) room.questions.drawSteps();
  }

  foot(view, state) {
    const { room } = this;
    const open = room.sheet.question(room.questions.kind)?.open;
    const late = state.stage === "closed" && !room.composer.isEmpty;
    toggle(part("composer"), (view === "write" && open) || late);
    const foot = {
      read_back: view === "read_back",
      link: view === "write" && room.link,
      lobby: view === "lobby" && Boolean(state.table) && parts("sit", part("tables")).length > 1,
      back_to_reading: view === "write" && room.adding,
    };
    for (const one of parts("foot-of")) toggle(one, foot[one.dataset.footOf]);
    toggle(part("foot"), Object.values(foot).some(Boolean) || !part("composer").hidden || !part("hint").hidden || !part("offline").hidden);
  }

  notices(state) {
    const message = part("message-words");
    if (message.textContent !== state.message && state.message) say(state.message);
    write(message, state.message ?? "");
    toggle(part("message"), Boolean(state.message) && this.hiddenMessage !== state.message);
    if (state.stage === "closed") toggle(part("moved"), false);
    if (!this.room.composer.drafts().length) toggle(part("moved-draft"), false);
    toggle(part("helped"), state.stage !== "closed" && this.room.sheet.said("help", state.help));
  }

  // The dot vote has a page of its own; whoever is in the middle of a sentence goes there by a tap.
  vote(open) {
    const { room } = this;
    toggle(part("vote"), open);
    const key = `ballot:${room.root.dataset.room}`;
    try {
      if (!open) return sessionStorage.removeItem(key);
      if (sessionStorage.getItem(key) || room.isBusy() || !room.composer.isEmpty || room.outbox.waiting.length) return;
      sessionStorage.setItem(key, "1");
    } catch {
      return; // a tap leads there
    }
    location.assign(room.root.dataset.ballotAt);
  }

  // The word in the head is always true: Saved only where nothing waits and we would hear of a change.
  say() {
    const { outbox, memory, connected, gone } = this.room;
    const n = outbox.waiting.length;
    const away = !connected || ["away", "signed-out"].includes(outbox.state);
    const idle = this.room.sheet.state?.stage === "lobby" ? "connected" : "saved";
    const word = away ? "offline" : n ? "sending" : idle;
    if (this.state.dataset.state !== word) {
      this.state.dataset.state = word;
      clearTimeout(this.saying);
      this.saying = setTimeout(() => this.sayState(), 1500);
    }
    toggle(part("offline"), away && !gone);
    toggle(part("offline-write"), this.room.sheet.state?.stage !== "closed");
    if (away) write(part("offline-words"), n ? words(outbox.keeps ? "offline" : "offline-memory", { n }) : words("offline-none"));
    toggle(part("unkept"), !memory.keeps || !outbox.keeps);
    toggle(part("leaving-unsent"), n > 0);
  }

  // Aloud only what lasted, and only what is not what was said before.
  sayState() {
    const word = this.state.dataset.state;
    if (this.saidState && word !== this.saidState && word !== "sending") say(words(`state-${word}`));
    if (word !== "sending") this.saidState = word;
  }
}
