// What the server refused for good stays on the phone with every word, over a reload, until somebody decides. Two texts
// of one note lie side by side; what came too late, to a table that is gone, or to the wrong table can be copied.
import { copyText } from "./clipboard.js";
import { freshId } from "./outbox.js";
import { hint, isWriting, part, raise, stamp, toggle, words, write } from "./room-page.js";

export class Refusals {
  constructor({ memory, page }) {
    Object.assign(this, { memory, page, shown: "" });
    this.dialog = part("conflict");
    this.dialog.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-keep]")?.dataset.keep;
      if (choice) this.decide(choice);
    });
    this.dialog.addEventListener("close", () => {
      this.shown = "";
      this.draw();
    });
    part("kept").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const op = button?.closest("[data-op]")?.dataset.op;
      if (button && op) this.choose(op, button.dataset.do);
    });
    part("open-conflict").addEventListener("click", () => this.raise());
  }

  get list() {
    return this.memory.get("refused") ?? [];
  }

  put(list) {
    this.memory.set("refused", list.length ? list : null);
  }

  // `operation` was refused with `answer`. Words that could be lost are kept; the rest is said in one sentence.
  take(operation, status, answer) {
    const mine = ["add", "edit"].includes(operation.verb) ? (answer.mine ?? operation.text ?? "") : "";
    if (!mine) {
      if (answer.sentence) hint(answer.sentence);
      return;
    }
    const why = answer.why ?? (status === 410 ? "no_such_note" : "malformed");
    const { op, verb, note, question, table, valence, intent } = operation;
    const kept = { op, verb, note, why, mine, theirs: answer.theirs, revision: answer.revision, sentence: answer.sentence ?? "" };
    Object.assign(kept, { question: question ?? this.page.questionOf(note), table, name: answer.name, valence, intent, late: answer.kept });
    this.put([...this.list, kept]);
    this.draw();
    if (why === "stale" && !isWriting()) this.raise();
  }

  // Words of this phone that stand on no sheet and wait for nobody but its owner.
  get open() {
    return this.list.some((one) => !one.late);
  }

  get conflicts() {
    return this.list.filter((one) => one.why === "stale");
  }

  raise() {
    const [first] = this.conflicts;
    if (!first) return;
    this.shown = first.op;
    underline(part("mine", this.dialog), first.mine, first.theirs);
    underline(part("theirs", this.dialog), first.theirs, first.mine);
    raise(this.dialog);
  }

  decide(choice) {
    const one = this.list.find((kept) => kept.op === this.shown);
    this.put(this.list.filter((kept) => kept.op !== this.shown));
    this.dialog.close();
    if (!one) return;
    if (choice === "both") this.page.act({ verb: "add", note: freshId(), question: one.question, text: one.mine });
    if (choice === "mine") this.page.act({ verb: "edit", note: one.note, text: one.mine, revision: one.revision });
    this.raise();
  }

  draw() {
    toggle(part("open-conflict"), this.conflicts.length > 0 && !this.dialog.open);
    const place = part("kept");
    const rest = [...this.list.filter((one) => one.why !== "stale"), ...this.unsent()];
    const known = new Map([...place.children].map((row) => [row.dataset.op, row]));
    for (const one of rest) {
      const row = known.get(one.op) ?? stamp("kept");
      known.delete(one.op);
      row.dataset.op = one.op;
      write(part("sentence", row), one.why === "moved" && one.name ? words("was-moved", { name: one.name ?? "" }) : one.sentence);
      write(part("text", row), one.mine);
      // Late words are with the facilitator already: nothing more to do than to know it.
      toggle(row.querySelector("[data-do=again]"), !one.late && this.page.canSend());
      toggle(row.querySelector("[data-do=away]"), one.why !== "unsent");
      place.append(row);
    }
    for (const old of known.values()) old.remove();
  }

  // Out of the room: what was not sent waits in the outbox, and can be copied meanwhile.
  unsent() {
    if (!this.page.gone) return [];
    return this.page.outbox.waiting.filter((one) => one.text).map(({ op, text }) => ({ op, why: "unsent", mine: text, late: true, sentence: words("unsent") }));
  }

  choose(op, what) {
    const one = [...this.list, ...this.unsent()].find((kept) => kept.op === op);
    if (!one) return;
    if (what === "copy") return copy(one.mine);
    this.put(this.list.filter((kept) => kept.op !== op));
    // Back into the field, not onto a sheet: whoever wrote it says where it belongs.
    if (what === "again") this.page.writeAgain(one.question, one.mine);
    this.draw();
  }
}

// Underline where one text differs from the other: what both begin and end with stays plain.
function underline(place, text, other) {
  const these = text.split(/(\s+)/);
  const those = (other ?? "").split(/(\s+)/);
  let start = 0;
  while (start < these.length && these[start] === those[start]) start += 1;
  let end = 0;
  while (end < these.length - start && end < those.length - start && these.at(-1 - end) === those.at(-1 - end)) end += 1;
  const middle = these.slice(start, these.length - end).join("");
  const marked = document.createElement("mark");
  marked.textContent = middle;
  place.replaceChildren(these.slice(0, start).join(""), middle ? marked : "", these.slice(these.length - end).join(""));
}

async function copy(text) {
  await copyText(text);
  hint(words("copied"));
}
