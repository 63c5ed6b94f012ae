// The compare page: fresh while rooms write, the worker compares, and others decide. A menu that is open waits for no news.
import { keepFresh } from "./news.js";

keepFresh("comparison", { busy: () => Boolean(document.querySelector("#comparison details[data-menu][open]")) });

// A filter that is chosen is shown at once; without this script the button beside it does it.
document.addEventListener("change", (event) => event.target.closest("form[data-filters]")?.requestSubmit());
