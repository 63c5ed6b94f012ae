// After a part of the page was exchanged, the keyboard goes on where it makes sense: to [data-focus] in the new part.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const part = target?.id ? document.getElementById(target.id) : target;
  const wanted = part?.matches?.("[data-focus]") ? part : part?.querySelector?.("[data-focus]");
  wanted?.focus({ preventScroll: false });
});
