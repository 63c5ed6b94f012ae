// Hears what happens in the room. One stream per page, none while the page is hidden; where streams do not get through
// (a proxy that holds them back) the state is asked for every few seconds, and a stream is tried again later.
const HELLO_WITHIN = 10000;
const SILENCE = 40000; // two heartbeats and a half
const FAILURES = 3;
const POLL = 5000;
const STREAM_AGAIN = 90000;
const NAMES = ["note", "sheet", "room", "moved", "reveal"];

export class Stream {
  // `refetch()` asks for the state and resolves to true when it came; `heard(name, facts)` gets events;
  // `clock(now)` the server's time; `changed(connected)` whether we hear of changes at all; `opened()` that a stream has begun.
  constructor({ address, refetch, heard, clock, changed, opened }) {
    Object.assign(this, { address, refetch, heard, clock, changed, opened });
    this.position = "";
    this.failures = 0;
    this.timers = {};
    this.ended = false;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.rest() : this.wake()));
    addEventListener("pagehide", () => this.rest());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.changed(false));
  }

  // The state is on the page already; hear what came after `position`.
  start(position) {
    this.position = position || this.position;
    if (!document.hidden) this.open();
  }

  end() {
    this.ended = true;
    this.rest();
  }

  rest() {
    this.source?.close();
    this.source = null;
    for (const name of Object.keys(this.timers)) this.cancel(name);
  }

  async wake() {
    if (this.ended || document.hidden) return;
    this.rest();
    this.failures = 0;
    await this.ask();
    if (!this.source && !this.ended && !document.hidden) this.open();
  }

  // Sit down elsewhere, or a right has changed: the old stream hears the wrong table.
  again() {
    if (this.ended) return;
    this.rest();
    this.after("again", 200 + Math.random() * 800, () => this.wake());
  }

  open() {
    this.rest();
    const source = new EventSource(`${this.address}?since=${encodeURIComponent(this.position)}`);
    this.source = source;
    this.after("hello", HELLO_WITHIN, () => this.failed(FAILURES));
    source.addEventListener("hello", (event) => {
      this.failures = 0;
      this.cancel("poll");
      this.alive(event);
      this.changed(true);
      this.opened();
      // What was written between the state and this stream may be gone from the replay after a restart.
      if (this.gap) this.ask();
      this.gap = false;
    });
    source.addEventListener("heartbeat", (event) => this.alive(event));
    source.addEventListener("refetch", (event) => {
      this.alive(event);
      this.ask();
    });
    source.addEventListener("close", () => this.again());
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        this.alive(event);
        this.heard(name, read(event));
      });
    }
    source.addEventListener("error", () => this.failed(1));
  }

  alive(event) {
    this.cancel("hello");
    if (event.lastEventId) this.position = event.lastEventId;
    const facts = read(event);
    if (["hello", "heartbeat"].includes(event.type) && facts.now) this.clock(facts.now);
    this.after("silence", SILENCE, () => this.failed(1));
  }

  failed(times) {
    this.failures += times;
    this.gap = true;
    this.rest();
    if (this.ended) return;
    if (this.failures >= FAILURES) {
      this.poll();
      this.after("again", STREAM_AGAIN * (0.75 + Math.random() / 2), () => this.open());
    } else {
      this.ask();
      this.after("again", 500 * 2 ** this.failures * (0.5 + Math.random()), () => this.open());
    }
  }

  poll() {
    this.after("poll", POLL * (0.75 + Math.random() / 2), () => this.poll());
    this.ask();
  }

  async ask() {
    const came = await this.refetch();
    this.changed(came);
    return came;
  }

  after(name, wait, act) {
    this.cancel(name);
    this.timers[name] = setTimeout(act, wait);
  }

  cancel(name) {
    clearTimeout(this.timers[name]);
    delete this.timers[name];
  }
}

function read(event) {
  try {
    return JSON.parse(event.data || "{}");
  } catch {
    return {};
  }
}
