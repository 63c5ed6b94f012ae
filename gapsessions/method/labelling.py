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
    phrase_vectors,
    pick,
    rank_again,
    says_most,
    with_capital,
)
from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.languages import Language, load_language, words_of
from gapsessions.method.troubles import Troubles

_SENTENCE_END = re.compile(r"\s*[.!?;\u2026]+(?:\s|$)")
KEYWORDS = 4
ENOUGH = 0.5
"""A phrase that stands in this share of a theme's answers names it alone."""
SECOND_ADDS, CLOSE = 0.2, 0.5
"""A second phrase joins the name where it adds this share of the answers, and scores at least so much of the first."""
TOGETHER, AT_LEAST, HALF = 0.3, 3, 0.5
"""A second word joins a single one where both stand in this share of the answers, and in so many or half of them."""
AKIN = 5
"""Stems with so many letters in common at their start are taken for one word."""
STEM = 4
"""So is a stem of so many letters with one that it begins: rent, rental."""
THING = 0.4
"""A thing in trouble stands in so many of the answers."""
QUOTE_WORDS = 10
FEW = 4
"""Themes of up to so many answers are called by their quote where no phrase stands in two of them."""
NOT_MANY, LITTLE = 8, 0.3
"""So are themes of up to so many answers where no phrase stands in this share of them."""
TWO, SAYS_MOST = 2, 0.6
"""Two answers that share no phrase are named by what each is about, where a phrase lies so near to the whole of it."""
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
    troubles = {code: Troubles(texts, naming) for code in set(languages) if (naming := load_language(code).naming)}
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
            ranked = rank_again(shortlists[theme], nearness(shortlists[theme], vector_of, vectors[members[theme]]))
            ranked = [one for one in ranked if not _twin(one, used)] or ranked
            picked = pick(phrases.without_rare_deeds(theme, ranked), len(members[theme]))
            keywords = tuple(phrases.show(one.key) for one in picked[:KEYWORDS])
            options = _in_trouble(picked[:1], theme, members[theme], troubles.get(language.code), phrases)
            options += _joined(picked, theme, phrases, language)
            little = not options and _says_little(picked, len(members[theme]))
            options += [phrases.show(one.key) for one in [*picked, *ranked]]
            used += [one.key for one in picked[:1]]
            options = options or phrases.nearest_words(by_centre, vectors, language, encoder)
            if little or not picked:
                praise = _praise(texts, members[theme], language, alone=not picked)
                subjects = says_most(shortlists[theme], vector_of, vectors) if len(members[theme]) == TWO else []
                options = praise or _of_two_answers(subjects, phrases, language) or ([] if little else options)
            name = _free_name(options + _openings(texts[quote], language), taken)
        taken.add(name.casefold())
        result[theme] = ThemeLabel(name, keywords, int(quote))
    return [result[theme] for theme in range(count)]


def _joined(picked: Sequence[Candidate], theme: int, phrases: Candidates, language: Language) -> list[str]:
    """Two phrases in one name: where the first is too broad, covers few answers, or usually stands with the second."""
    if len(picked) < 2:
        return []
    first, size = picked[0], phrases.size(theme)
    too_broad = _is_broad(first, phrases, language)
    words = first.key.split()
    gains = []
    for two in picked[1:]:
        if _akin(words, two.key.split()) or _is_broad(two, phrases, language):
            continue
        if phrases.is_verb(theme, first.key, two.key) and not phrases.deed(theme, first.key, two.key):
            continue  # "card and accepting" is no name
        adds = len(two.rows - first.rows)
        least = max(2, SECOND_ADDS * size)
        if too_broad:
            if two.answers >= least:
                gains.append((two.answers * two.score, two.key, two))
        elif first.answers < ENOUGH * size:
            if two.score >= CLOSE * first.score and adds >= least:
                gains.append((adds * two.score, two.key, two))
        elif language.naming and len(words) == 1 and _together(len(two.rows & first.rows), size):
            gains.append((two.answers * two.score, two.key, two))
    if not gains:
        return []
    second = max(gains)[2]
    names = [phrases.show(one.key) for one in (first, second)]
    naming = language.naming
    if naming and names[0].lower() in naming.broad and names[1].lower() in naming.traits:
        return [f"{names[1]} {naming.trait_of} {phrases.show(first.key, inside=True)}"]
    one = phrases.deed(theme, first.key, second.key) or phrases.of_both(theme, first.key, second.key)
    if one:
        return [one]
    ordered = (second, first) if first.answers < second.answers else (first, second)
    return [f"{phrases.show(ordered[0].key)} {language.joiner} {phrases.show(ordered[1].key, inside=True)}"]


def _in_trouble(
    best: Sequence[Candidate], theme: int, rows: Labels, troubles: Troubles | None, phrases: Candidates
) -> list[str]:
    """The thing with what is wrong with it, where most answers of a theme say so: "Blocked bank account"."""
    trouble = troubles.of(rows) if troubles and best else None
    if not trouble or not troubles or phrases.is_matter(theme, best[0].key) or best[0].answers < THING * len(rows):
        return []
    thing = phrases.show(best[0].key, inside=True)
    return [] if troubles.tells(trouble, thing) else [f"{with_capital(trouble)} {thing}"]


def _together(shared: int, size: int) -> bool:
    return shared >= max(2, TOGETHER * size) and shared >= min(AT_LEAST, HALF * size)


def _of_two_answers(found: Sequence[tuple[float, Candidate]], phrases: Candidates, language: Language) -> list[str]:
    """What two answers of a small theme are about: "Injections and dental hospital"."""
    close = [one for near, one in found if near >= SAYS_MOST]
    for first, second in zip(close, close[1:], strict=False):
        if not _akin(first.key.split(), second.key.split()):
            return [f"{phrases.show(first.key)} {language.joiner} {phrases.show(second.key, inside=True)}"]
    return []


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
    parts = [[part for word in words for part in word.split("-")] for words in (one, other)]
    for a, b in ((a, b) for a in parts[0] for b in parts[1]):
        if a == b or (len(a) >= AKIN <= len(b) and a[:AKIN] == b[:AKIN]) or (len(b) >= STEM and a.startswith(b)):
            return True
    return False


def _is_broad(one: Candidate, phrases: Candidates, language: Language) -> bool:
    broad = language.naming.broad if language.naming else frozenset()
    return phrases.show(one.key).lower() in broad or phrases.is_everywhere(one)


def answer_that_stands_for(texts: Sequence[str], vectors: Vectors) -> int:
    """Row of the answer that stands for all of them: central, and near ten words; for themes that people made."""
    return _choose_quote(texts, _by_nearness(vectors, np.arange(len(texts))))


def _mostly_nothing(texts: Sequence[str], languages: Sequence[str], rows: Labels) -> bool:
    return 2 * sum(load_language(languages[i]).adds_nothing(texts[i]) for i in rows) >= len(rows)


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
