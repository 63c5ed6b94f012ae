// The three things a phone asks of the server: the state, an operation, and another table (docs/phone-protocol.md).
const PATIENCE = 12000;

export class Server {
  constructor({ place, memory, clock }) {
    Object.assign(this, { place, memory, clock, token: place.dataset.token });
    this.own = place.dataset.style !== "tables";
  }

  // The state, or null where the server was not reached; a status where it says no.
  async state() {
    const first = window.firstState; // see room-first.js
    window.firstState = null;
    const began = first?.began ?? performance.now();
    const response = await (first?.answer ?? this.ask(this.place.dataset.stateAt, { headers: this.secrets() }));
    if (!response.ok) return { refused: response.status };
    const state = await response.json();
    const took = performance.now() - began;
    // Scripts that are being read keep a first answer waiting; how long it travelled nobody knows then.
    if (took < 4000) this.clock.heard(state.now, first ? 0 : took / 2);
    if (state.csrf) this.token = state.csrf;
    return state;
  }

  async operation(operation) {
    const response = await this.ask(this.place.dataset.operationsAt, {
      method: "POST",
      body: JSON.stringify(operation),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, ...this.sheet() },
    });
    // A token goes out of date where somebody signs in on the same phone; every state brings a new one.
    if (response.status === 403) await this.state();
    return response;
  }

  form(address, fields) {
    return this.ask(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": this.token }, redirect: "manual" });
  }

  ask(address, options) {
    // AbortSignal.timeout is younger than some of the phones in a room.
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(address, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options }).finally(() => clearTimeout(patience));
  }

  sheet() {
    return this.own ? { "Gap-Sheet": this.memory.sheetKey() } : {};
  }

  secrets() {
    const pens = this.own ? "" : this.memory.pens();
    return pens ? { "Gap-Pens": pens } : this.sheet();
  }
}
