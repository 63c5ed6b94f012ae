// A button with data-print opens the print dialog of the browser.
document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());
