// Puts a text on the clipboard, wherever the page came from.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain HTTP in a room: browsers keep the clipboard to HTTPS, but a selection can be copied everywhere.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "vh";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
