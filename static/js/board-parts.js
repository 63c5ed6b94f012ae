// The board's parts as the server sends them: only what differs is exchanged, and nothing that somebody is writing in.
// Panels keep their place while people sort, so that nothing jumps; a page that is loaded anew orders them by size.
import { essence } from "./live-part.js";

const drawn = new Map(); // id of a living part -> its HTML as the server last sent it

export function tidy(copy) {
  for (const open of copy.querySelectorAll("details[open]")) open.removeAttribute("open");
  for (const next of copy.querySelectorAll("[name=next]")) next.remove(); // where it was asked from
  for (const seen of copy.querySelectorAll("[name=revision]")) seen.remove();
  for (const tick of copy.querySelectorAll("[tabindex]")) tick.removeAttribute("tabindex");
  for (const fresh of copy.querySelectorAll(".fresh")) fresh.classList.remove("fresh");
  for (const held of copy.querySelectorAll(".held")) held.classList.remove("held");
  for (const one of copy.querySelectorAll("[data-needs-js]")) one.hidden = true;
  copy.classList.remove("over");
  copy.removeAttribute("tabindex");
}

export function remember(place) {
  for (const part of place.querySelectorAll("[data-live]")) drawn.set(part.id, essence(part, tidy));
}

function inUse(part, forced) {
  if (forced.has(part.id)) return false;
  if (part.querySelector("[data-changing], details[open]")) return true;
  const field = document.activeElement;
  return part.contains(field) && field.matches("input:not([type=hidden], [type=checkbox]), textarea, select");
}

function exchange(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const note = held?.closest("[data-note]")?.dataset.note;
  old.replaceWith(fresh);
  if (!held) return;
  const again = (held.id && fresh.querySelector(`#${CSS.escape(held.id)}`)) || (note && fresh.querySelector(`[data-note="${note}"] input`));
  again?.focus({ preventScroll: true });
}

function take(part, forced) {
  const old = document.getElementById(part.id);
  const html = essence(part, tidy);
  if (old && drawn.get(part.id) === html && !forced.has(part.id)) return;
  if (old && inUse(old, forced)) return;
  const node = document.adoptNode(part.cloneNode(true));
  drawn.set(part.id, html);
  if (old) exchange(old, node);
  return old ? null : node;
}

// Every living part outside of the panels; then groups and panels, with what came, moved or went.
export function reconcile(came, forced = new Set()) {
  const here = document.getElementById("board");
  here.dataset.revision = came.dataset.revision;
  here.toggleAttribute("data-closed", "closed" in came.dataset);
  const panels = new Set();
  for (const part of came.querySelectorAll("[data-live]")) {
    if (part.closest(".tcols")) continue;
    const added = take(part, forced);
    if (added) insert(part, added);
  }
  for (const group of came.querySelectorAll(".tgroup")) {
    let mine = document.getElementById(group.id);
    if (!mine) {
      mine = document.adoptNode(group.cloneNode(true));
      insert(group, mine);
      for (const panel of mine.querySelectorAll("[data-same]")) panel.remove();
      for (const part of mine.querySelectorAll("[data-live]")) drawn.set(part.id, essence(part, tidy));
    }
    const into = mine.querySelector(".tcols");
    for (const panel of group.querySelectorAll(".tcols > *")) {
      panels.add(panel.id);
      const old = document.getElementById(panel.id);
      if (old && old.parentElement !== into) into.append(old);
      if ("same" in panel.dataset) continue;
      const added = take(panel, forced);
      if (added) into.append(added);
    }
  }
  if (came.querySelector(".tgroup")) {
    for (const old of here.querySelectorAll(".tcols > *")) if (!panels.has(old.id)) gone(old);
    for (const old of here.querySelectorAll(".tgroup")) if (!came.querySelector(`#${CSS.escape(old.id)}`)) old.remove();
  }
  for (const old of here.querySelectorAll("[data-live]")) {
    if (!old.closest(".tcols") && !came.querySelector(`#${CSS.escape(old.id)}`)) gone(old);
  }
}

function gone(part) {
  const beside = part.contains(document.activeElement) && (part.nextElementSibling ?? part.previousElementSibling);
  drawn.delete(part.id);
  part.remove();
  if (beside) (beside.querySelector("[data-change]") ?? beside.querySelector("a, button"))?.focus({ preventScroll: true });
}

// A part that is new goes behind the one that stands before it on the server's page.
function insert(part, node) {
  const parent = part.parentElement?.id && document.getElementById(part.parentElement.id);
  const before = part.previousElementSibling?.id && document.getElementById(part.previousElementSibling.id);
  const after = part.nextElementSibling?.id && document.getElementById(part.nextElementSibling.id);
  if (before) before.after(node);
  else if (after) after.before(node);
  else if (parent) parent.prepend(node);
}

// A proposal that became ready, or was put away, while this page was open; its own part brings and renews itself.
export function offer(came) {
  const here = document.getElementById("proposal");
  if (!came) here?.remove();
  if (!came || here) return;
  const part = document.adoptNode(came.cloneNode(true));
  document.getElementById("bsay").after(part);
  window.htmx?.process(part);
}

// A form that was refused opens again with what was typed or chosen in it, beside what the theme is called by now.
export function retype(key, form, fields) {
  const again = document.querySelector(`#p-${key} form[action="${form.getAttribute("action")}"]`);
  const field = again?.querySelector("input:not([type=hidden]), select");
  if (!field) return;
  field.value = fields.get(field.name) ?? "";
  field.focus();
}

// What was said goes to the toasts of the page; an undo that is offered takes the place of the one before.
export function say(page, unsent) {
  const toasts = document.getElementById("toasts");
  if (!toasts) return;
  if (page === null) {
    const toast = Object.assign(document.createElement("div"), { className: "toast error" });
    toast.append(Object.assign(document.createElement("p"), { className: "grow", textContent: unsent }));
    toasts.append(toast);
    setTimeout(() => toast.remove(), 8000);
    return;
  }
  const came = [...page.querySelectorAll("#toasts .toast, [hx-swap-oob] .toast")];
  if (!came.length) return;
  for (const old of toasts.querySelectorAll(".toast")) old.remove();
  for (const toast of came) toasts.append(document.adoptNode(toast));
}

// The button in the bar above: closing the themes or, once somebody closed them, the comparison; a proposal comes first.
export function wayOn(place) {
  const finish = document.getElementById("finish");
  if (!finish) return;
  finish.hidden = !place.querySelector(".tcols [data-panel]");
  const waits = document.getElementById("proposal");
  for (const button of finish.querySelectorAll(".btn")) button.classList.toggle("primary", !waits);
  for (const way of finish.children) way.hidden = (way.id === "finish-closed") !== ("closed" in place.dataset);
}
