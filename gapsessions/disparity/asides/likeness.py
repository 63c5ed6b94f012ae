"""Which themes a prediction may mean, by the words they share: suggestions, which nobody but a person takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gapsessions.method.languages import words_of
from gapsessions.themes.models import Theme

SUGGESTED = 3
SHORTEST = 4
"""Letters from which a word says something about what it is in; beginnings stand for inflections."""


def likely_themes(texts: Sequence[str], themes: Sequence[Theme]) -> list[tuple[Theme, ...]]:
    """For each text the themes whose names share beginnings of its words, then the largest; at most three."""
    named = [(theme, _beginnings(theme.name)) for theme in themes]
    found = []
    for text in texts:
        said = _beginnings(text)
        shared = Counter({place: len(said & words) for place, (_theme, words) in enumerate(named)})
        ranked = sorted(range(len(named)), key=lambda place: (-shared[place], place))
        found.append(tuple(named[place][0] for place in ranked[:SUGGESTED]))
    return found


def _beginnings(text: str) -> set[str]:
    return {word.casefold()[:SHORTEST] for word in words_of(text) if len(word) >= SHORTEST}
