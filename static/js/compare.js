// The compare page: fresh while rooms write, the worker compares, and others decide. A menu that is open waits for no news.
import { keepFresh } from "./news.js";

keepFresh("comparison", { busy: () => Boolean(document.querySelector("#comparison details[data-menu][open]")) });

// A step back that was taken while the scripts of this page were on their way was heard by nobody: what the address says
// comes now. It is fetched and not loaded anew, so that it can happen once only.
const { shows } = document.getElementById("comparison")?.dataset ?? {};
const here = location.pathname + location.search;
if (shows && shows !== here) window.htmx?.ajax("GET", here, { target: "#comparison", swap: "outerMorph" });

// A filter that is chosen is shown at once; without this script the button beside it does it.
document.addEventListener("change", (event) => event.target.closest("form[data-filters]")?.requestSubmit());
