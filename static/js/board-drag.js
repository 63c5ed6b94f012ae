// Notes are dragged by mouse or pen at once, by finger after a moment's rest, so that a finger still scrolls the board.
// What floats under the pointer only says what is carried; the note itself moves when the server has moved it.
const FAR = 6; // pixels before a press becomes a drag
const REST = 350; // milliseconds a finger rests before it carries
const EDGE = 60; // pixels from the edge at which the board scrolls along

export function dragging(place, { carried, label, drop }) {
  let from = null; // {x, y, note, id}
  let ghost = null;
  let over = null;
  let timer = 0;
  let frame = 0;
  let spot = { x: 0, y: 0 };

  const scrollers = () => [place.querySelector(".columns"), place.querySelector(".tray"), document.scrollingElement];

  function begin() {
    clearTimeout(timer);
    const notes = carried(from.note);
    ghost = Object.assign(document.createElement("div"), { className: "ghost", textContent: label(from.note, notes.length) });
    ghost.setAttribute("aria-hidden", "true");
    document.body.append(ghost);
    document.documentElement.classList.add("dragging");
    from.note.classList.add("held");
    from.notes = notes;
    move();
    frame = requestAnimationFrame(scroll);
  }

  function target() {
    const under = document.elementFromPoint(spot.x, spot.y);
    const panel = under?.closest("[data-panel]");
    return panel && panel.dataset.panel && place.contains(panel) ? panel : null;
  }

  function move() {
    ghost.style.transform = `translate(${spot.x + 12}px, ${spot.y + 8}px)`;
    const now = target();
    if (now === over) return;
    over?.classList.remove("over");
    now?.classList.add("over");
    over = now;
  }

  function scroll() {
    for (const one of scrollers()) {
      if (!one) continue;
      const box = one === document.scrollingElement ? { top: 0, bottom: innerHeight, left: 0, right: innerWidth } : one.getBoundingClientRect();
      if (spot.x < box.left || spot.x > box.right) continue;
      const up = box.top + EDGE - spot.y;
      const down = spot.y - (Math.min(box.bottom, innerHeight) - EDGE);
      if (up > 0 && up < EDGE) one.scrollTop -= up / 4;
      else if (down > 0) one.scrollTop += Math.min(down, EDGE) / 4;
    }
    move();
    frame = requestAnimationFrame(scroll);
  }

  function end(dropped) {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    const was = from;
    const into = ghost && over;
    const carrying = Boolean(ghost);
    ghost?.remove();
    over?.classList.remove("over");
    was?.note.classList.remove("held");
    document.documentElement.classList.remove("dragging");
    [from, ghost, over] = [null, null, null];
    if (carrying) quiet();
    if (dropped && into && into !== was.note.closest("[data-panel]")) drop(was.notes, into.dataset.panel);
  }

  // The click that ends a drag picks nothing and follows no link.
  function quiet() {
    const stop = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
  }

  place.addEventListener("pointerdown", (event) => {
    const note = event.target.closest("li.tc");
    if (!note || event.button || !note.querySelector("input[name=answers]") || event.target.closest("a, button, .change")) return;
    end(false);
    spot = { x: event.clientX, y: event.clientY };
    from = { x: spot.x, y: spot.y, note, id: event.pointerId, finger: event.pointerType === "touch" };
    if (from.finger) timer = setTimeout(() => from && begin(), REST);
  });
  addEventListener("pointermove", (event) => {
    if (!from || event.pointerId !== from.id) return;
    spot = { x: event.clientX, y: event.clientY };
    const far = Math.hypot(spot.x - from.x, spot.y - from.y) > FAR;
    if (ghost) move();
    else if (far && from.finger) end(false); // it scrolls
    else if (far) begin();
  });
  addEventListener("pointerup", (event) => from && event.pointerId === from.id && end(true));
  addEventListener("pointercancel", (event) => from && event.pointerId === from.id && end(false));
  addEventListener("keydown", (event) => event.key === "Escape" && ghost && end(false));
  // While a finger carries, the page must not scroll under it; a long press must not open the browser's own menu.
  place.addEventListener("touchmove", (event) => ghost && event.cancelable && event.preventDefault(), { passive: false });
  place.addEventListener("contextmenu", (event) => (ghost || from?.finger) && event.preventDefault());
  place.addEventListener("dragstart", (event) => event.preventDefault());
}
