// Menus made of <details data-menu>: only one is open, and it closes on Escape, on a click elsewhere, and when left by Tab.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// Dialogs: a button with data-opens="id" shows one, a button with data-closes inside it closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
});

// On a phone the steps of a session scroll sideways: the current one is in sight.
const here = document.querySelector(".steps [aria-current]");
const steps = here?.closest(".steps");
if (steps) steps.scrollLeft = here.offsetLeft - (steps.clientWidth - here.offsetWidth) / 2;
