// Toasts go by themselves after 8 s; one that offers an undo stays 10 s, and none goes while it is pointed at or focused.
const STAY = 8000;
const STAY_WITH_UNDO = 10000;

function schedule(toast) {
  if (toast.dataset.timed) return;
  toast.dataset.timed = "yes";
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    const held = toast.matches(":hover") || toast.contains(document.activeElement);
    if (!held) timer = setTimeout(() => toast.remove(), toast.querySelector("button, a") ? STAY_WITH_UNDO : STAY);
  };
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, () => setTimeout(start));
  start();
}

// On a page of which a part can be exchanged, an undo fetches only that part, and one stays where one was reading.
// data-part of that element holds how the addresses begin whose undo it can show; any other leads to a page.
function undoHere(event) {
  const form = event.target;
  const part = document.querySelector("[data-part][id]");
  const values = Object.fromEntries(new FormData(form));
  values.next = location.pathname + location.search;
  if (!part || !window.htmx || !new URL(form.action).pathname.startsWith(part.dataset.part)) return;
  event.preventDefault();
  document.getElementById("content")?.focus({ preventScroll: true }); // the button goes
  form.closest(".toast").remove();
  const headers = { "HX-Target": `${part.localName}#${part.id}` }; // htmx would name where the call comes from
  window.htmx.ajax("POST", form.action, { target: `#${part.id}`, swap: "outerMorph", values, headers });
}

const place = document.getElementById("toasts");
const look = () => {
  for (const toast of place.querySelectorAll(".toast:not(.error)")) schedule(toast);
};
if (place) {
  look();
  place.addEventListener("submit", undoHere);
  new MutationObserver(look).observe(place, { childList: true, subtree: true });
  document.addEventListener("keydown", (event) => {
    // Alt+Z reaches the undo of the newest toast from anywhere on the page.
    if (!event.altKey || event.code !== "KeyZ") return;
    [...place.querySelectorAll("button, a")].at(-1)?.focus();
  });
}
