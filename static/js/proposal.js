// The slider of a proposal answers while it is moved: its word and number of themes come from the list beside it, the
// difference to now from the server. Without this script the form's button does the same.
const WAIT = 40; // milliseconds; a drag passes over many steps
let asking = null;
let planned = 0;

const words = (stop) => document.querySelector(`#proposal-steps option[value="${stop}"]`)?.label ?? "";

function say(slider) {
  const form = slider.form;
  const said = words(slider.value);
  form.querySelector("output").textContent = said;
  slider.setAttribute("aria-valuetext", said);
}

async function show(form) {
  asking?.abort();
  asking = new AbortController();
  const part = form.dataset.slider;
  const asked = new URLSearchParams(new FormData(form));
  if ("board" in form.dataset) asked.set("board", "1");
  if ("board" in form.dataset) asked.set("next", location.pathname + location.search);
  const page = document.getElementById(part);
  page.setAttribute("aria-busy", "true");
  try {
    const headers = { "HX-Request": "true", "HX-Target": `div#${part}` };
    const answer = await fetch(`${form.action}?${asked}`, { headers, signal: asking.signal, cache: "no-store" });
    if (!answer.ok) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part);
    if (!fresh) return location.reload(); // taken over or put away meanwhile
    const now = document.getElementById(part);
    now.replaceWith(document.adoptNode(fresh));
    window.htmx?.process(document.getElementById(part));
    if (!("board" in form.dataset)) history.replaceState(history.state, "", `${location.pathname}?${asked}`);
  } catch (error) {
    if (error.name !== "AbortError") page.removeAttribute("aria-busy"); // no connection: the next move asks again
  }
}

document.addEventListener("input", (event) => {
  const slider = event.target.closest?.("[data-slider] input[type=range]");
  if (!slider) return;
  say(slider);
  clearTimeout(planned);
  planned = setTimeout(show, WAIT, slider.form);
});

// A page that is come back to shows the browser's place of the slider, not the server's.
addEventListener("pageshow", () => {
  const slider = document.querySelector("[data-slider] input[type=range]");
  if (slider && slider.value !== slider.defaultValue) {
    say(slider);
    show(slider.form);
  }
});
