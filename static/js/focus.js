// After a part of the page was exchanged, the keyboard stays where it was, or goes to [data-focus] in the new part.
// Where it was in a menu that is shut now, it goes to the menu's button.
// A part that comes by itself (a live stream) never takes the focus from where somebody writes.
let before = null;

document.addEventListener("htmx:before:swap", () => {
  before = document.activeElement;
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const part = (target?.id && document.getElementById(target.id)) || target;
  const now = document.activeElement;
  const menu = before?.closest?.("details[data-menu]");
  const shut = menu?.isConnected && !menu.open && menu.contains(now);
  const lost = !now || now === document.body || shut;
  if (!lost && !part?.contains?.(now) && before === now) return;
  const same = before?.id ? document.getElementById(before.id) : null;
  const wanted = part?.matches?.("[data-focus]") ? part : part?.querySelector?.("[data-focus]");
  if (wanted) wanted.focus();
  else if (lost && same && !shut) same.focus();
  else if (lost && menu?.isConnected) menu.querySelector("summary")?.focus();
});
