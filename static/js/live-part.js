// A page at the desk that keeps one part of itself fresh: a stream tells that something has changed, without a word of
// what, and one request brings the part; at most one a second, however much a room writes.
const EVERY = 1000;
const RESTED = 30000; // "2 min ago" moves on although nothing happens
const LOOK = 4000;
const WORDS = ["stir", "desk", "reveal", "refetch"];

// A page that is being left does not look at itself again.
let leaving = false;
addEventListener("beforeunload", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));
const lookAgain = () => leaving || location.reload();

export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// What two renderings of the same state may differ in says nothing: tokens, and the text of clocks. `tidy` takes out what
// else moves on a page.
export function essence(element, tidy) {
  const copy = element.cloneNode(true);
  for (const input of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) input.remove();
  for (const clock of copy.querySelectorAll("[data-clock]")) clock.textContent = "";
  tidy(copy);
  return copy.outerHTML;
}

// Every clock of the page at the server's moment `now`; `shown(clock, seconds)` does what else hangs on it.
export function tickClocks(now, shown) {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const { ends, left } = clock.dataset;
    if (!ends && !left) continue;
    const seconds = ends ? Math.max(0, Math.round((Number(ends) - now) / 1000)) : Number(left);
    clock.textContent = minutes(seconds);
    clock.classList.toggle("over", seconds === 0);
    shown(clock, seconds);
  }
}

export class Fresh {
  // `page` is the address, `part` the id of the part; `drawn(document)` gets what came, `clock(now)` the server's time,
  // `heard(yes)` is told whether the server is heard of.
  constructor({ page, part, stream, drawn, clock, heard = () => {} }) {
    Object.assign(this, { page, part, address: stream, drawn, clock, heard });
    Object.assign(this, { asking: false, again: false, last: 0, planned: 0, failing: 0 });
    setInterval(() => {
      if (document.hidden || !this.stream) return;
      if (this.stream.readyState !== EventSource.OPEN || Date.now() - this.last > RESTED) this.refresh();
    }, LOOK);
    document.addEventListener("visibilitychange", () => !document.hidden && this.soon());
  }

  get headers() {
    return { "HX-Request": "true", "HX-Target": `div#${this.part}` };
  }

  take(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    this.last = Date.now();
    this.drawn(page);
    return page;
  }

  async refresh() {
    if (this.asking) return (this.again = true);
    this.asking = true;
    try {
      const answer = await fetch(this.page, { headers: this.headers, cache: "no-store" });
      if (answer.status === 404) return lookAgain(); // no longer ours to see
      if (answer.ok) this.take(await answer.text());
    } catch {
      // a moment without a connection: the stream says when it is over
    } finally {
      this.last = Date.now();
      this.asking = false;
      if (this.again) {
        this.again = false;
        this.soon();
      }
    }
  }

  soon() {
    if (this.planned || document.hidden) return;
    const wait = Math.max(0, this.last + EVERY - Date.now()) + Math.random() * 200;
    this.planned = setTimeout(() => {
      this.planned = 0;
      this.refresh();
    }, wait);
  }

  listen() {
    this.stream?.close();
    this.stream = new EventSource(this.address);
    for (const name of WORDS) this.stream.addEventListener(name, () => this.soon());
    for (const name of ["hello", "heartbeat"]) {
      this.stream.addEventListener(name, (event) => {
        this.clock(JSON.parse(event.data).now);
        this.failing = 0;
        this.heard(true);
      });
    }
    this.stream.addEventListener("hello", () => this.soon());
    this.stream.addEventListener("close", lookAgain);
    this.stream.addEventListener("error", () => {
      this.failing += 1;
      this.heard(this.failing < 3);
      if (this.stream.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), 3000 + Math.random() * 2000);
    });
  }
}
