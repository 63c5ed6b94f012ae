// Before a gathering: do live changes get through this network? The server's clock is listened to for a few seconds.
const PATIENCE = 6000;
for (const line of document.querySelectorAll("[data-streams]")) {
  const source = new EventSource(line.dataset.streams);
  const say = (found, words) => {
    source.close();
    clearTimeout(waiting);
    line.className = found;
    for (const name of ["trying", "through", "blocked"]) {
      for (const part of line.querySelectorAll(`[data-${name}]`)) part.hidden = name !== words;
    }
  };
  const waiting = setTimeout(() => say("warn", "blocked"), PATIENCE);
  source.addEventListener("hello", () => say("ok", "through"));
}
