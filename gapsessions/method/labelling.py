"""What a theme is called: one noun phrase, a few keywords, and the answer that speaks for it.

The phrases that could name it come from candidates.py. No name stands twice; a theme without a phrase of its own is
called by the words of its quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gapsessions.method.candidates import (
    Candidate,
    Candidates,
    centre_of,
    nearness,
    pick,
    rank_again,
    with_capital,
)
from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.languages import Language, load_language

KEYWORDS = 4
ENOUGH = 0.5
"""A phrase that stands in this share of a theme's answers names it alone."""
SECOND_ADDS, CLOSE = 0.15, 0.5
"""A second phrase joins the name where it adds this share of the answers, and scores at least so much of the first."""
QUOTE_WORDS = 10


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """What is shown for a theme; ``quote`` is the row of the answer that stands for it."""

    name: str
    keywords: tuple[str, ...]
    quote: int


def label_themes(
    texts: Sequence[str],
    labels: Labels,
    vectors: Vectors,
    *,
    languages: Sequence[str],
    encoder: Encoder | None = None,
) -> list[ThemeLabel]:
    """Name the themes 0, 1, ... of ``labels``, larger ones choosing first.

    Answers with a negative label belong to no theme. ``vectors`` may have no dimensions, and ``encoder`` may be
    missing; names then rest on words alone. Every theme gets a name, and no two the same.
    """
    count = int(labels.max(initial=-1)) + 1
    members = [np.flatnonzero(labels == theme) for theme in range(count)]
    phrases = Candidates(texts, languages, members)
    shortlists = [phrases.shortlist(theme) for theme in range(count)]
    near = nearness(shortlists, phrases, vectors, members, encoder)
    result: dict[int, ThemeLabel] = {}
    name: str
    keywords: tuple[str, ...]
    taken: set[str] = set()
    for theme in sorted(range(count), key=lambda one: (-len(members[one]), one)):
        by_centre = _by_nearness(vectors, members[theme])
        quote = _choose_quote(texts, by_centre)
        language = load_language(phrases.language_of[theme])
        if _mostly_nothing(texts, languages, members[theme]):
            name, keywords = _free_name([language.nothing_name, texts[quote]], taken), ()
        else:
            ranked = rank_again(shortlists[theme], near[theme])
            picked = pick(ranked)
            keywords = tuple(phrases.show(one.key) for one in picked[:KEYWORDS])
            options = _joined(picked, len(members[theme]), phrases, language)
            options += [phrases.show(one.key) for one in [*picked, *ranked]]
            options = options or phrases.nearest_words(by_centre, vectors, language, encoder)
            name = _free_name(options + _openings(texts[quote]), taken)
        taken.add(name.casefold())
        result[theme] = ThemeLabel(name, keywords, int(quote))
    return [result[theme] for theme in range(count)]


def _joined(picked: Sequence[Candidate], size: int, phrases: Candidates, language: Language) -> list[str]:
    """Two phrases in one name: where the first is too broad, or covers few answers and another covers many others."""
    naming = language.naming
    broad = naming.broad if naming else frozenset()
    if len(picked) < 2:
        return []
    first = picked[0]
    first_is_broad = phrases.show(first.key).lower() in broad
    if first.answers >= ENOUGH * size and not first_is_broad:
        return []
    gains = []
    for two in picked[1:]:
        adds = len(two.rows - first.rows)
        close = two.score >= CLOSE * first.score and adds >= max(2, SECOND_ADDS * size)
        covers = first_is_broad and two.answers >= max(2, SECOND_ADDS * size)
        if (close or covers) and phrases.show(two.key).lower() not in broad:
            gains.append(((two.answers if first_is_broad else adds) * two.score, two.key, two))
    if not gains:
        return []
    second = max(gains)[2]
    names = [phrases.show(one.key) for one in (first, second)]
    if naming and first_is_broad and names[1].lower() in naming.traits:
        return [f"{names[1]} {naming.trait_of} {_inside(names[0])}"]
    if first.answers < second.answers:
        names.reverse()
    return [f"{names[0]} {language.joiner} {_inside(names[1])}"]


def _inside(name: str) -> str:
    """A name within another: "and *plots*", but "and *PDF*"."""
    first = name.split(" ")[0]
    return name if any(letter.isupper() for letter in first[1:]) else name[:1].lower() + name[1:]


def answer_that_stands_for(texts: Sequence[str], vectors: Vectors) -> int:
    """Row of the answer that stands for all of them: central, and near ten words; for themes that people made."""
    return _choose_quote(texts, _by_nearness(vectors, np.arange(len(texts))))


def _mostly_nothing(texts: Sequence[str], languages: Sequence[str], rows: Labels) -> bool:
    return 2 * sum(load_language(languages[i]).adds_nothing(texts[i]) for i in rows) >= len(rows)


def _by_nearness(vectors: Vectors, rows: Labels) -> Labels:
    """The rows of a theme, most central first."""
    if vectors.shape[1] == 0:
        return rows
    return rows[np.argsort(-(vectors[rows] @ centre_of(vectors[rows])), kind="stable")]


def _choose_quote(texts: Sequence[str], by_centre: Labels) -> int:
    """Of the five most central answers the one whose length is nearest to ten words."""
    return int(min(by_centre[:5], key=lambda i: abs(len(texts[i].split()) - QUOTE_WORDS)))


def _openings(quote: str) -> list[str]:
    """The first words of a quote, ever more of them, until the whole quote."""
    words = quote.split()
    openings = [" ".join(words[:length]) + "\u2026" for length in range(6, len(words))]
    return [with_capital(opening) for opening in [*openings, " ".join(words)]]


def _free_name(options: Sequence[str], taken: set[str]) -> str:
    """The first option that no other theme has; numbered where all are taken."""
    for option in options:
        if option and option.casefold() not in taken:
            return option
    base = next((option for option in reversed(options) if option), "\u2026")
    number = 2
    while f"{base} ({number})".casefold() in taken:
        number += 1
    return f"{base} ({number})"
