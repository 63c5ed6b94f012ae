// A button with data-copy="text", or data-copy-from="id of a field", puts the text on the clipboard and says so for two
// seconds in its data-copied words.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).value;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text); // plain HTTP in a room: browsers keep the clipboard to HTTPS
  }
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.copied ?? before;
  setTimeout(() => (words.textContent = before), 2000);
});

function copySelected(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
