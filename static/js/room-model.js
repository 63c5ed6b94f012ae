// The sheet as this phone shows it: what the server last said, and on top of it what this phone has done since and the
// server has not acknowledged yet.
export const FRESH_FOR = 3000;

export class Sheet {
  constructor({ outbox, memory }) {
    Object.assign(this, { outbox, memory });
    this.state = null;
    this.notes = new Map(); // as the server said, in the order they came to this phone
    this.freshSince = new Map();
    this.missed = []; // what the stream says while the state is on its way
    this.asking = 0;
  }

  // --- what the server says ---
  take(state) {
    this.touch();
    const first = !this.state;
    const sameTable = !first && this.state.table?.key === state.table?.key;
    const known = this.notes;
    this.notes = new Map();
    this.state = state;
    const now = new Map(state.notes.map((note) => [note.id, note]));
    // Nothing jumps: what is on the page keeps its place, what is new comes last.
    const order = sameTable ? [...[...known.keys()].filter((id) => now.has(id)), ...[...now.keys()].filter((id) => !known.has(id))] : [...now.keys()];
    for (const id of order) {
      this.notes.set(id, now.get(id));
      if (sameTable && !known.has(id)) this.freshen(id);
    }
    // What was heard while this state was under way may be newer than it; should it be older, the newer word is still
    // to come, as the stream leaves nothing out.
    const missed = this.missed;
    this.missed = [];
    for (const [what, facts] of missed) this[what](facts);
  }

  takeNote(note) {
    this.touch();
    if (this.asking) this.missed.push(["takeNote", note]);
    const known = this.notes.get(note.id);
    if (known && known.revision > note.revision) return; // an older word that was overtaken
    if (!known) this.freshen(note.id);
    this.notes.set(note.id, { ...known, ...note });
  }

  // Later changes of the same note that wait here were made on top of this one.
  acknowledged(operation, { note, repeated }) {
    const overtaken = repeated && "text" in operation && note.text !== operation.text.trim();
    if (["add", "edit"].includes(operation.verb) && !overtaken) {
      const next = this.outbox.waiting.find((one) => one.note === note.id && ["edit", "strike"].includes(one.verb));
      if (next) this.outbox.amend(next.op, { revision: note.revision });
    }
    this.takeNote(note);
  }

  takeRoom(facts) {
    // The room speaks in one language, this phone may read another: a line of help stays as the state said it.
    for (const asked of facts.questions ?? []) asked.help = this.question(asked.kind)?.help ?? asked.help;
    if (this.asking) this.missed.push(["takeRoom", facts]);
    Object.assign(this.state, facts);
  }

  takeSheet(facts) {
    if (this.asking) this.missed.push(["takeSheet", facts]);
    const { confirmed, help, people } = facts;
    if (confirmed !== undefined) this.state.confirmed = confirmed;
    if (help !== undefined) this.state.help = help;
    if (people !== undefined && this.state.table) this.state.table.people = people;
  }

  freshen(id) {
    if (!this.memory.isMine(id)) this.freshSince.set(id, performance.now());
  }

  // --- what the phone shows ---
  shown() {
    if (this.memo) return this.memo;
    const shown = new Map();
    for (const note of this.notes.values()) shown.set(note.id, { ...note, waiting: false, unsent: false });
    for (const operation of this.outbox.waiting) overlay(shown, operation);
    const now = performance.now();
    const mine = new Set(this.memory.get("mine") ?? []);
    for (const note of shown.values()) {
      note.mine = mine.has(note.id);
      const since = this.freshSince.get(note.id);
      note.fresh = since !== undefined && now - since < FRESH_FOR;
    }
    this.memo = [...shown.values()];
    queueMicrotask(() => this.touch());
    return this.memo;
  }

  // Something has changed: what was put together for the last look is void.
  touch() {
    this.memo = null;
  }

  find(id) {
    return this.shown().find((note) => note.id === id);
  }

  standing(kind) {
    return this.shown().filter((note) => note.question === kind && !note.struck);
  }

  // A sheet-wide yes or no (confirm, help) with what this phone said last on top.
  said(verb, settled) {
    const last = this.outbox.waiting.findLast?.((operation) => operation.verb === verb);
    return last ? last.on : settled;
  }

  question(kind) {
    return this.state.questions.find((one) => one.kind === kind);
  }

  isSilent(kind, now) {
    const until = this.question(kind)?.silent_until;
    return Boolean(until) && until > now && !this.state.own;
  }
}

function overlay(shown, operation) {
  const { verb, note: id } = operation;
  if (verb === "add") {
    if (shown.has(id)) return;
    const { question, text, valence = null, intent = null } = operation;
    shown.set(id, { id, question, text, valence, intent, revision: 1, star: false, struck: false, same_as: null, waiting: true, unsent: true });
    return;
  }
  const note = shown.get(id);
  if (!note) return;
  note.waiting = true;
  if (verb === "edit" && note.text !== operation.text) {
    note.text = operation.text;
    note.revision = operation.revision + 1; // a second edit builds on this one
  } else if (verb === "strike") Object.assign(note, { struck: true, star: false });
  else if (verb === "restore") note.struck = false;
  else if (verb === "tag") Object.assign(note, { valence: operation.valence ?? null, intent: operation.intent ?? null });
  else if (verb === "star") note.star = operation.on;
  else if (verb === "same_as") note.same_as = operation.other;
}

// Notes in the order they are drawn: each followed by those put on its stack.
export function stacked(notes) {
  const ids = new Set(notes.map((note) => note.id));
  const under = new Map();
  for (const note of notes) {
    if (note.same_as && ids.has(note.same_as)) under.set(note.same_as, [...(under.get(note.same_as) ?? []), note]);
  }
  const tops = notes.filter((note) => !note.same_as || !ids.has(note.same_as));
  return tops.map((top) => ({ top, under: under.get(top.id) ?? [] }));
}
