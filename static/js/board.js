// The board: notes are picked, moved by drag, tap and keys, and what others do comes by itself. Every act is a form's post; the
// answer brings the panels that changed since the revision this page shows, and a move that came too late says why.
import { choose } from "./board-choose.js";
import { dragging } from "./board-drag.js";
import { letters, rove } from "./board-keys.js";
import { offer, reconcile, remember, retype, say, wayOn } from "./board-parts.js";
import { Fresh } from "./live-part.js";

const place = document.getElementById("board");
const base = place.dataset.board;
const mine = Boolean(document.querySelector("#floatbar"));
const picked = new Map(); // id of a note -> what a form sends for it
const opened = new Set(new URLSearchParams(location.search).getAll("open"));
const unfolded = new Set(new URLSearchParams(location.search).getAll("unfold"));
const bar = document.getElementById("floatbar");
const token = () => document.querySelector("#picked [name=csrfmiddlewaretoken]").value;

// ---- what the page asks for ----
function address(more = {}, { whole = false } = {}) {
  const said = new URLSearchParams(location.search);
  for (const name of ["open", "unfold", "change", "since", "only"]) said.delete(name);
  for (const key of opened) said.append("open", key);
  for (const key of unfolded) said.append("unfold", key);
  if (!whole && !("alone" in place.dataset)) said.set("since", place.dataset.revision);
  for (const [name, value] of Object.entries(more)) said.set(name, value);
  return `${location.pathname}?${said}`;
}

const fresh = new Fresh({
  page: address(),
  part: "board",
  stream: place.dataset.stream,
  drawn: (page) => draw(page),
  clock: () => {},
  heard: (yes) => document.body.classList.toggle("unheard", !yes),
});

function draw(page, forced) {
  const came = page.getElementById("board");
  if (!came) return false;
  const near = nearby();
  reconcile(came, forced);
  if (!("alone" in place.dataset)) offer(came.querySelector("#proposal"));
  settle();
  if (near && (!document.activeElement || document.activeElement === document.body)) near();
  fresh.page = address();
  return true;
}

async function ask(more, forced, options) {
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address(more, options), { headers: fresh.headers, cache: "no-store" });
    if (!answer.ok) return location.reload();
    draw(new DOMParser().parseFromString(await answer.text(), "text/html"), forced);
  } catch {
    say(null, place.dataset.unsent);
  } finally {
    place.removeAttribute("aria-busy");
  }
}

// ---- where the keyboard goes when its note is gone: to the next of the panel, or to the panel ----
function nearby() {
  const note = document.activeElement?.closest?.("#board [data-note]");
  const panel = note?.closest("[id]");
  if (!panel) return null;
  const all = [...panel.querySelectorAll("[data-note]")].map((one) => one.dataset.note);
  const here = all.indexOf(note.dataset.note);
  const wanted = [...all.slice(here), ...all.slice(0, here).reverse()];
  return () => {
    const now = document.getElementById(panel.id) ?? place;
    const next = wanted.map((key) => now.querySelector(`[data-note="${key}"] input`)).find((one) => one);
    (next ?? now.querySelector("input[name=answers]") ?? now.querySelector("a, button") ?? document.getElementById("content")).focus({ preventScroll: true });
  };
}

// ---- picking ----
const keyOf = (tick) => tick.closest("[data-note]").dataset.note;

function settle() {
  for (const one of document.querySelectorAll("[data-needs-js]")) one.hidden = false;
  for (const tick of place.querySelectorAll("input[name=answers]")) {
    const known = picked.get(keyOf(tick));
    if (known && known !== tick.value) picked.delete(keyOf(tick)); // somebody moved it meanwhile: it is not picked there
    tick.checked = picked.has(keyOf(tick));
  }
  rove(place, document.activeElement);
  wayOn(place);
  count();
}

function count() {
  if (!bar) return;
  const n = [...picked.values()].reduce((sum, one) => sum + one.split("@")[0].split(",").length, 0);
  bar.hidden = n === 0;
  bar.querySelector("[data-count]").textContent = n === 1 ? bar.dataset.one : bar.dataset.many.replace("%n", n);
}

place.addEventListener("change", (event) => {
  if (event.target.name !== "answers") return;
  if (event.target.checked) picked.set(keyOf(event.target), event.target.value);
  else picked.delete(keyOf(event.target));
  count();
});
place.addEventListener("focusin", (event) => event.target.name === "answers" && rove(place, event.target));

// What an act is about: everything that is picked, or the note alone that it started from.
function about(note) {
  if (picked.size) return [...picked.values()];
  const tick = (note ?? document.activeElement?.closest?.("[data-note]"))?.querySelector("input[name=answers]");
  return tick ? [tick.value] : [];
}

function clear() {
  picked.clear();
  settle();
}

// ---- acting ----
let line = Promise.resolve(); // acts go out one after the other: each is seen against the board that the one before left
function send(url, fields, forced) {
  line = line.then(() => post(url, fields, forced));
  return line;
}

async function post(url, fields, forced) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (!(fields instanceof FormData)) {
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  }
  body.set("next", address());
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { ...fresh.headers, "X-CSRFToken": token() } });
    if ([403, 404].includes(answer.status)) return location.reload();
    const elsewhere = answer.headers.get("HX-Redirect"); // refused as a whole, such as in the archive: there it says why
    if (elsewhere) return location.assign(elsewhere);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("board")) return location.assign(answer.url);
    if (page.documentElement.lang && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    draw(page, forced);
    say(page);
    return true;
  } catch {
    say(null, place.dataset.unsent);
    return false;
  }
}

async function move(to, notes) {
  if (notes.length && (await send(`${base}move/`, { answers: notes, ...to }))) clear();
}

const acts = {
  async move(_panel, note) {
    const notes = about(note);
    const to = notes.length && (await choose("move"));
    if (to) await move(to, notes);
  },
  async new(_panel, note) {
    const notes = about(note);
    const to = notes.length && (await choose("new"));
    if (to) await move(to, notes);
  },
  async also(_panel, note) {
    const notes = about(note);
    const to = notes.length && (await choose("also"));
    if (to && (await send(`${base}also/`, { answers: notes, ...to }))) clear();
  },
  other: (_panel, note) => move({ to: "other" }, about(note)),
  clear,
  async merge(panel) {
    if (!panel || panel === "other") return;
    const to = await choose("merge", { leaveOut: panel });
    if (to) await send(`${base}in/${panel}/merge/`, { into: to.to, revision: place.dataset.revision });
  },
  rename: (panel) => panel && panel !== "other" && change(panel),
  split: (panel) => panel && panel !== "other" && location.assign(`${base}in/${panel}/split/`),
  unfold: (_panel, note) => note?.querySelector("[data-unfold]")?.click(),
  undo: () => document.getElementById("undo")?.form.requestSubmit(),
  redo: () => document.getElementById("redo")?.form.requestSubmit(),
  find: () => document.getElementById("find")?.focus(),
};

async function change(key) {
  if ("alone" in place.dataset) return document.getElementById("id_name")?.focus();
  await ask({ change: key, only: key }, new Set([`p-${key}`]));
  const field = document.getElementById(`name-${key}`);
  field?.focus();
  field?.select();
}

async function changed(key) {
  await ask({ only: key }, new Set([`p-${key}`]));
  document.getElementById(`m-${key}`)?.focus();
}

const sending = new Set();
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-verb], .toasts form");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  const fields = new FormData(form, event.submitter);
  const said = `${form.action} ${new URLSearchParams(fields)}`;
  if (sending.has(said)) return; // a second press is no second act
  sending.add(said);
  if (form.matches("[data-clears]")) form.reset();
  if (form.id === "picked") fields.delete(event.submitter?.name === "hint" ? "answers" : "");
  const panel = form.closest("[data-panel]");
  const menu = form.closest("details[open]");
  const forced = new Set(form.closest(".change") ? [panel?.id ?? "alone-change"] : []);
  if (menu) menu.open = false;
  const done = await send(form.action, fields, forced);
  sending.delete(said);
  const refused = !done || document.querySelector("#toasts .error");
  if (refused && form.matches("[data-clears]") && !form.elements.name.value) form.elements.name.value = fields.get("name");
  if (!done) return;
  form.closest(".toast")?.remove();
  const key = form.closest(".change") && panel?.dataset.panel;
  if (!key || !document.getElementById(`p-${key}`)) return;
  if (refused) return change(key).then(() => retype(key, form, fields)); // against the theme as it stands now
  if (document.querySelector(`#p-${key} [data-changing]`)) return changed(key);
  document.getElementById(`m-${key}`)?.focus();
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("#board a");
  const button = event.target.closest("[data-do]");
  if (button) return acts[button.dataset.do]("", null);
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const { dataset } = link;
  if ("filter" in dataset) {
    history.pushState(null, "", link.href);
    filtered();
    link.closest("details")?.removeAttribute("open");
  } else if (dataset.open) {
    opened.add(dataset.open);
    ask({ only: dataset.open }, new Set([`p-${dataset.open}`]));
  } else if (dataset.unfold) {
    unfolded.add(dataset.unfold);
    const panel = link.closest("[data-panel]");
    ask({ only: panel.dataset.panel }, new Set([panel.id]));
  } else if (dataset.change) change(dataset.change);
  else if (dataset.changed) changed(dataset.changed);
  else return;
  event.preventDefault();
});

// ---- finding and filtering ----
function filtered() {
  opened.clear();
  unfolded.clear();
  const said = new URLSearchParams(location.search);
  const field = document.getElementById("find");
  if (field && field !== document.activeElement) field.value = said.get("find") ?? "";
  return ask({}, undefined, { whole: true });
}
addEventListener("popstate", filtered);

let typing = 0;
function find() {
  const said = new URLSearchParams(location.search);
  const words = document.getElementById("find").value.trim();
  if (words) said.set("find", words);
  else said.delete("find");
  if (`?${said}` === location.search || (!`${said}` && !location.search)) return;
  history.replaceState(null, "", `${location.pathname}${`${said}` ? `?${said}` : ""}`);
  filtered();
}
document.querySelector("[data-find]")?.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, 250);
});
document.querySelector("[data-find]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  find();
});

// ---- begin ----
remember(place);
settle();
if (mine) {
  for (const tick of place.querySelectorAll("input[name=answers]:checked")) picked.set(keyOf(tick), tick.value);
  settle();
  letters(place, acts);
  dragging(place, {
    carried: (note) => (note.querySelector("input:checked") ? [...picked.values()] : [note.querySelector("input").value]),
    label: (note, n) => (n > 1 ? bar.dataset.many.replace("%n", n) : note.querySelector("label").textContent.trim().slice(0, 80)),
    drop: (notes, to) => move({ to }, notes),
  });
}
document.querySelector("[data-focus]")?.focus();
const drawnFor = document.querySelector("#picked [name=next]")?.value;
if (drawnFor && drawnFor !== location.pathname + location.search) filtered(); // a step back that no script was there to hear
fresh.listen();
document.documentElement.dataset.board = "ready";
performance.mark("board-ready");
