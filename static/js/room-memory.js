// What a phone remembers of a room, in its own storage only: what is being typed, which notes it wrote, the pens of
// silent questions, the key of its own sheet. All of it goes when somebody leaves or the room is over.
import { freshSecret } from "./outbox.js";

const KEPT_FOR = 24 * 60 * 60 * 1000;
const GRACE = 16 * 60 * 1000;

export class Memory {
  constructor(room) {
    this.prefix = `room:${room}:`;
    this.page = new Map(); // where the browser keeps nothing
    this.keeps = true;
    this.dropOld();
  }

  get(name, otherwise = null) {
    if (this.page.has(name)) return this.page.get(name);
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name))?.it ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  set(name, it) {
    const empty = it === null || it === "" || it === undefined;
    this.page.delete(name);
    try {
      if (empty) return localStorage.removeItem(this.prefix + name);
      localStorage.setItem(this.prefix + name, JSON.stringify({ it, at: Date.now() }));
      this.keeps = true;
    } catch {
      if (empty) return;
      this.page.set(name, it);
      this.keeps = false;
    }
  }

  // Whether this browser keeps anything over a reload; asked once at the start, so that the warning comes in time.
  probe() {
    this.set("probe", true);
    this.set("probe", null);
    return this.keeps;
  }

  // The names that begin so.
  names(start) {
    const found = new Set([...this.page.keys()].filter((name) => name.startsWith(start)));
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(this.prefix + start)) found.add(key.slice(this.prefix.length));
      }
    } catch {
      // nothing is kept here
    }
    return [...found];
  }

  clear(keep = () => false) {
    for (const name of this.names("")) if (!keep(name)) this.set(name, null);
  }

  // The room has closed, and everything has arrived: what is left is what was not sent, what this phone said of itself,
  // and the key of an own sheet as long as a note may still be in time.
  forgetAfter(now) {
    const since = this.get("closed") ?? now;
    this.set("closed", since);
    const kept = new Set(["refused", "done", "pulse", "guesses", "heard", "closed", ...(now - since < GRACE ? ["sheet"] : [])]);
    this.clear((name) => kept.has(name) || name.startsWith("draft:"));
  }

  // --- notes of this phone ---
  isMine(note) {
    return (this.get("mine") ?? []).includes(note);
  }
  addMine(note) {
    this.set("mine", [...(this.get("mine") ?? []), note]);
  }

  // --- secrets, made when they are first needed ---
  pen(question) {
    return this.secret(`pen:${question}`);
  }
  pens() {
    return this.names("pen:").map((name) => `${name.slice(4)}=${this.get(name)}`).join(",");
  }
  dropPen(question) {
    this.set(`pen:${question}`, null);
  }
  sheetKey() {
    return this.secret("sheet");
  }
  secret(name) {
    const known = this.get(name);
    if (known) return known;
    const fresh = freshSecret();
    this.set(name, fresh);
    return this.get(name) ?? fresh;
  }

  // Whatever a phone was left with a day ago, in any room, is nobody's business any more.
  dropOld() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith("room:")) continue;
        const at = JSON.parse(localStorage.getItem(key))?.at ?? 0;
        if (Date.now() - at > KEPT_FOR) localStorage.removeItem(key);
      }
    } catch {
      // nothing is kept here
    }
  }
}
