// The dot vote on a phone: every tap is kept here first, and the whole paper is sent until the server has it. The same
// paper twice is one paper, so sending again does no harm.
import { freshSecret } from "./outbox.js";

const form = document.querySelector("[data-vote]");
const MOST = Number(form.dataset.most);
const DOTS = Number(form.dataset.dots);
const place = `vote:${form.dataset.ballot}`;
const part = (name, within = document) => within.querySelector(`[data-${name}]`);
const cards = [...form.querySelectorAll("[data-option]")];
let kept = recall();
let pause = 500;
let timer = 0;
let sending = false;

function recall() {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? "null");
    if (found?.paper) return found;
  } catch {
    // blocked: the paper lives as long as this page
  }
  return { paper: freshSecret(), given: {}, sent: true };
}

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // see recall
  }
}

const total = () => Object.values(kept.given).reduce((sum, n) => sum + n, 0);

function show() {
  const left = DOTS - total();
  for (const card of cards) {
    const n = kept.given[card.dataset.option] ?? 0;
    card.classList.toggle("has", n > 0);
    part("given", card).textContent = n;
    part("less", card).disabled = n === 0;
    part("more", card).disabled = left === 0 || n >= MOST;
  }
  const words = part("words").dataset;
  const said = left === 0 ? words.none : (new Intl.PluralRules(document.documentElement.lang || "en").select(left) === "one" ? words.one : words.other);
  part("left").textContent = said.replace("{n}", left);
  part("dots-drawn").replaceChildren(...Array.from({ length: DOTS }, (_all, at) => {
    const dot = document.createElement("i");
    dot.classList.toggle("on", at < total());
    return dot;
  }));
}

function say(state) {
  for (const words of part("vote-state").children) words.hidden = words.dataset.when !== state;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const option = button?.closest("[data-option]")?.dataset.option;
  if (!option) return;
  const step = "more" in button.dataset ? 1 : -1;
  const n = (kept.given[option] ?? 0) + step;
  if (n < 0 || n > MOST || total() + step > DOTS) return;
  kept = { ...kept, given: { ...kept.given, [option]: n }, sent: false };
  keep();
  show();
  soon(400);
});
form.addEventListener("submit", (event) => event.preventDefault());

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

async function send() {
  clearTimeout(timer);
  timer = 0;
  if (sending || kept.sent) return;
  sending = true;
  say("sending");
  const paper = kept;
  const body = new FormData(form);
  body.set("paper", paper.paper);
  for (const [option, n] of Object.entries(paper.given)) body.set(`dots-${option}`, n);
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") return leave();
    if (answer.status >= 500 || answer.status === 429 || answer.status === 403) throw answer;
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 410 || answer.status === 404) return leave();
    part("refused").hidden = answer.ok;
    if (!answer.ok) part("refused-words").textContent = said.sentence ?? "";
    if (kept === paper) kept = { ...kept, sent: true };
    keep();
    pause = 500;
    say(answer.ok ? "saved" : "");
  } catch {
    say("offline");
    soon(pause * Math.random());
    pause = Math.min(2 * pause, 30000);
  } finally {
    sending = false;
  }
  if (!kept.sent && !timer) send(); // a tap that came meanwhile
}

// The vote is over: the room's page knows what comes next.
function leave() {
  location.replace(form.dataset.roomAt);
}

for (const moment of ["online", "pageshow"]) addEventListener(moment, send);
const stream = new EventSource(form.dataset.liveAt);
stream.addEventListener("room", (event) => {
  if (JSON.parse(event.data).ballot === false) leave();
});
stream.addEventListener("refetch", () => location.reload());
stream.addEventListener("close", leave);
show();
send();
