// A page at the desk that asks for its part again when something has stirred: a stream says so, without a word of what, and
// htmx brings what is new; at most once a second. What somebody has folded out, holds or types in stays as it is.
const EVERY = 1000;
const AGAIN = 400;
const WORDS = ["stir", "desk", "refetch", "hello"];

// `id` is the part's element: it listens for "news" (hx-trigger), says its stream in data-stream, and in data-every how often
// to look where no stream calls. While `busy()` the news wait.
export function keepFresh(id, { busy = () => false } = {}) {
  const part = () => document.getElementById(id);
  let last = Date.now();
  let planned = 0;
  let stream = null;

  function look() {
    planned = 0;
    const place = part();
    if (!place || document.hidden) return;
    if (busy()) return (planned = setTimeout(look, AGAIN));
    last = Date.now();
    place.dispatchEvent(new CustomEvent("news"));
  }

  function soon() {
    if (planned) return;
    planned = setTimeout(look, Math.max(0, last + EVERY - Date.now()) + Math.random() * 200);
  }

  function listen() {
    stream?.close();
    stream = new EventSource(part().dataset.stream);
    for (const name of WORDS) stream.addEventListener(name, soon);
    stream.addEventListener("close", () => location.reload()); // the right to look may be gone
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => part() && listen(), 3000 + Math.random() * 2000);
    });
  }

  // What somebody folded out stays so when news come: the server's page knows only how it began.
  let unfolded = new Set();
  const place = (details) => details.closest(".dnote, .dq, tr, section, form, header");
  const nameOf = (details) => `${place(details)?.id || place(details)?.className || ""}|${details.id}|${details.className}|${details.querySelector("summary").textContent.trim().replace(/\d+/g, "")}`;
  document.addEventListener("htmx:before:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    const kept = target.id === id ? target.querySelectorAll("details[open]:not([data-menu])") : [];
    unfolded = new Set([...kept].map(nameOf));
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const details of part()?.querySelectorAll("details:not([open])") ?? []) if (unfolded.has(nameOf(details))) details.open = true;
  });

  // The worker has no stream of its own: while it compares, the page says how often to look.
  setInterval(() => {
    const here = part();
    if (!here || document.hidden) return;
    const heard = stream?.readyState === EventSource.OPEN;
    const every = heard ? Number(here.dataset.every) : Math.min(5000, Number(here.dataset.every));
    if (Date.now() - last >= every) soon();
  }, 1000);
  document.addEventListener("visibilitychange", () => !document.hidden && soon());

  if (part()) listen();
}
