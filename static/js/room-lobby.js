// Before it starts: the table one sits at, drawn with a sign for each person who is here.
import { mark, part, parts, raise, toggle, words, write } from "./room-page.js";
import { sit } from "./room-seat.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 12;

export class Lobby {
  constructor({ sheet, page }) {
    Object.assign(this, { sheet, page, drawn: 0 });
    this.view = document.querySelector("[data-view=lobby]");
    this.tables = part("tables");
    for (const button of parts("change-table")) {
      button.addEventListener("click", () => {
        part("menu").close();
        raise(this.tables);
      });
    }
    for (const place of [this.tables, this.view]) {
      place.addEventListener("click", (event) => {
        const key = event.target.closest("[data-sit]")?.dataset.sit;
        if (key) sit(page, key, this.tables);
      });
    }
  }

  get canChoose() {
    return parts("sit").length > 0 && this.page.root.dataset.style === "tables";
  }

  draw() {
    const { table, own } = this.sheet.state;
    const seated = own || Boolean(table);
    toggle(part("seated", this.view), seated);
    toggle(part("unseated", this.view), !seated);
    const choose = this.canChoose && this.page.root.dataset.seating !== "shuffle";
    for (const one of parts("choose-table", this.view)) toggle(one, choose);
    for (const one of parts("wait-table", this.view)) toggle(one, !choose);
    if (table) write(part("table-name", this.view), table.name);
    const people = table?.people ?? 0;
    write(part("people", this.view), own || !people ? "" : words("people", { n: people }));
    toggle(part("ring", this.view), !own && people > 0);
    if (people !== this.drawn) this.ring(people);
    for (const button of parts("sit")) {
      if (button.dataset.sit === table?.key) mark(button, "aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  // A table from above, with a mark of the perspective's shape for everybody; the darker one is this phone.
  ring(people) {
    this.drawn = people;
    const ring = part("ring", this.view);
    const shape = ring.classList[1];
    const shown = Math.min(people, MOST);
    const places = Math.max(shown, 6);
    const marks = Array.from({ length: places }, (_none, at) => {
      const { x, y } = around(at, places);
      const taken = at < shown;
      return sign(shape, x, y, at === 0 && people ? 16 : 12, at === 0 && people ? "me" : taken ? "here" : "free");
    });
    for (let at = 1; at < shown; at += 1) {
      const { x, y } = around(at, places);
      marks.push(draw("path", { d: `M${x - 6} ${y + 0.5}l4 4 8-8`, class: "tick" }));
    }
    const you = draw("text", { x: 130, y: 24, "text-anchor": "middle", class: "you" });
    you.textContent = people ? words("you") : "";
    const number = draw("text", { x: 130, y: 131, "text-anchor": "middle", class: "people" });
    number.textContent = people;
    ring.replaceChildren(draw("circle", { cx: 130, cy: 112, r: 56, class: "table" }), ...marks, you, number);
  }
}

// The place of the mark with this number, clockwise from the top.
function around(at, places) {
  const angle = (2 * Math.PI * at) / places - Math.PI / 2;
  return { x: Math.round(130 + 92 * Math.cos(angle)), y: Math.round(112 + 92 * Math.sin(angle)) };
}

function sign(shape, x, y, size, kind) {
  if (shape === "leadership") return draw("circle", { cx: x, cy: y, r: size * 1.1, class: kind });
  const turned = shape === "customers" ? { transform: `rotate(45 ${x} ${y})` } : {};
  return draw("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, rx: 5, class: kind, ...turned });
}

function draw(name, facts) {
  const element = document.createElementNS(SVG, name);
  for (const [fact, value] of Object.entries(facts)) element.setAttribute(fact, typeof value === "number" ? Math.round(value * 10) / 10 : value);
  return element;
}
