// The projector keeps itself fresh as the control room does: a stream without words, one request a second at most.
// Keys: f full screen; arrows turn the notes that are shown. Nothing else does anything, so a presenter's clicker is safe.
import { Fresh, essence, tickClocks } from "./live-part.js";

let offset = 0;
const box = () => document.getElementById("screen");

function tick() {
  tickClocks(Date.now() + offset, (clock, seconds) => {
    const bar = clock.closest(".pclock")?.querySelector("[data-whole]");
    const whole = Number(bar?.dataset.whole ?? 0) * 60;
    if (whole) bar.querySelector("rect").setAttribute("width", `${Math.min(100, (100 * seconds) / whole)}%`);
  });
}

function tidy(copy) {
  for (const bar of copy.querySelectorAll("rect")) bar.removeAttribute("width");
  copy.removeAttribute("data-now");
}

let drawn = essence(box(), tidy);
const fresh = new Fresh({
  page: location.pathname,
  part: "screen",
  stream: box().dataset.stream,
  clock: (now) => (offset = now - Date.now()),
  drawn(page) {
    const next = page.getElementById("screen");
    if (!next) return;
    offset = Number(next.dataset.now) - Date.now();
    const html = essence(next, tidy);
    if (html !== drawn) box().replaceWith(document.adoptNode(next));
    drawn = html;
    tick();
  },
});

async function turn(verb) {
  const form = document.getElementById("turn");
  if (!form) return;
  const fields = new FormData(form);
  fields.set("verb", verb);
  await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
  fresh.soon();
}

const whole = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "f") whole();
  if (["ArrowRight", "PageDown"].includes(event.key)) turn("next");
  if (["ArrowLeft", "PageUp"].includes(event.key)) turn("previous");
});
document.querySelector("[data-full-screen]").addEventListener("click", whole);

// The button for full screen shows itself while the mouse moves.
let gone = 0;
const keys = document.querySelector(".screenkeys");
document.addEventListener("mousemove", () => {
  keys.classList.add("seen");
  clearTimeout(gone);
  gone = setTimeout(() => keys.classList.remove("seen"), 2500);
});

offset = Number(box().dataset.now) - Date.now();
tick();
setInterval(tick, 500);
fresh.listen();
