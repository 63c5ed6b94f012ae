// A button with data-copy="text", or data-copy-from="id of a field", puts the text on the clipboard and says so for two
// seconds in its data-copied words.
import { copyText } from "./clipboard.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).value;
  await copyText(text);
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.copied ?? before;
  setTimeout(() => (words.textContent = before), 2000);
});
