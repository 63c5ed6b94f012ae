"""Stems of words, for as long as a run takes: what participants wrote is forgotten with it."""

from __future__ import annotations

from collections.abc import Callable

from gapsessions.method.languages import load_language
from gapsessions.method.spelling import one_spelling


class Stems:
    """The stems of one run. Stemmers are pure Python and slow, so every distinct word is stemmed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._stemmers: dict[str, Callable[[str], str]] = {}

    def __call__(self, word: str, code: str) -> str:
        """Return the stem of a lower-case word; the word as it is in a language without a stemmer."""
        known = self._known.get((word, code))
        if known is None:
            spelt = one_spelling(word) if code == "en" else word
            known = self._known[word, code] = self._stemmer(code)(spelt)
        return known

    def _stemmer(self, code: str) -> Callable[[str], str]:
        if code not in self._stemmers:
            from snowballstemmer import stemmer

            name = load_language(code).stemmer
            self._stemmers[code] = stemmer(name).stemWord if name else str
        return self._stemmers[code]
