"""What a theme is called: one noun phrase, a few keywords, and the answer that speaks for it.

The phrases that could name it come from candidates.py. No name stands twice; a theme without a phrase of its own is
called by the words of its quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gapsessions.method.aspects import Aspects
from gapsessions.method.candidates import (
    Candidate,
    Candidates,
    centre_of,
    nearness,
    phrase_vectors,
    pick,
    rank_again,
    says_most,
    with_capital,
)
from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.heading_options import HeadingOptions
from gapsessions.method.headings import open_library
from gapsessions.method.languages import Language, load_language, words_of
from gapsessions.method.name_options import NameOption, NameOptions, akin, names_a_person, two_in_one

_SENTENCE_END = re.compile(r"\s*[.!?;\u2026]+(?:\s|$)")
KEYWORDS = 4
QUOTE_WORDS = 10
FEW = 4
"""Themes of up to so many answers are called by their quote where no phrase stands in two of them."""
NOT_MANY, LITTLE = 8, 0.3
"""So are themes of up to so many answers where no phrase stands in this share of them."""
TWO, SAYS_MOST = 2, 0.6
"""Two answers that share no phrase are named by what each is about, where a phrase lies so near to the whole of it."""
WEAK = 0.72
"""Where the best name is worth less, any words of the most central answers may be nearer."""
CLOSE, APART = 0.5, 0.15
"""A phrase of one answer names a small theme where it lies so near to its centre, and so much farther from others."""
NOTHING_WITHIN = 3
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
    vector_of = phrase_vectors(shortlists, phrases, encoder)
    centres = np.array([centre_of(vectors[rows]) for rows in members]).reshape(count, vectors.shape[1])
    aspects = {code: Aspects(texts, code) for code in sorted(set(languages))}
    complete = NameOptions(phrases, aspects, centres, encoder)
    ranked, picked, options = [], [], {}
    for theme, rows in enumerate(members):
        near = nearness(shortlists[theme], vector_of, vectors[rows])
        ranked.append(rank_again(shortlists[theme], near))
        picked.append(pick(phrases.without_rare_deeds(theme, ranked[theme]), len(rows)))
        language = load_language(phrases.language_of[theme])
        options[theme] = complete.of(theme, rows, ranked[theme], picked[theme], language)
    weighed = complete.weighed(options, vector_of)
    headings = {}
    for code in sorted(set(phrases.language_of)):
        library = open_library(code, encoder) if vectors.shape[1] else None
        headings[code] = HeadingOptions(library, texts, vectors, centres, load_language(code)) if library else None
    result: dict[int, ThemeLabel] = {}
    taken: set[str] = set()
    used: list[str] = []
    for theme in sorted(range(count), key=lambda one: (-len(members[one]), one)):
        by_centre = _by_nearness(vectors, members[theme])
        quote = _choose_quote(texts, by_centre)
        language = load_language(phrases.language_of[theme])
        keywords = tuple(phrases.show(one.key) for one in picked[theme][:KEYWORDS])
        beside = headings[phrases.language_of[theme]]
        found = beside.among(theme, members[theme], weighed[theme]) if beside else weighed[theme]
        nearest = []
        if not picked[theme] or not found or (complete.weighs(theme) and found[0].worth < WEAK):
            nearest = phrases.nearest_words(by_centre, vectors, language, encoder)
            nearest = [one for one in nearest if not names_a_person(one)]
        if picked[theme] and nearest:
            found = complete.with_nearest(theme, found, nearest)
        names = [one.name for one in found if not phrases.is_twin(theme, one.name, used)]
        names += [one.name for one in found] or nearest
        if _mostly_nothing(texts, languages, members[theme]):
            names, keywords = [language.nothing_name, texts[quote]], ()
        elif not picked[theme] or _says_little(picked[theme], len(members[theme])):
            praise = _praise(texts, members[theme], language, alone=not picked[theme])
            subjects = says_most(shortlists[theme], vector_of, vectors) if len(members[theme]) == TWO else []
            little = nearest if not picked[theme] else []
            nothing = [language.nothing_name] if _begins_with_nothing(texts, members[theme], language) else []
            names = nothing + _headings(found) + _topics(found, len(members[theme])) + praise
            names += _of_two_answers(subjects, phrases, language) or _close(found) + little
        name = _free_name(names + _openings(texts[quote], language), taken)
        used.append(name)
        taken.add(name.casefold())
        result[theme] = ThemeLabel(name, keywords, int(quote))
    return [result[theme] for theme in range(count)]


def _topics(options: Sequence[NameOption], size: int) -> list[str]:
    """What the word lists know most answers of a small theme to be about."""
    return [one.name for one in options if one.is_topic and 2 * len(one.rows) >= size]


def _headings(options: Sequence[NameOption]) -> list[str]:
    """Headings of a small theme that are worth more than anything its answers say."""
    return [one.name for one in options[:1] if one.is_heading]


def _close(options: Sequence[NameOption]) -> list[str]:
    """Names of a small theme that say more of it than its answers share in words."""
    close = [one for one in options if one.near >= CLOSE and one.apart >= APART]
    return [one.name for one in close if " " in one.name or len(one.rows) > 1]


def _of_two_answers(found: Sequence[tuple[float, Candidate]], phrases: Candidates, language: Language) -> list[str]:
    """What two answers of a small theme are about."""
    close = [one for near, one in found if near >= SAYS_MOST]
    for first, second in zip(close, close[1:], strict=False):
        if not akin(first.key.split(), second.key.split()):
            return [two_in_one([first.key, second.key], phrases, language)]
    return []


def _says_little(picked: Sequence[Candidate], size: int) -> bool:
    """Whether a quote tells more of a small theme than its best phrase does."""
    most = max((one.answers for one in picked), default=0)
    return most < 2 if size <= FEW else size <= NOT_MANY and 0 < most < LITTLE * size


def answer_that_stands_for(texts: Sequence[str], vectors: Vectors) -> int:
    """Row of the answer that stands for all of them: central, and near ten words; for themes that people made."""
    return _choose_quote(texts, _by_nearness(vectors, np.arange(len(texts))))


def _mostly_nothing(texts: Sequence[str], languages: Sequence[str], rows: Labels) -> bool:
    """Half of the answers of a theme add nothing, and of two both."""
    saying = sum(load_language(languages[i]).adds_nothing(texts[i]) for i in rows)
    return 2 * saying >= len(rows) and saying >= min(TWO, len(rows))


def _begins_with_nothing(texts: Sequence[str], rows: Labels, language: Language) -> bool:
    """Whether most answers of a theme without a name of its own start by saying "nothing", whatever else they say."""
    saying = sum(language.nothing_word in words_of(texts[i])[:NOTHING_WITHIN] for i in rows)
    return bool(language.nothing_word) and 2 * saying > len(rows)


def _praise(texts: Sequence[str], rows: Labels, language: Language, *, alone: bool) -> list[str]:
    """The name of a theme of praise: more than half of its answers, or all where they name things besides."""
    if language.naming is None:
        return []
    praising = sum(not language.naming.praise.isdisjoint(words_of(texts[i])) for i in rows)
    return [language.naming.praise_name] if praising >= (len(rows) // 2 + 1 if alone else len(rows)) else []


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
