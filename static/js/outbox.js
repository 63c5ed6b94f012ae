// Operations that must arrive: kept in this browser before they are sent, sent one after the other by one page only,
// and sent again until the server has said yes or a final no. Every operation has an id of its own, so once too often
// does no harm. Each lies under a key of its own: two tabs that write at once cannot overwrite each other.
import { alone } from "./sender.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30000;
const LEAST_PAUSE = 250;
const KEPT_FOR = 24 * 60 * 60 * 1000;
// Refused for now, not for good: signed out, an old token, not found while a seat is moved, too much at once.
const AGAIN = new Set([401, 403, 404, 408, 425, 429]);

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function randomHex(bytes) {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)));
}

// 128 random bits in hexadecimal.
export function freshSecret() {
  return randomHex(16);
}

// A random UUID; crypto.randomUUID is missing where a page came over plain HTTP.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  // `send(operation)` gives a Response or throws; `settled(operation, response)` hears of every final answer, and
  // `changed()` of everything else. `name` tells one sheet's operations from another's.
  constructor({ name, send, settled, changed }) {
    Object.assign(this, { name, prefix: `outbox:${name}:`, send, settled, changed });
    this.memory = []; // what this browser does not keep: [key, operation]
    this.keeps = true;
    this.pause = FIRST_PAUSE;
    this.state = "idle"; // idle, sending, away (no server), signed-out (no right), elsewhere (another tab sends)
    this.timer = 0;
    this.count = 0;
    this.stopped = false;
    dropOld();
    for (const moment of ["online", "pageshow"]) addEventListener(moment, () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    addEventListener("storage", (event) => event.key?.startsWith(this.prefix) && this.changed());
  }

  get waiting() {
    return this.entries().map(([, operation]) => operation);
  }

  add(operation) {
    const key = `${this.prefix}${Date.now().toString(36).padStart(9, "0")}-${(this.count++ % 46656).toString(36).padStart(3, "0")}-${randomHex(3)}`;
    this.keep(key, operation);
    this.changed();
    this.flush();
  }

  // Change an operation that has not been sent yet, such as one that builds on the answer to an earlier one.
  amend(id, change) {
    const found = this.entries().find(([, operation]) => operation.op === id);
    if (found) this.keep(found[0], { ...found[1], ...change });
  }

  // Forget everything: somebody leaves, or the session is over.
  clear() {
    for (const [key] of this.entries()) this.drop(key);
    this.changed();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // Try now, whatever pause was due: the network may be back.
  hurry() {
    this.pause = FIRST_PAUSE;
    return this.flush();
  }

  async flush() {
    if (this.busy || this.stopped) return;
    clearTimeout(this.timer);
    if (!this.entries().length) {
      if (this.state !== "idle") this.become("idle");
      return;
    }
    this.busy = true;
    let wait = 0;
    try {
      const mine = await alone(`outbox:${this.name}`, async (stillMine) => {
        wait = await this.drain(stillMine);
      });
      if (!mine) {
        this.state = "elsewhere";
        wait = 2000;
      }
    } finally {
      this.busy = false;
      if (wait && !this.stopped) this.timer = setTimeout(() => this.flush(), wait);
      this.changed();
    }
    if (!wait && this.entries().length) this.flush(); // added while the last one was under way
  }

  // Send what waits, oldest first; give the milliseconds to wait before the next try, 0 when all is done.
  async drain(stillMine) {
    for (let next = this.entries()[0]; next && !this.stopped && stillMine(); next = this.entries()[0]) {
      const [key, operation] = next;
      // Who was away stays away until something has got through: a try is not yet a success.
      if (!["away", "signed-out"].includes(this.state)) this.become("sending");
      let response = null;
      try {
        response = await this.send(operation);
      } catch {
        this.state = "away";
        return this.longer();
      }
      const { ok, status } = response;
      if (!ok && (status < 400 || status >= 500 || AGAIN.has(status))) {
        this.state = [401, 403, 404].includes(status) ? "signed-out" : "away";
        return Math.max(this.longer(), 1000 * Math.min(Number(response.headers.get("Retry-After")) || 0, 120));
      }
      this.pause = FIRST_PAUSE;
      this.state = "sending";
      this.drop(key);
      await this.settled(operation, response);
    }
    this.state = "idle";
    return 0;
  }

  longer() {
    const pause = Math.max(LEAST_PAUSE, Math.random() * this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    return pause;
  }

  become(state) {
    this.state = state;
    this.changed();
  }

  // [key, operation] of everything that waits, oldest first.
  entries() {
    const found = [...this.memory];
    try {
      for (let at = 0; at < localStorage.length; at++) {
        const key = localStorage.key(at);
        if (!key.startsWith(this.prefix)) continue;
        const operation = parsed(localStorage.getItem(key));
        if (operation) found.push([key, operation]);
      }
    } catch {
      // this browser keeps nothing: the page's memory is all there is
    }
    return found.sort(([one], [other]) => (one < other ? -1 : 1));
  }

  keep(key, operation) {
    this.memory = this.memory.filter(([one]) => one !== key);
    try {
      localStorage.setItem(key, JSON.stringify(operation));
      this.keeps = true;
    } catch {
      this.memory.push([key, operation]); // blocked or full: the page says so
      this.keeps = false;
    }
  }

  drop(key) {
    this.memory = this.memory.filter(([one]) => one !== key);
    try {
      localStorage.removeItem(key);
    } catch {
      // it was never there
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What nobody fetched within a day goes, whichever sheet it belonged to.
function dropOld() {
  try {
    for (const key of Object.keys(localStorage)) {
      const written = /^outbox:.*:([0-9a-z]{9})-[0-9a-z]{3}-[0-9a-f]{6}$/.exec(key);
      if (written && Date.now() - parseInt(written[1], 36) > KEPT_FOR) localStorage.removeItem(key);
    }
  } catch {
    // nothing is kept here
  }
}
