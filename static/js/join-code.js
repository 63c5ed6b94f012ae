// The six letters of a code: keeps what belongs to it of anything that is typed or pasted. The page works without it.
const BETWEEN = /[\s\-_.·/]+/g;
const IN_A_LINK = /\/j\/([a-z]{6})(?:\/|$|\?|\s)/i;

/** The letters meant by `said`: six of a link, else what was typed without blanks and hyphens. */
export function lettersOf(said) {
  const link = IN_A_LINK.exec(said);
  return (link ? link[1] : said.replace(BETWEEN, "")).slice(0, 6).toUpperCase();
}

for (const field of document.querySelectorAll("[data-code]")) {
  const keep = () => {
    const letters = lettersOf(field.value);
    if (letters !== field.value) {
      const at = Math.min(field.selectionStart ?? 6, letters.length);
      field.value = letters;
      field.setSelectionRange(at, at);
    }
  };
  field.addEventListener("input", (event) => {
    if (!event.isComposing) keep();
  });
  keep();
}
