"""What a theme is called: one noun phrase, a few keywords, and the answer that speaks for it.

The phrases that could name it come from candidates.py. No name stands twice; a theme without a phrase of its own is
called by the words of its quote.
"""

from __future__ import annotations

import re
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

_SENTENCE_END = re.compile(r"\s*[.!?;\u2026]+(?:\s|$)")
KEYWORDS = 4
ENOUGH = 0.5
"""A phrase that stands in this share of a theme's answers names it alone."""
SECOND_ADDS, CLOSE = 0.2, 0.5
"""A second phrase joins the name where it adds this share of the answers, and scores at least so much of the first."""
TOGETHER = 0.5
"""A second word joins a single one where both stand in this share of the answers: "flight and status"."""
AKIN = 5
"""Stems with so many letters in common at their start are taken for one word."""
QUOTE_WORDS = 10
FEW = 4
"""Themes of up to so many answers are called by their quote where no phrase stands in two of them."""
NOT_MANY, LITTLE = 8, 0.3
"""So are themes of up to so many answers where no phrase stands in this share of them."""
OPENING_WORDS, SHORT_QUOTE = 9, 10


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
    used: list[str] = []
    for theme in sorted(range(count), key=lambda one: (-len(members[one]), one)):
        by_centre = _by_nearness(vectors, members[theme])
        quote = _choose_quote(texts, by_centre)
        language = load_language(phrases.language_of[theme])
        if _mostly_nothing(texts, languages, members[theme]):
            name, keywords = _free_name([language.nothing_name, texts[quote]], taken), ()
        else:
            ranked = rank_again(shortlists[theme], near[theme])
            ranked = [one for one in ranked if not _twin(one, used)] or ranked
            picked = pick(ranked, len(members[theme]))
            keywords = tuple(phrases.show(one.key) for one in picked[:KEYWORDS])
            options = _joined(picked, len(members[theme]), phrases, language)
            little = not options and _says_little(picked, len(members[theme]))
            options += [phrases.show(one.key) for one in [*picked, *ranked]]
            used += [one.key for one in picked[:1]]
            options = options or phrases.nearest_words(by_centre, vectors, language, encoder)
            if little:
                options = []
            name = _free_name(options + _openings(texts[quote], language), taken)
        taken.add(name.casefold())
        result[theme] = ThemeLabel(name, keywords, int(quote))
    return [result[theme] for theme in range(count)]


def _joined(picked: Sequence[Candidate], size: int, phrases: Candidates, language: Language) -> list[str]:
    """Two phrases in one name: where the first is too broad, covers few answers, or usually stands with the second."""
    if len(picked) < 2:
        return []
    first = picked[0]
    too_broad = _is_broad(first, phrases, language)
    words = first.key.split()
    gains = []
    for two in picked[1:]:
        if _akin(words, two.key.split()) or _is_broad(two, phrases, language):
            continue
        adds = len(two.rows - first.rows)
        least = max(2, SECOND_ADDS * size)
        if too_broad:
            if two.answers >= least:
                gains.append((two.answers * two.score, two.key, two))
        elif first.answers < ENOUGH * size:
            if two.score >= CLOSE * first.score and adds >= least:
                gains.append((adds * two.score, two.key, two))
        elif language.naming and len(words) == 1 and len(two.rows & first.rows) >= max(2, TOGETHER * size):
            gains.append((two.answers * two.score, two.key, two))
    if not gains:
        return []
    second = max(gains)[2]
    names = [phrases.show(one.key) for one in (first, second)]
    naming = language.naming
    if naming and names[0].lower() in naming.broad and names[1].lower() in naming.traits:
        return [f"{names[1]} {naming.trait_of} {phrases.show(first.key, inside=True)}"]
    ordered = (second, first) if first.answers < second.answers else (first, second)
    return [f"{phrases.show(ordered[0].key)} {language.joiner} {phrases.show(ordered[1].key, inside=True)}"]


def _twin(one: Candidate, used: Sequence[str]) -> bool:
    """Whether a phrase is another theme's, longer or shorter: disposable cards, disposable virtual cards."""
    words = set(one.key.split())
    others = (set(key.split()) for key in used)
    return any(len(words & other) > 1 and (words <= other or other <= words) for other in others)


def _says_little(picked: Sequence[Candidate], size: int) -> bool:
    """Whether a quote tells more of a small theme than its best phrase does."""
    most = max((one.answers for one in picked), default=0)
    return most < 2 if size <= FEW else size <= NOT_MANY and 0 < most < LITTLE * size


def _akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two phrases share a stem, or hold two that start alike: fraud and fraudulent."""
    return any(a == b or (len(a) >= AKIN <= len(b) and a[:AKIN] == b[:AKIN]) for a in one for b in other)


def _is_broad(one: Candidate, phrases: Candidates, language: Language) -> bool:
    broad = language.naming.broad if language.naming else frozenset()
    return phrases.show(one.key).lower() in broad or phrases.is_everywhere(one)


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


def _openings(quote: str, language: Language) -> list[str]:
    """A quote as a name: its first sentence where that is short, else its first words, ever more of them."""
    whole = " ".join(quote.split())
    words, sentence = whole.split(), _SENTENCE_END.split(whole)[0]
    openings = []
    if 3 <= len(sentence.split()) <= OPENING_WORDS:
        openings.append(sentence)
    if len(words) <= SHORT_QUOTE:
        openings.append(whole.rstrip(" .") or whole)
    for length in range(OPENING_WORDS, len(words)):
        end = length
        while end > 6 and words[end - 1].lower() in language.stop:  # "book an..." stops at "book"
            end -= 1
        openings.append(" ".join(words[:end]).rstrip(" ,;:-") + "\u2026")
    return [with_capital(opening) for opening in [*openings, whole.rstrip(" .") or whole]]


def _free_name(options: Sequence[str], taken: set[str]) -> str:
    """The first option that no other theme has; numbered where all are taken."""
    for option in options:
        if option.strip() and option.casefold() not in taken:
            return option
    base = next((option for option in reversed(options) if option.strip()), "\u2026")
    number = 2
    while f"{base} ({number})".casefold() in taken:
        number += 1
    return f"{base} ({number})"
