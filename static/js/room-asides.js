// What a phone is asked beside the four questions, at the end: the pulse, predictions, how one wants to hear what came
// of it. Each goes through the outbox like a note, and each may be left.
import { hint, part, parts, toggle } from "./room-page.js";

const GUESSES = 3;

export class Asides {
  constructor({ sheet, memory, outbox, page }) {
    Object.assign(this, { sheet, memory, outbox, page });
    this.place = part("asides");
    this.place.addEventListener("click", (event) => {
      const score = event.target.closest("[data-score]")?.dataset.score;
      if (score !== undefined) this.give(Number(score));
    });
    part("predict", this.place)?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.guess(event.target.elements.text);
    });
    const form = part("hear", this.place);
    form.addEventListener("change", () => this.ways(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.hear(form);
    });
  }

  waiting(verb) {
    return this.outbox.waiting.filter((operation) => operation.verb === verb);
  }

  // --- the pulse: to change it, the phone says what it gave before; the server does not know ---
  give(score) {
    const was = this.memory.get("pulse");
    if (was === score) return;
    this.memory.set("pulse", score);
    this.page.act(was === null ? { verb: "pulse", score } : { verb: "pulse", score, was });
    this.page.draw();
  }

  guess(field) {
    const text = field.value.trim();
    if (!text) return field.focus();
    this.memory.set("guesses", [...(this.memory.get("guesses") ?? []), text]);
    field.value = "";
    this.page.act({ verb: "predict", text });
    this.page.draw();
    field.focus();
  }

  ways(form) {
    const how = form.elements.how.value;
    toggle(part("where", form), how && how !== "not_at_all");
    toggle(part("hear-send", form), Boolean(how));
  }

  hear(form) {
    const { how, how_often: often, address } = form.elements;
    const wants = how.value !== "not_at_all";
    if (wants && !address.value.trim()) return address.focus();
    this.page.act({ verb: "follow_up", how: how.value, how_often: wants ? often.value : "", address: wants ? address.value : "" });
    this.memory.set("heard", true);
    form.reset();
    this.ways(form);
    this.page.draw();
  }

  // The server said no: what this phone believed of itself was wrong.
  refused(operation, sentence) {
    const kept = { pulse: "pulse", follow_up: "heard", predict: "guesses" }[operation.verb];
    if (!kept) return false;
    if (operation.verb === "predict") this.memory.set(kept, (this.memory.get(kept) ?? []).filter((text) => text !== operation.text));
    else this.memory.set(kept, operation.was ?? null);
    if (sentence) hint(sentence);
    return true;
  }

  draw() {
    const { asks, gave } = this.sheet.state;
    const score = this.memory.get("pulse");
    const guesses = this.memory.get("guesses") ?? [];
    const given = {
      // A phone that lost its memory cannot say what it gave, so it cannot change it either.
      pulse: score !== null || gave.pulse,
      prediction: Math.max(guesses.length, gave.predictions) >= GUESSES,
      follow_up: Boolean(this.memory.get("heard")) || gave.follow_up,
    };
    for (const aside of parts("aside", this.place)) {
      const name = aside.dataset.aside;
      toggle(aside, Boolean(asks[name]));
      toggle(part("given", aside), given[name]);
    }
    for (const button of parts("score", this.place)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.score) === score));
      button.disabled = gave.pulse && score === null;
    }
    toggle(part("predict", this.place), !given.prediction);
    toggle(part("hear", this.place), !given.follow_up);
    const list = part("guesses", this.place);
    if (list && list.children.length !== guesses.length) {
      list.replaceChildren(...guesses.map((text) => {
        const row = document.createElement("li");
        row.textContent = text;
        row.dir = "auto";
        return row;
      }));
    }
    toggle(this.place, Object.values(asks).some(Boolean));
  }
}
