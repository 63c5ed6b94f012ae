// "Where to?": a list of themes that narrows while one types; chosen by arrows and Enter, or by a tap.
const dialog = document.getElementById("choose");
const field = document.getElementById("choose-find");
const list = document.getElementById("choose-list");
let options = [];
let at = 0;
let done = null;

function themes() {
  const panels = [...document.querySelectorAll("#board .tcols [data-panel]")].map(({ dataset }) => [dataset.panel, dataset.name]);
  const named = [...document.querySelectorAll("#targets [data-key]")].map((one) => [one.dataset.key, one.textContent]);
  return [...panels, ...named].sort((a, b) => a[1].localeCompare(b[1]));
}

function option(key, text, extra = "") {
  const item = document.createElement("li");
  Object.assign(item, { id: `choice-${options.length}`, role: "option", textContent: text, className: extra });
  item.setAttribute("role", "option");
  item.addEventListener("click", () => finish(key));
  list.append(item);
  options.push(key);
}

function draw(mode, without) {
  const typed = field.value.trim();
  const wanted = typed.toLocaleLowerCase();
  list.replaceChildren();
  options = [];
  if (mode !== "new") {
    // What begins as it was typed comes first, and of those the shortest: Enter never takes a longer name than was meant.
    const rank = (name) => (name.toLocaleLowerCase().startsWith(wanted) ? name.length : 1000 + name.length);
    const found = themes().filter(([key, name]) => key !== without && name.toLocaleLowerCase().includes(wanted));
    if (wanted) found.sort((a, b) => rank(a[1]) - rank(b[1]));
    for (const [key, name] of found) option({ to: key }, name);
    if (mode === "move" && !wanted) option({ to: "other" }, dialog.dataset.other, "new");
  }
  if (mode !== "merge" && mode !== "also" && typed) option({ name: typed }, `${dialog.dataset.new}: ${typed}`, "new");
  if (!options.length && mode !== "new") {
    list.append(Object.assign(document.createElement("li"), { textContent: dialog.dataset.none, className: "muted" }));
    list.lastElementChild.setAttribute("role", "option");
    list.lastElementChild.setAttribute("aria-disabled", "true");
  }
  mark(0);
}

function mark(place) {
  at = Math.max(0, Math.min(options.length - 1, place));
  [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at && options.length > 0)));
  const now = options.length ? list.children[at] : null;
  if (now) field.setAttribute("aria-activedescendant", now.id);
  else field.removeAttribute("aria-activedescendant");
  now?.scrollIntoView({ block: "nearest" });
}

function finish(choice) {
  const answer = done;
  done = null;
  if (dialog.open) dialog.close();
  answer?.(choice ?? null);
}

let mode = "move";
let without = "";
field?.addEventListener("input", () => draw(mode, without));
field?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (options[at]) finish(options[at]);
  }
});
dialog?.addEventListener("close", () => finish(null));

// Resolves to {to: key} or {name: text}, or to null where nothing was chosen. `wanted` is move, also, merge or new.
export function choose(wanted, { leaveOut = "" } = {}) {
  [mode, without] = [wanted, leaveOut];
  document.getElementById("choose-title").textContent = dialog.dataset[wanted];
  field.value = "";
  list.hidden = wanted === "new";
  draw(mode, without);
  if (wanted === "new") list.hidden = false;
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => (done = resolve));
}
