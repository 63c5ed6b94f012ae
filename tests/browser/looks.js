// Lets axe pass over a text that looks like one whose contrast was enough already: same colour, same size, and the same
// surfaces behind it. What may stand over something that is not around it is always looked at.
window.looks = (() => {
  const EFFECTS = ["opacity", "filter", "mixBlendMode", "backgroundClip", "textShadow"];
  const NO_EFFECT = "1 none normal border-box none";
  const PLAIN = `rgba(0, 0, 0, 0) none ${NO_EFFECT}`;
  const rule = axe._audit.rules.find((one) => one.id === "color-contrast");
  const check = axe._audit.checks["color-contrast"];
  const { matches } = rule;
  const { evaluate } = check;
  let known, behind, passed;

  // What is behind an element, from its own surface to the first that hides all others; null where nobody can tell.
  function surfaces(element) {
    if (!element) return { said: "", faded: "" };
    if (behind.has(element)) return behind.get(element);
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, position, transform } = style;
    const effects = EFFECTS.map((one) => style[one]).join(" ");
    const own = `${backgroundColor} ${backgroundImage} ${effects}`;
    const around = surfaces(element.parentElement);
    const hides = backgroundImage === "none" && backgroundColor.startsWith("rgb(");
    const afloat = /absolute|fixed|sticky/.test(position) || transform !== "none";
    const faded = around.faded + (effects === NO_EFFECT ? "" : `${effects}/`);
    let said = hides ? own : around.said;
    if (!hides && (afloat || said === null)) said = null;
    else if (!hides && own !== PLAIN) said = `${own}/${said}`;
    behind.set(element, { said, faded });
    return behind.get(element);
  }

  function lookOf(element) {
    const { said, faded } = surfaces(element);
    if (said === null || element.ownerSVGElement) return null;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    return [color, fontSize, fontWeight, said, faded].join("|");
  }

  rule.matches = function (node, ...more) {
    return !known.has(lookOf(node)) && matches.call(this, node, ...more);
  };
  check.evaluate = function (node, ...more) {
    const enough = evaluate.call(this, node, ...more);
    const look = enough === true && lookOf(node);
    if (look && !known.has(look)) {
      known.add(look);
      passed.push(look);
    }
    return enough;
  };
  return {
    begin(well) {
      [known, behind, passed] = [new Set(well), new Map(), []];
    },
    get passed() {
      return passed;
    },
  };
})();
