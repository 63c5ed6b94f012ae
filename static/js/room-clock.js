// The server's clock as this phone estimates it, and the countdown that everybody sees alike. The phone's own clock may
// be hours off or be set while the page is open; what is counted on is the time since the page was opened.
const SAMPLES = 8;
const STEP = 3000;
const SAID_AT = [300, 120, 60, 0];

export class Clock {
  constructor() {
    this.samples = [];
    this.odd = 0;
  }

  // `now` came from the server, `travelled` milliseconds ago as far as one can tell.
  heard(now, travelled = 0) {
    const base = now + travelled - performance.now();
    // A message can only be late: the largest of the last samples is nearest. A clock that was set back is believed
    // at the second word.
    if (this.samples.length && base < this.base - STEP) {
      this.odd += 1;
      if (this.odd < 2) return;
      this.samples = [];
    }
    this.odd = 0;
    this.samples = [...this.samples.slice(1 - SAMPLES), base];
  }

  get base() {
    return Math.max(...this.samples);
  }

  get now() {
    return Math.round(this.samples.length ? this.base + performance.now() : Date.now());
  }
}

// "6:12" of milliseconds.
export function minutes(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export class Countdown {
  // `place` shows the time left; `say(seconds)` is called once each at 5, 2 and 1 minutes and at 0.
  constructor(place, clock, say) {
    Object.assign(this, { place, clock, say, timer: null, last: null });
  }

  set(timer) {
    const running = timer?.ends ?? null;
    if (running !== this.timer?.ends) this.last = null;
    this.timer = timer;
    this.tick();
  }

  get left() {
    if (this.timer?.ends) return this.timer.ends - this.clock.now;
    return Number.isInteger(this.timer?.left) ? this.timer.left * 1000 : null;
  }

  tick() {
    const left = this.left;
    this.place.hidden = left === null;
    if (left === null) return;
    const words = minutes(left);
    const shown = this.place.querySelector("[data-left]");
    if (shown.textContent !== words) shown.textContent = words;
    this.place.classList.toggle("paused", !this.timer.ends);
    this.place.classList.toggle("over", left <= 0);
    if (!this.timer.ends) return;
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const passed = this.last === null ? null : SAID_AT.find((at) => this.last > at && seconds <= at);
    if (passed !== undefined && passed !== null) this.say(passed);
    this.last = seconds;
  }
}
