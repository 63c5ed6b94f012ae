// Operations that must arrive: kept in this browser before they are sent, sent one after the other, and sent again
// until the server has said yes or a final no. Every operation has an id of its own, so once too often does no harm.
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30000;
const FINAL = new Set([409, 410, 413, 422]);

// A random UUID; crypto.randomUUID is missing where a page came over plain HTTP.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  // `send(operation)` gives a Response or throws; `settled(operation, response)` hears of every final answer, and
  // `changed()` of everything else. `name` tells one sheet's operations from another's.
  constructor({ name, send, settled, changed }) {
    Object.assign(this, { name: `outbox:${name}`, send, settled, changed });
    this.memory = [];
    this.keeps = true;
    this.pause = FIRST_PAUSE;
    this.state = "idle";
    this.timer = 0;
    for (const moment of ["online", "pageshow"]) addEventListener(moment, () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  get waiting() {
    return this.read();
  }

  add(operation) {
    this.write([...this.read(), operation]);
    this.flush();
  }

  read() {
    if (!this.keeps) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return this.memory;
    }
  }

  write(operations) {
    this.memory = operations;
    try {
      if (operations.length) localStorage.setItem(this.name, JSON.stringify(operations));
      else localStorage.removeItem(this.name);
      this.keeps = true;
    } catch {
      this.keeps = false; // blocked or full: this page's memory is all there is, and the page says so
    }
    this.changed();
  }

  async flush() {
    if (this.busy) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      for (let next = this.read()[0]; next; next = this.read()[0]) {
        this.state = "sending";
        this.changed();
        const response = await this.send(next);
        if (!response.ok && !FINAL.has(response.status)) throw response;
        this.write(this.read().filter((operation) => operation.op !== next.op));
        await this.settled(next, response);
        this.pause = FIRST_PAUSE;
      }
      this.state = "idle";
    } catch (why) {
      this.state = why instanceof Response && [401, 403, 404].includes(why.status) ? "signed-out" : "away";
      this.timer = setTimeout(() => this.flush(), this.pause * (0.5 + Math.random()));
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    } finally {
      this.busy = false;
      this.changed();
    }
  }
}
