// Typing a sheet in by keyboard. Every act is a form of the page; here it is sent through the outbox instead, and the
// page shows it at once. Without this script the same forms work one page at a time.
import { Outbox, freshId } from "./outbox.js";
import { keys } from "./typing-keys.js";
import { Refusals } from "./typing-refusals.js";

const root = document.querySelector("[data-typing]");
if (root) start(root);

function start(root) {
  const composer = root.querySelector("[data-composer]");
  const field = composer.elements.text;
  const state = root.querySelector("[data-state]");
  const draft = `draft:${root.dataset.typing}`;
  let hint = "";
  root.classList.add("scripted");

  const outbox = new Outbox({ name: root.dataset.typing, send, settled, changed: say });
  const refusals = new Refusals(root, { act, page });

  function page() {
    return { root, composer, field, now, choose, act, find, refusals };
  }

  // --- which question ---
  function now() {
    return root.dataset.now;
  }
  function choose(kind) {
    const radio = [...composer.querySelectorAll("[name=question]")].find((one) => one.value === kind);
    if (!radio) return;
    radio.checked = true;
    root.dataset.now = kind;
    for (const section of root.querySelectorAll(".question")) section.toggleAttribute("data-now", section.dataset.question === kind);
    keepDraft();
  }
  composer.addEventListener("change", (event) => {
    if (event.target.name !== "question") return;
    choose(event.target.value);
    field.focus();
  });

  // --- the text that is being typed survives whatever happens to the page ---
  function keepDraft() {
    try {
      if (field.value) localStorage.setItem(draft, JSON.stringify({ question: now(), text: field.value }));
      else localStorage.removeItem(draft);
    } catch {
      // this browser keeps nothing: the page itself still holds the text
    }
  }
  function takeDraft() {
    try {
      const kept = JSON.parse(localStorage.getItem(draft) ?? "null");
      if (!kept?.text || field.value) return;
      field.value = kept.text;
      choose(kept.question);
    } catch {
      // nothing kept, or not ours
    }
  }
  field.addEventListener("input", keepDraft);

  // --- acts ---
  function find(note) {
    return document.getElementById(`note-${note}`);
  }
  function act(fields) {
    const operation = { op: freshId(), fields };
    show(operation);
    outbox.add(operation);
  }
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-composer]")) {
      event.preventDefault();
      const text = field.value;
      if (!text.trim()) return field.focus();
      field.value = "";
      keepDraft();
      act({ verb: "add", question: now(), text, note: freshId() });
      field.focus();
    } else if (form.matches("[data-act]")) {
      event.preventDefault();
      const note = form.closest("[data-note]");
      const verb = event.submitter?.value ?? "edit";
      const fields = { verb, note: note.dataset.note, revision: note.dataset.revision };
      if (verb === "edit") fields.text = form.elements.text.value;
      note.focus({ preventScroll: true });
      act(fields);
    }
  });

  // --- what the page shows before the server has answered ---
  function show({ fields }) {
    const note = find(fields.note);
    if (fields.verb === "add") {
      if (note) return;
      const fresh = root.querySelector("[data-fresh]").content.firstElementChild.cloneNode(true);
      fresh.id = `note-${fields.note}`;
      Object.assign(fresh.dataset, { note: fields.note, question: fields.question, revision: 1 });
      fresh.querySelector(".said").textContent = fields.text;
      listOf(fields.question)?.append(fresh);
      fresh.scrollIntoView({ block: "nearest" });
      count();
      return;
    }
    if (!note) return;
    note.classList.add("waiting");
    const [verb, value] = fields.verb.split(":");
    if (verb === "edit") {
      note.querySelector(".said").textContent = fields.text;
      note.dataset.revision = Number(fields.revision) + 1; // so that a second edit builds on this one
      note.querySelector("details[open]")?.removeAttribute("open");
    } else if (verb === "star") {
      note.classList.toggle("starred", value === "on");
    } else if (verb === "strike" || verb === "restore") {
      note.classList.toggle("struck", verb === "strike");
      count();
    }
  }
  function listOf(kind) {
    return root.querySelector(`.question[data-question="${kind}"] .notes`);
  }
  function count() {
    for (const section of root.querySelectorAll(".question")) {
      const standing = section.querySelectorAll(".note:not(.struck)").length;
      section.querySelector("[data-count]").textContent = standing;
      root.querySelector(`[data-count-of="${section.dataset.question}"]`).textContent = standing;
    }
  }

  // --- to the server and back ---
  async function send({ op, fields }) {
    const body = new URLSearchParams({ ...fields, op, csrfmiddlewaretoken: composer.elements.csrfmiddlewaretoken.value });
    const headers = { "X-Typing": "1" };
    const options = { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(15000) };
    const response = await fetch(root.dataset.act, options);
    if (response.status === 403) await renewToken();
    return response;
  }
  async function renewToken() {
    // Whoever signed in again in another tab has another token now.
    const answer = await fetch(location.pathname);
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = other.querySelector("[data-composer] [name=csrfmiddlewaretoken]")?.value;
    if (token) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  }
  async function settled({ op, fields }, response) {
    if (!response.ok) return refusals.keep({ op, fields, ...(await response.json()) });
    const html = await response.text();
    const later = outbox.waiting.some((one) => one.fields.note === fields.note);
    const old = find(fields.note);
    if (later || !old) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-note]");
    const focused = old.contains(document.activeElement);
    if (old.querySelector("details[open]")) return old.classList.remove("waiting"); // somebody is typing in there
    if (fields.verb === "add") fresh.classList.add("fresh");
    for (const field of fresh.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = composer.elements.csrfmiddlewaretoken.value;
    old.replaceWith(fresh);
    if (focused) fresh.focus({ preventScroll: true });
    count();
  }
  function say() {
    const words = state.dataset;
    const n = outbox.waiting.length;
    const away = ["away", "signed-out"].includes(outbox.state);
    state.classList.toggle("away", away || !outbox.keeps);
    // Sent is not yet settled: until the note takes keys again, it does not read "Saved".
    if (!n && outbox.state !== "sending") state.textContent = hint || words.saved;
    else if (!outbox.keeps) state.textContent = `${words.memory} ${n}`;
    else if (outbox.state === "signed-out") state.textContent = `${words.signedOut} ${n}`;
    else state.textContent = away ? `${words.waiting} ${n}` : words.sending;
  }

  function mention(words) {
    state.textContent = hint = state.dataset[words];
    setTimeout(() => {
      hint = "";
      say();
    }, 6000);
  }

  keys(page(), mention);
  for (const operation of outbox.waiting) show(operation);
  refusals.showKept();
  takeDraft();
  // Browsers leave autofocus alone where the address names a place in the page.
  if (location.hash === "#say") field.focus();
  if (outbox.waiting.length) outbox.flush();
}
