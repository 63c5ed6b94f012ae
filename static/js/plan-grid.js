// The grid of impact and effort: a theme's number is dragged to its place, or picked up with Enter and moved with the
// arrow keys. Its twin for taps is the menu beside the theme. What is let go is sent; the page comes back with its undo.
import { keepFresh } from "./news.js";

const STEPS = 6;
const NEAR = 6; // pixels before a press becomes a drag

const says = document.getElementById("grid-says");
const say = (words) => says && (says.textContent = words);
const grid = () => document.querySelector("[data-grid]");
const spotAt = (impact, effort) => grid().querySelector(`[data-impact="${impact}"][data-effort="${effort}"]`);
const rtl = () => getComputedStyle(grid()).direction === "rtl";

let held = null; // the number that is under way: its button, where it came from, where it would go
let flying = null;

function aim(spot) {
  for (const other of document.querySelectorAll(".spot.aim")) other.classList.remove("aim");
  spot?.classList.add("aim");
  if (held) held.to = spot;
}

function pick(dot) {
  held = { dot, home: dot.parentElement, before: dot.nextSibling, to: null };
  dot.classList.add("held");
  dot.setAttribute("aria-pressed", "true");
}

function release() {
  held?.dot.classList.remove("held");
  held?.dot.setAttribute("aria-pressed", "false");
  aim(null);
  held = null;
}

function putBack() {
  if (!held) return;
  const { dot, home, before } = held;
  home.insertBefore(dot, before);
  release();
  dot.focus({ preventScroll: true });
}

// The answer brings the page anew, without the mark. Where it stands still the answer never came, and nothing was moved.
async function send(dot, spot, home, before) {
  const places = document.getElementById("places");
  places.dataset.asks = "yes";
  const address = grid().dataset.place.replace("KEY", encodeURIComponent(dot.dataset.dot));
  const values = { impact: spot.dataset.impact, effort: spot.dataset.effort };
  const wanted = { target: "#places", swap: "outerMorph", values, headers: { "HX-Target": "div#places" } };
  try {
    await window.htmx.ajax("POST", address, wanted);
  } catch {
    // said below
  }
  if (!places.isConnected || !places.dataset.asks) return;
  delete places.dataset.asks;
  home.insertBefore(dot, before);
  say(says?.dataset.lost ?? "");
  says?.classList.remove("vh");
}

function letGo() {
  const { dot, home, before, to } = held;
  if (!to || to === home) return putBack();
  to.append(dot);
  release();
  dot.focus({ preventScroll: true });
  send(dot, to, home, before);
}

// keys
const arrows = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function step(key) {
  const now = held.to ?? held.home;
  // From the tray one comes in at the middle.
  const [up, across] = arrows[key];
  const side = rtl() ? -across : across;
  const inside = now.dataset.impact;
  const impact = inside ? Number(now.dataset.impact) + up : 4;
  const effort = inside ? Number(now.dataset.effort) + side : 3;
  const clip = (n) => Math.min(STEPS, Math.max(1, n));
  const spot = spotAt(clip(impact), clip(effort));
  aim(spot);
  spot.append(held.dot);
  held.dot.focus({ preventScroll: true });
  say(spot.dataset.says);
}

document.addEventListener("keydown", (event) => {
  const dot = event.target.closest?.("[data-dot]");
  if (!dot || !grid()) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (event.repeat) return;
    if (held?.dot === dot) return letGo();
    if (held) putBack();
    pick(dot);
    say(says?.dataset.picked ?? "");
  } else if (held?.dot === dot && event.key in arrows) {
    event.preventDefault();
    step(event.key);
  } else if (held && event.key === "Escape") {
    event.preventDefault();
    putBack();
    say(says?.dataset.back ?? "");
  }
});

// Whoever tabs away from a number that is under way has changed their mind. Moving it in the page blurs it, too.
document.addEventListener("focusin", (event) => {
  if (held && !flying && event.target !== held.dot) {
    const elsewhere = event.target;
    putBack();
    elsewhere.focus({ preventScroll: true });
  }
});

// pointer
let press = null;

document.addEventListener("pointerdown", (event) => {
  const dot = event.target.closest?.("[data-dot]");
  if (!dot || !grid() || event.button !== 0 || held) return;
  press = { dot, x: event.clientX, y: event.clientY, id: event.pointerId };
  dot.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.id) return;
  if (!flying) {
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < NEAR) return;
    pick(press.dot);
    flying = press.dot;
    flying.classList.add("flies");
  }
  flying.style.left = `${event.clientX}px`;
  flying.style.top = `${event.clientY}px`;
  const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".spot"));
  aim(under ?? null);
});

function land(event, keep) {
  if (!press || event.pointerId !== press.id) return;
  press = null;
  if (!flying) return;
  flying.classList.remove("flies");
  flying.style.removeProperty("left");
  flying.style.removeProperty("top");
  if (keep) letGo();
  else putBack();
  flying = null;
}

document.addEventListener("pointerup", (event) => land(event, true));
document.addEventListener("pointercancel", (event) => land(event, false));

// A tap on a number leads to its line: on a phone its menu places it.
document.addEventListener("click", (event) => {
  const dot = event.target.closest?.("[data-dot]");
  if (!dot || event.detail === 0 || held) return;
  document.getElementById(`line-${dot.dataset.dot}`)?.scrollIntoView({ block: "center" });
  document.querySelector(`#place-${CSS.escape(dot.dataset.dot)} > summary`)?.focus({ preventScroll: true });
});

// What others decide or place comes by itself, but under no number that is on its way and into no menu that is open.
const busy = () => Boolean(held || press || document.getElementById("places").dataset.asks);
keepFresh("places", { busy: () => busy() || Boolean(document.querySelector("#places details[data-menu][open]")) });
