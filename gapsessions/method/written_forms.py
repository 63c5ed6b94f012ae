"""How people of a session write a word: "GP", "iPad" and "PDF" keep their capitals in theme names, "Staff" does not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[&'-][^\W_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:\n\u2022\"(]\s*)$")
_PARTS = re.compile(r"[&'-]")
SHOUTING = 0.6
"""An answer with more capitals than this share of its letters tells nothing about how words are written."""


class WrittenForms:
    """Knows the usual capitals of every word, learnt from where they are a choice: not at a sentence's start."""

    def __init__(self, texts: Iterable[str], *, nouns_have_capitals: bool = False) -> None:
        seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            letters = [letter for letter in text if letter.isalpha()]
            if not letters or sum(letter.isupper() for letter in letters) > SHOUTING * len(letters):
                continue
            title = sum(word[:1].isupper() for word in text.split()) > 0.6 * len(text.split())
            title = title and not nouns_have_capitals  # "Freundliche Mitarbeiter" is no title
            for match in _WORD.finditer(text):
                form = match.group()
                form = form.replace("\u2019", "'")
                inner = any(letter.isupper() for letter in form[1:])
                if inner or not (title or _STARTS.search(text, 0, match.start())):
                    for part in {form, *_PARTS.split(form)}:  # "COVID-19" tells of "COVID" too
                        if len(part) > 2 or part == form:
                            seen[part.lower()][part] += 1
                else:
                    seen[form.lower()][form.lower()] += 0  # seen, but its capital was no choice
        self._usual = {
            word: max(forms.items(), key=lambda form: (form[1], form[0]))[0]
            for word, forms in seen.items()
            if max(forms.values()) > 0
        }

    def restore(self, phrase: str, *, at_start: bool = True) -> str:
        """Return a lower-case phrase with its usual capitals, and one ``at_start``."""
        shown = _WORD.sub(lambda match: self._usual.get(match.group(), match.group()), phrase)
        if not at_start or any(letter.isupper() for letter in shown.split(" ")[0]):
            return shown
        return shown[:1].upper() + shown[1:]
