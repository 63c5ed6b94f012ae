// Keys for the questions about a board: whatever button carries data-key is pressed by that letter, unless somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, .menu[open]")) return;
  const button = document.querySelector(`#question [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || document.querySelector("#question .htmx-request")) return; // one answer at a time
  event.preventDefault();
  button.click();
});
