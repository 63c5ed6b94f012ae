// The board by keyboard: arrows walk from note to note and from theme to theme, letters act on what is picked. Letters count
// only while the focus is on the board and not in a field, so that they never surprise anybody who types.
const ticks = (within) => [...within.querySelectorAll("input[name=answers]")].filter((one) => one.offsetParent !== null);
const panels = (place) => [...place.querySelectorAll("[data-panel], #tray-notes")].filter((one) => one.offsetParent !== null);
const panelOf = (element) => element?.closest("[data-panel], #tray-notes");

// Only one note of the board is reached by Tab; from there arrows lead on.
export function rove(place, current) {
  const seen = ticks(place); // a narrow screen leaves some out
  const now = seen.find((one) => one === current) ?? seen.find((one) => one.tabIndex === 0) ?? seen[0];
  for (const one of place.querySelectorAll("input[name=answers]")) one.tabIndex = one === now ? 0 : -1;
}

function aside(place, panel, step) {
  const all = panels(place).filter((one) => ticks(one).length || one.querySelector("h3 a"));
  return all[all.indexOf(panel) + step];
}

function go(to) {
  if (!to) return;
  to.focus();
  to.closest("li, section")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function walk(place, event) {
  const tick = event.target.closest("input[name=answers]");
  const panel = panelOf(event.target);
  if (!panel) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && tick) {
    const all = ticks(place);
    go(all[all.indexOf(tick) + step]);
  } else if (step) {
    go(step > 0 ? ticks(panel)[0] : null);
  } else if (side) {
    const rightToLeft = document.documentElement.dir === "rtl" ? -1 : 1;
    const next = aside(place, panel, side * rightToLeft);
    go(next && (ticks(next)[0] ?? next.querySelector("h3 a")));
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

export function letters(place, acts) {
  addEventListener("resize", () => rove(place, document.activeElement));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      return acts[event.shiftKey ? "redo" : "undo"]();
    }
    // Around the board: where the skip link leads, and where the focus waits once the last note of a list is placed.
    const around = event.target.id === "content";
    if (typing || event.ctrlKey || event.metaKey || !(around || place.contains(event.target) || event.target.closest(".floatbar"))) return;
    if (around && event.key === "ArrowDown") {
      event.preventDefault();
      return go(ticks(place)[0]);
    }
    if (walk(place, event)) return;
    const name = { m: "move", n: "new", a: "also", p: "other", r: "rename", g: "merge", s: "split", u: "unfold", "/": "find", escape: "clear" }[event.key.toLowerCase()];
    const act = event.key.toLowerCase() === "z" ? (event.shiftKey ? "redo" : "undo") : name;
    if (!act || !acts[act]) return;
    event.preventDefault();
    acts[act](panelOf(event.target)?.dataset.panel ?? "", event.target.closest("li.tc"));
  });
}
