// Choosing a file: too large a one is refused before it is sent, and sending shows that something happens.
const form = document.querySelector("form[data-upload]");
const input = form?.querySelector("input[type=file]");
const refusal = form?.querySelector("[data-refusal]");

function tooBig() {
  return [...(input.files ?? [])].some((file) => file.size > Number(input.dataset.mostBytes));
}

input?.addEventListener("change", () => {
  refusal.textContent = tooBig() ? input.dataset.tooBig : "";
  refusal.hidden = !tooBig();
});

form?.addEventListener("submit", (event) => {
  if (tooBig()) return event.preventDefault();
  form.querySelector("[data-sending]").hidden = false;
});
