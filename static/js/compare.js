// The compare page keeps itself fresh: a stream says that something stirred, without a word of what, and one request asks
// for what is new; at most one a second. Without a stream, and while the worker compares, it asks now and then.
const EVERY = 1000;
const WORDS = ["stir", "desk", "refetch", "hello"];
const page = () => document.getElementById("comparison");
let last = Date.now();
let planned = 0;
let stream = null;

function look() {
  planned = 0;
  const place = page();
  if (!place || document.hidden) return;
  last = Date.now();
  place.dispatchEvent(new CustomEvent("news")); // htmx brings it; a field that somebody types in stays as it is
}

function soon() {
  if (planned) return;
  planned = setTimeout(look, Math.max(0, last + EVERY - Date.now()) + Math.random() * 200);
}

function listen() {
  stream?.close();
  stream = new EventSource(page().dataset.stream);
  for (const name of WORDS) stream.addEventListener(name, soon);
  stream.addEventListener("close", () => location.reload()); // the right to look may be gone
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => page() && listen(), 3000 + Math.random() * 2000);
  });
}

// What somebody folded out stays so when news come: the server's page knows only how it began.
let unfolded = new Set();
const nameOf = (details) => `${details.closest("section, .dnote, form, header")?.id ?? ""}|${details.className}|${details.querySelector("summary").textContent.trim().replace(/\d+/g, "")}|${details.closest(".dq, .dnote")?.id || details.closest(".dq")?.className || ""}`;
document.addEventListener("htmx:before:swap", () => {
  unfolded = new Set([...(page()?.querySelectorAll("details[open]") ?? [])].map(nameOf));
});
document.addEventListener("htmx:after:swap", () => {
  for (const details of page()?.querySelectorAll("details:not([open])") ?? []) if (unfolded.has(nameOf(details))) details.open = true;
});

// The worker has no stream of its own: while it compares, the page says in data-every how often to look.
setInterval(() => {
  const place = page();
  if (!place || document.hidden) return;
  const heard = stream?.readyState === EventSource.OPEN;
  const every = heard ? Number(place.dataset.every) : Math.min(5000, Number(place.dataset.every));
  if (Date.now() - last >= every) soon();
}, 1000);
document.addEventListener("visibilitychange", () => !document.hidden && soon());

// A filter that is chosen is shown at once; without this script the button beside it does it.
document.addEventListener("change", (event) => event.target.closest("form[data-filters]")?.requestSubmit());

if (page()) listen();
