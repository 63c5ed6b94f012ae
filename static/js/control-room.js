// The control room keeps itself fresh: one stream says that something has changed, one request brings the page's living
// part, and only what differs is exchanged, so that an open menu or a half-typed message stays as it is.
import { Fresh, essence, minutes, tickClocks } from "./live-part.js";

const place = document.getElementById("room");
let offset = 0; // the server's clock minus ours
const drawn = new Map(); // id of a living part -> its HTML as the server last sent it

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
const clockNow = () => Date.now() + offset;

function tidy(copy) {
  for (const line of copy.querySelectorAll("[data-ago]")) line.textContent = "";
  for (const open of copy.querySelectorAll("details[open]")) open.removeAttribute("open");
}

function inUse(element) {
  if (element.querySelector("details[open]") || (element.matches("details[open]"))) return true;
  const field = document.activeElement;
  if (!element.contains(field) || !field.matches("input:not([type=hidden]), textarea, select")) return false;
  return true;
}

function exchange(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (!held) return;
  const again = held.id && document.getElementById(held.id);
  (again || fresh.querySelector("button, a, summary") || fresh).focus?.({ preventScroll: true });
}

function reconcile(page) {
  const came = page.getElementById("room");
  if (!came) return false;
  offset = Number(came.dataset.now) - Date.now();
  const wanted = new Set();
  for (const part of [...came.querySelectorAll("[data-live]")]) {
    wanted.add(part.id);
    const html = essence(part, tidy);
    const old = document.getElementById(part.id);
    if (old && (drawn.get(part.id) ?? essence(old, tidy)) === html) {
      drawn.set(part.id, html);
      continue;
    }
    if (old && inUse(old)) continue; // the next round exchanges it
    const node = document.adoptNode(part.cloneNode(true));
    if (old) exchange(old, node);
    else insert(part, node);
    drawn.set(part.id, html);
  }
  for (const old of document.querySelectorAll("#room [data-live]")) {
    if (!wanted.has(old.id)) {
      old.remove();
      drawn.delete(old.id);
    }
  }
  tick();
  return true;
}

// A part that is new goes behind the one that stands before it on the server's page.
function insert(part, node) {
  const parent = part.parentElement.id ? document.getElementById(part.parentElement.id) : null;
  const before = part.previousElementSibling?.id && document.getElementById(part.previousElementSibling.id);
  const after = part.nextElementSibling?.id && document.getElementById(part.nextElementSibling.id);
  if (before) before.after(node);
  else if (after) after.before(node);
  else if (parent) parent.prepend(node);
}

const fresh = new Fresh({
  page: place.dataset.room,
  part: "room",
  stream: place.dataset.stream,
  drawn: reconcile,
  clock: (now) => (offset = now - Date.now()),
  heard: (yes) => document.body.classList.toggle("unheard", !yes),
});

// ---- verbs: a form with data-verb is sent without leaving the page ----
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-verb], .toasts form");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const button = event.submitter;
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: fields,
      headers: { ...fresh.headers, "X-CSRFToken": token() },
    });
    if ([403, 404].includes(answer.status)) return location.reload(); // signed out, or no longer ours
    const text = await answer.text();
    const menu = form.closest("details[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    if (form.matches("[data-clears]") && answer.ok) form.reset();
    if (document.activeElement === document.body) button?.focus();
    const page = fresh.take(text);
    say(page);
    if (answer.ok) form.closest("dialog")?.close();
    const once = page.querySelector("[data-once]");
    if (once) showBeside(once);
    form.closest(".toast")?.remove();
  } catch {
    say(null);
  } finally {
    delete form.dataset.busy;
  }
});

function say(page) {
  const toasts = document.getElementById("toasts");
  const waiting = page?.querySelector("#toasts, [hx-swap-oob]");
  if (page === null && toasts) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.append(Object.assign(document.createElement("p"), { className: "grow", textContent: place.dataset.unsent }));
    toasts.append(toast);
    return;
  }
  if (!toasts || !waiting) return;
  const undoable = waiting.querySelector(".toast form");
  for (const old of toasts.querySelectorAll(".toast")) if (undoable && old.querySelector("form")) old.remove(); // its undo is over
  for (const toast of [...waiting.querySelectorAll(".toast")]) toasts.append(document.adoptNode(toast));
}

// ---- beside the room: a table, or who sits where; a link with data-aside opens in the dialog ----
const beside = document.getElementById("aside");
function showBeside(content) {
  beside.replaceChildren(document.adoptNode(content));
  if (!beside.open) beside.showModal();
}
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-aside]");
  if (event.target.closest("a[data-closes]") && beside.contains(event.target)) event.preventDefault();
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "div#people" } });
    if (!answer.ok) return location.assign(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    showBeside(page.getElementById("people"));
  } catch {
    say(null);
  }
});

// ---- clocks ----
// For those who do not see the clock: at five, two and one minute, and at the end, each once.
let announced = "";
function announce(ends, seconds) {
  const words = place.getAttribute(`data-left-${seconds}`);
  if (!words || announced === `${ends} ${seconds}`) return;
  announced = `${ends} ${seconds}`;
  document.getElementById("room-says").textContent = words;
}
function tick() {
  tickClocks(clockNow(), ({ dataset }, seconds) => {
    if (dataset.ends && !("quietly" in dataset)) announce(dataset.ends, seconds);
  });
  for (const line of document.querySelectorAll("[data-ago]")) {
    line.textContent = minutes(Math.max(0, Math.round(clockNow() / 1000 - Number(line.dataset.ago))));
  }
}

offset = Number(place.dataset.now) - Date.now();
for (const part of document.querySelectorAll("#room [data-live]")) drawn.set(part.id, essence(part, tidy));
tick();
setInterval(tick, 1000);
// A rehearsal: while somebody looks, the played phones go on.
if (place.dataset.rehearse) {
  const goOn = () => document.hidden || fetch(place.dataset.rehearse, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
  setInterval(goOn, 2000);
}
fresh.listen();
