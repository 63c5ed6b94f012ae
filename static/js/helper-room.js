// A helper's tables keep themselves fresh, and a new call for help is said aloud.
import { Fresh } from "./live-part.js";

const place = document.getElementById("helped");
const said = document.querySelector("[data-calls]");
const calls = (part) => part.querySelectorAll(".calls").length;

function drawn(page) {
  const fresh = page.getElementById("helped");
  const now = document.getElementById("helped");
  if (!fresh) return;
  const held = now.contains(document.activeElement) ? document.activeElement.id : "";
  if (calls(fresh) > calls(now)) said.textContent = said.dataset.words;
  if (!calls(fresh)) said.textContent = "";
  now.replaceWith(fresh);
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

if (place) new Fresh({ page: location.pathname, part: "helped", stream: `/live/helper/${place.dataset.helper}`, drawn, clock: () => {} }).listen();
