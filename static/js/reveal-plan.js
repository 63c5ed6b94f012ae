// What the room decides: typed at a step, kept in this browser at once, written into the plan when the server is there.
// Each decision carries an id of its own, so however often it is sent, the plan holds it once. What was written with no
// network for a week is still here: nothing is dropped but by the server's yes.
import { Outbox, freshId } from "./outbox.js";

const PATIENCE = 12000;
const A_DAY = 24 * 60 * 60 * 1000;

// "2027-02-15" as people of the page's language write it; what the server has worded stays.
function dayIn(due) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(due)) return due;
  const { lang } = document.documentElement;
  return new Date(`${due}T12:00:00`).toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long", year: "numeric" });
}

class Waiting extends Outbox {
  constructor(options) {
    super(options);
    // Apart from the phones' outboxes, of which what is a day old goes.
    this.prefix = `reveal:${options.name}:`;
  }
}

export class Decisions {
  constructor({ root, bar, stirred, drawn }) {
    // What was delivered before this page was made stands in it already, or was taken out of the plan since.
    Object.assign(this, { root, bar, stirred, drawn, token: root.dataset.token, began: performance.timeOrigin });
    this.done = `reveal-done:${root.dataset.code}`;
    this.outbox = null;
    if (!("decides" in root.dataset)) return;
    this.outbox = new Waiting({
      name: root.dataset.code,
      send: (one) => this.send(one),
      settled: (one, response) => this.settled(one, response),
      changed: () => this.draw(),
    });
    for (const form of root.querySelectorAll("[data-decide]")) form.addEventListener("submit", (event) => this.decide(event, form));
    root.addEventListener("click", (event) => event.target.closest("[data-again]") && this.again(event.target));
    this.draw();
    this.outbox.flush();
  }

  decide(event, form) {
    event.preventDefault();
    const words = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
    if (!words.what) return form.elements.what.focus();
    this.outbox.add({ op: freshId(), theme: form.closest("[data-theme-key]").dataset.themeKey, ...words });
    form.reset();
    form.elements.what.focus();
    this.stirred();
  }

  async send({ kept, ...operation }) {
    const response = await this.ask(this.root.dataset.decisions, {
      method: "POST",
      body: JSON.stringify(operation),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
    });
    // A token goes out of date where somebody signs in again in another window.
    if (response.status === 403) await this.renew();
    return response;
  }

  async renew() {
    const answer = await this.ask(this.root.dataset.plan, {});
    if (answer.ok) this.token = (await answer.json()).csrf;
  }

  ask(address, options) {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual", signal: stop.signal, ...options }).finally(() => clearTimeout(patience));
  }

  async settled(operation, response) {
    const answer = await response.json().catch(() => ({}));
    const said = response.ok ? "" : answer.said || this.bar.dataset.wordsRefused;
    this.remember({ ...operation, ...(response.ok ? answer : {}), said, at: Date.now() });
    this.stirred();
  }

  // What was refused goes back into the form it came from; its words are never lost.
  again(button) {
    const op = button.closest("[data-entry]").dataset.entry;
    const { [op]: found, ...others } = this.remembered();
    const form = button.closest("[data-theme-key]").querySelector("[data-decide]");
    for (const name of ["what", "owner", "due"]) form.elements[name].value = found[name] ?? "";
    this.keep(others);
    this.draw();
    form.elements.what.focus();
    this.stirred();
  }

  // What was delivered or refused since the page was loaded, for every window of this reveal.
  remember(action) {
    const recent = Object.entries(this.remembered()).filter(([, one]) => one.said || Date.now() - one.at < A_DAY);
    this.keep({ ...Object.fromEntries(recent), [action.op]: action });
  }

  keep(all) {
    this.memory = {};
    try {
      localStorage.setItem(this.done, JSON.stringify(all));
    } catch {
      this.memory = all;
    }
  }

  remembered() {
    try {
      return { ...this.memory, ...JSON.parse(localStorage.getItem(this.done) ?? "{}") };
    } catch {
      return { ...this.memory };
    }
  }

  draw() {
    if (!this.outbox) return;
    const waiting = this.outbox.waiting.map((one) => ({ ...one, waits: true }));
    const here = [...Object.values(this.remembered()).filter((one) => one.said || one.at > this.began), ...waiting];
    for (const place of this.root.querySelectorAll("[data-theme-key]")) {
      const theme = place.dataset.themeKey;
      const list = place.querySelector("[data-actions]");
      for (const old of list.querySelectorAll("[data-ours]")) old.remove();
      const printed = new Set([...list.children].map((item) => item.dataset.entry));
      // The last step has no theme of its own: it lists them all.
      for (const one of here) if ((!theme || theme === one.theme) && !printed.has(one.op)) list.append(this.item(one));
    }
    this.say();
    this.drawn();
  }

  item({ op, what, owner, due, waits, said }) {
    const item = document.createElement("li");
    item.dataset.entry = op;
    item.dataset.ours = "";
    item.classList.toggle("waits", Boolean(waits));
    item.classList.toggle("refused", Boolean(said));
    const { wordsNoOwner, wordsNoDate, wordsLocal, wordsAgain } = this.bar.dataset;
    const who = document.createElement("span");
    who.textContent = `${owner || wordsNoOwner} · ${due ? dayIn(due) : wordsNoDate}`;
    const words = document.createElement("b");
    words.dir = "auto";
    words.textContent = what;
    item.append(words, " ", who);
    if (waits || said) {
      const state = document.createElement("small");
      state.textContent = said || wordsLocal;
      item.append(state);
    }
    if (said) {
      const again = document.createElement("button");
      Object.assign(again, { type: "button", className: "btn sm", textContent: wordsAgain });
      again.dataset.again = "";
      item.append(again);
    }
    return item;
  }

  // One line for the presenter: whether the network may go, and where the words are.
  say() {
    const state = this.bar.querySelector("[data-state]");
    const away = this.outbox?.state === "away" || !navigator.onLine;
    const out = this.outbox?.state === "signed-out";
    if (!this.root.dataset.ready) return;
    state.classList.toggle("away", away || out);
    state.textContent = out ? state.dataset.signedOut : away ? state.dataset.away : state.dataset.ready;
  }
}
