// After a part of the page was exchanged, the keyboard stays where it was, or goes to [data-focus] in the new part.
// Where the place is gone, it goes on near by: to the row that followed, to the form's named button, to the button of a
// menu that is shut now. A part that comes by itself (a live stream) never takes the focus from where somebody writes.
let before = null;
let near = {};

// What asks when somebody acts; anything else asks by itself.
const ACTS = "a, button, form, input, select, summary, textarea";

const rows = (start) => {
  const found = [];
  for (let row = start?.nextElementSibling; row; row = row.nextElementSibling) if (row.id) found.push(row.id);
  return found;
};

document.addEventListener("htmx:before:swap", () => {
  before = document.activeElement;
  near = {
    menu: before?.closest?.("details[data-menu]"),
    form: before?.closest?.("form"),
    rows: rows(before?.closest?.("tr[id], li[id]")),
  };
});

function nearest(shut) {
  if (before?.id && !shut && document.getElementById(before.id)) return document.getElementById(before.id);
  if (near.menu?.isConnected) return near.menu.querySelector("summary");
  const row = document.getElementById(near.rows?.find((id) => document.getElementById(id)));
  if (row) return row.querySelector("[data-here]") ?? row.querySelector("a, button, input");
  return near.form?.isConnected ? near.form.querySelector("button[id]") : null;
}

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const part = (target?.id && document.getElementById(target.id)) || target;
  const now = document.activeElement;
  const shut = near.menu?.isConnected && !near.menu.open && near.menu.contains(now);
  const lost = !now || now === document.body || shut;
  const asked = event.detail?.ctx?.sourceElement;
  const byItself = asked && !asked.matches(ACTS);
  if (!lost && before === now && (byItself || !part?.contains?.(now))) return;
  const wanted = part?.matches?.("[data-focus]") ? part : part?.querySelector?.("[data-focus]");
  if (wanted) wanted.focus();
  else if (lost) nearest(shut)?.focus({ preventScroll: true });
});
