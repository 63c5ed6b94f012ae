// Small hands for the page: finding its parts, its words in the reader's language, saying something aloud, and the
// sheets that come up from below.
export const part = (name, within = document) => within.querySelector(`[data-${name}]`);
export const parts = (name, within = document) => [...within.querySelectorAll(`[data-${name}]`)];

export function stamp(name) {
  return document.querySelector(`template[data-stamp="${name}"]`).content.firstElementChild.cloneNode(true);
}

// Set what differs only: what stands still is not touched, so nothing flickers and no screen reader repeats it.
export function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
export function toggle(element, shown) {
  // The attribute, not the property: drawings have none.
  if (element && element.hasAttribute("hidden") === Boolean(shown)) element.toggleAttribute("hidden", !shown);
}
export function mark(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

// --- words ---
const plural = new Intl.PluralRules(document.documentElement.lang || "en");

// The words `name` of the page with `{...}` filled in; `n` chooses between one and several.
export function words(name, facts = {}) {
  const said = document.querySelector(`[data-words="${name}"]`)?.dataset ?? {};
  const chosen = "n" in facts ? (said[plural.select(facts.n)] ?? said.other) : said.other;
  return (chosen ?? "").replace(/\{(\w+)\}/g, (_all, fact) => facts[fact] ?? "");
}

// --- saying aloud, for those who do not see the page ---
let soon = 0;
const queue = [];
export function say(sentence) {
  queue.push(sentence);
  if (soon) return;
  soon = setTimeout(() => {
    soon = 0;
    document.getElementById("heard").textContent = queue.splice(0).join(" ");
  }, 150);
}

// Things that happen often are said once in ten seconds.
const SAID_EVERY = 10000;
export class Batch {
  constructor(sentence) {
    Object.assign(this, { sentence, count: 0, timer: 0, last: -SAID_EVERY });
  }
  add(n = 1) {
    this.count += n;
    if (this.timer) return;
    const wait = Math.max(1000, this.last + SAID_EVERY - performance.now());
    this.timer = setTimeout(() => {
      say(this.sentence(this.count));
      Object.assign(this, { count: 0, timer: 0, last: performance.now() });
    }, wait);
  }
}

// A short sentence at the foot that goes by itself.
let gone = 0;
export function hint(sentence) {
  const place = part("hint");
  write(place, sentence);
  toggle(place, true);
  toggle(part("foot"), true);
  say(sentence);
  clearTimeout(gone);
  gone = setTimeout(() => {
    toggle(place, false);
    const rest = [...part("foot").children].some((one) => !one.hidden);
    toggle(part("foot"), rest);
  }, 7000);
}

// --- sheets from below ---
export function raise(dialog) {
  if (!dialog.open) dialog.showModal();
}
for (const dialog of document.querySelectorAll("dialog.sheet-up")) {
  dialog.addEventListener("click", (event) => {
    // Beside the sheet is out of it; what was typed is kept.
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}

// Whether somebody is in the middle of writing: nothing may come up over it then.
export function isWriting() {
  const at = document.activeElement;
  return Boolean(at?.matches?.("textarea, input[type=text]") && (at.value.trim() || at.dataset.composing));
}
document.addEventListener("compositionstart", (event) => (event.target.dataset.composing = "1"));
document.addEventListener("compositionend", (event) => delete event.target.dataset.composing);
