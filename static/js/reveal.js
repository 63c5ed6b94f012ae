// The reveal: brings up one beat after the other of a page that holds everything. Keys: right, down, space, Page Down and
// Enter go on; left, up, Page Up and Backspace go back; f full screen, p notes, w notes in a window, b black. Windows of
// the same reveal go together, without the server.
import { Decisions } from "./reveal-plan.js";

const root = document.getElementById("reveal");
const bar = document.querySelector("[data-bar]");
const steps = [...root.querySelectorAll("[data-step]")];
const black = root.querySelector("[data-black]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`reveal-${root.dataset.code}`) : null;
const presenting = document.body.classList.contains("presenting");
const HIDE_AFTER = 2500;

let at = { step: 0, beat: 0 };
let notes = false;
const began = Date.now();

const last = (step) => Number(steps[step].dataset.beats);

// Where the page was before it was loaded again: "#3.2" is the third beat of step 3.
function remembered() {
  const found = /^#(\d+)\.(\d+)$/.exec(location.hash);
  const step = Math.min(Number(found?.[1] ?? 0), steps.length - 1);
  return { step, beat: Math.min(Number(found?.[2] ?? 0), last(step)) };
}

function show(where, { tell = true, focus = true } = {}) {
  const moved = where.step !== at.step;
  at = where;
  for (const [number, step] of steps.entries()) step.hidden = number !== at.step;
  const step = steps[at.step];
  const fresh = [];
  for (const part of step.querySelectorAll("[data-beat]")) {
    const away = Number(part.dataset.beat) > at.beat;
    if (part.classList.contains("away") && !away) fresh.push(part);
    part.classList.toggle("away", away);
    part.inert = away;
  }
  for (const part of step.querySelectorAll("[data-until]")) part.classList.toggle("gone", Number(part.dataset.until) <= at.beat);
  step.querySelector(".rnotes").hidden = !notes || presenting;
  fit(step);
  const said = fresh.filter((part) => part instanceof HTMLElement).map((part) => part.innerText);
  root.querySelector("[data-says]").textContent = said.join(" ").slice(0, 400);
  bar.querySelector("[data-place]").textContent = `${at.step + 1} / ${steps.length}`;
  if (moved && focus) step.querySelector(".rtitle").focus({ preventScroll: true });
  if (moved) scrollTo(0, 0);
  history.replaceState(null, "", `#${at.step}.${at.beat}`);
  if (presenting) desk(step);
  if (tell) channel?.postMessage({ at });
}

// Long names, many decisions or the notes below: everything on the step grows smaller until it is all there.
function fit(step) {
  step.style.removeProperty("--fit");
  for (let scale = 0.95; scale > 0.5 && step.scrollHeight > step.clientHeight + 1; scale -= 0.05) step.style.setProperty("--fit", scale.toFixed(2));
}

function desk(step) {
  const here = document.querySelector("[data-notes-here]");
  here.replaceChildren(step.querySelector(".rnotes ul").cloneNode(true));
  const next = steps[at.step + 1]?.dataset.title ?? bar.dataset.wordsEnd;
  document.querySelector("[data-next-title]").textContent = next;
}

function next() {
  if (at.beat < last(at.step)) show({ step: at.step, beat: at.beat + 1 });
  else if (at.step < steps.length - 1) show({ step: at.step + 1, beat: 0 });
}

function back() {
  if (at.beat > 0) show({ step: at.step, beat: at.beat - 1 });
  else if (at.step > 0) show({ step: at.step - 1, beat: last(at.step - 1) });
}

function blacken(on = black.hidden, tell = true) {
  black.hidden = !on;
  bar.querySelector('[data-key="black"]').setAttribute("aria-pressed", String(on));
  if (tell) channel?.postMessage({ black: on });
}

const acts = {
  next,
  back,
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}),
  notes: () => {
    notes = !notes;
    bar.querySelector('[data-key="notes"]').setAttribute("aria-pressed", String(notes));
    show(at, { tell: false });
  },
  window: () => {
    const opened = window.open(`${root.dataset.notesAt}#${at.step}.${at.beat}`, "reveal-notes", "popup,width=1280,height=720");
    if (!opened) acts.notes();
  },
  black: () => blacken(),
  first: () => show({ step: 0, beat: 0 }),
  last: () => show({ step: steps.length - 1, beat: 0 }),
};
const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", f: "full", p: "notes", w: "window", b: "black", ".": "black",
};
// A clicker sends these, also while somebody's cursor stands in a field.
const CLICKER = new Set(["PageDown", "PageUp"]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const writing = event.target.closest("input, textarea, select");
  if (writing && event.key === "Escape") return writing.blur();
  if (writing && !CLICKER.has(event.key)) return;
  // Space and Enter press the button or open the link that has the focus.
  if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return;
  const name = event.key === " " && event.shiftKey ? "back" : KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!name) return;
  event.preventDefault();
  if (!black.hidden && ["next", "back"].includes(name)) return blacken(false);
  acts[name]();
});

bar.addEventListener("click", (event) => {
  const button = event.target.closest("[data-key]");
  if (button) acts[button.dataset.key]();
});
black.addEventListener("click", () => blacken(false));

channel?.addEventListener("message", ({ data }) => {
  if (data.at) show(data.at, { tell: false, focus: false });
  if ("black" in data) blacken(data.black, false);
  if (data.plan) plan.draw();
});

// The bar shows itself while the mouse moves.
let gone = 0;
document.addEventListener("mousemove", () => {
  bar.classList.add("seen");
  clearTimeout(gone);
  gone = setTimeout(() => bar.classList.remove("seen"), HIDE_AFTER);
});

addEventListener("resize", () => fit(steps[at.step]));

const plan = new Decisions({ root, bar, stirred: () => channel?.postMessage({ plan: true }), drawn: () => fit(steps[at.step]) });

// What is not drawn yet is not fetched yet: letters of later steps come now, while there is a network.
async function gather() {
  const state = bar.querySelector("[data-state]");
  state.textContent = state.dataset.loading;
  const words = root.textContent;
  const faces = ['400 1em "Inter"', '600 1em "Inter"', '400 1em "Source Serif 4"', '600 1em "Source Serif 4"', 'italic 400 1em "Source Serif 4"'];
  const got = await Promise.allSettled(faces.map((face) => document.fonts.load(face, words)));
  root.dataset.ready = got.every((one) => one.status === "fulfilled") ? "all" : "most";
  plan.say();
}

// A laptop that goes to sleep in the middle of a finding has the last word; browsers allow this over HTTPS only.
const stayAwake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", stayAwake);
stayAwake();

document.body.classList.add("playing");
if (presenting) setInterval(() => {
  const seconds = Math.floor((Date.now() - began) / 1000);
  document.querySelector("[data-since]").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}, 1000);
show(remembered(), { tell: false, focus: false });
gather();
