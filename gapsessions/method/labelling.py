"""What a theme is called: one noun phrase, a few keywords, and the answer that speaks for it.

Phrases are scored by coverage^.8 x log lift x length, and ranked again by how near they lie to the theme's centre.
No name stands twice; a theme without a phrase of its own is called by the words of its quote.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.languages import Language, load_language
from gapsessions.method.noun_phrases import PhraseFinder
from gapsessions.method.written_forms import WrittenForms

Labels = npt.NDArray[np.intp]

KEYWORDS = 4
SHORTLIST = 12
SCORE_SHARE = 0.4
"""The score's part in the final order; the rest is the cosine to the theme's centre."""
WIDER_COVERS = 0.4
ENOUGH = 0.5
"""A phrase that stands in this share of a theme's answers names it alone."""
SECOND_ADDS, CLOSE = 0.15, 0.5
"""A second phrase joins the name where it adds this share of the answers, and scores at least so much of the first."""
SHORT_ANSWER, NEAR_ENOUGH = 5, 0.35
"""Whole answers of up to so many words may name a theme; words further from its centre than this may not."""
QUOTE_WORDS = 10
SMALL = 3
"""Up to this size a phrase needs to stand in one answer only."""


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """What is shown for a theme; ``quote`` is the row of the answer that stands for it."""

    name: str
    keywords: tuple[str, ...]
    quote: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    score: float
    rows: frozenset[int]
    """The answers of the theme that hold it."""

    @property
    def answers(self) -> int:
        return len(self.rows)


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
    phrases = _Phrases(texts, languages, members)
    shortlists = [phrases.shortlist(theme) for theme in range(count)]
    near = _nearness(shortlists, phrases, vectors, members, encoder)
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
            ranked = _rank_again(shortlists[theme], near[theme])
            picked = _pick(ranked)
            keywords = tuple(phrases.show(one.key) for one in picked[:KEYWORDS])
            options = _joined(picked, len(members[theme]), phrases, language)
            options += [phrases.show(one.key) for one in [*picked, *ranked]]
            options = options or phrases.nearest_words(by_centre, vectors, language, encoder)
            name = _free_name(options + _openings(texts[quote]), taken)
        taken.add(name.casefold())
        result[theme] = ThemeLabel(name, keywords, int(quote))
    return [result[theme] for theme in range(count)]


class _Phrases:
    """The candidate phrases of a session: in which themes they stand, how often, and in which written forms."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str], members: Sequence[Labels]) -> None:
        self._texts = texts
        self._members = members
        self.language_of = [_main_language([languages[i] for i in rows]) for rows in members]
        self._finders: Mapping[str, PhraseFinder] = {
            code: PhraseFinder([t for t, c in zip(texts, languages, strict=True) if c == code], load_language(code))
            for code in sorted(set(languages))
        }
        self._total = sum(len(rows) for rows in members)
        self._forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._written = WrittenForms(texts)
        self._rows = [self._rows_by_key(rows, languages) for rows in members]
        self._everywhere: Counter[str] = Counter()
        for found in self._rows:
            self._everywhere.update({key: len(rows) for key, rows in found.items()})

    def _rows_by_key(self, rows: Labels, languages: Sequence[str]) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for loose in (False, True):
            if found and max(map(len, found.values())) > 1:
                break  # the strict pass found something to call this theme
            found.clear()
            for i in rows:
                finder = self._finders[languages[i]]
                for phrase in finder.find(self._texts[i], loose=loose):
                    key = finder.key(phrase)
                    if key:
                        found[key].add(int(i))
                        self._forms[key][phrase] += 1
        return dict(found)

    def show(self, key: str) -> str:
        """The most frequent written form of a phrase; ties go to the longer, then the later in the alphabet."""
        form = max(self._forms[key].items(), key=lambda form: (form[1], len(form[0]), form[0]))[0]
        return self._written.restore(form)

    def shortlist(self, theme: int) -> list[_Candidate]:
        """The best phrases of a theme by coverage, lift and length."""
        size = len(self._members[theme])
        found = []
        for key, rows in self._rows[theme].items():
            answers = len(rows)
            if size > SMALL and answers < max(2, 0.1 * size):
                continue
            share = answers / size
            elsewhere = (self._everywhere[key] - answers + 0.5) / (self._total - size + 1)
            lift = max(0.02, math.log(share / elsewhere))
            length = 1 + 0.8 * min(2, len(key.split()) - 1)
            found.append(_Candidate(key, share**0.8 * lift * length, frozenset(rows)))
        return sorted(found, key=lambda one: (-one.score, one.key))[:SHORTLIST]

    def nearest_words(
        self, by_centre: Labels, vectors: Vectors, language: Language, encoder: Encoder | None
    ) -> list[str]:
        """For a theme without any phrase of its own: short answers and loose phrases, nearest to its centre first."""
        texts = [self._texts[i] for i in by_centre[:20]]
        short = [" ".join(text.split()).rstrip(".!?,; ") for text in texts if 1 < len(text.split()) <= SHORT_ANSWER]
        finder = self._finders[language.code]
        loose = [phrase for text in texts for phrase in finder.find(text, loose=True) if len(phrase) > 3]
        pool = list(dict.fromkeys(short + loose))
        if encoder is None or not encoder.name or not pool:
            return [self._written.restore(phrase) for phrase in loose] or [_capital(text) for text in short]
        near = encoder.encode(pool) @ _centre(vectors[by_centre])
        best = [pool[at] for at in np.argsort(-near, kind="stable") if near[at] >= NEAR_ENOUGH]
        return [_capital(text) if text in short else self._written.restore(text) for text in best]


def _main_language(codes: Sequence[str]) -> str:
    counts = Counter(codes)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


def _nearness(
    shortlists: Sequence[Sequence[_Candidate]],
    phrases: _Phrases,
    vectors: Vectors,
    members: Sequence[Labels],
    encoder: Encoder | None,
) -> list[dict[str, float]]:
    """Cosine of every shortlisted phrase to its theme's centre; zero without an encoder."""
    keys = sorted({one.key for shortlist in shortlists for one in shortlist})
    if encoder is None or not encoder.name or not keys or vectors.shape[1] == 0:
        return [dict.fromkeys((one.key for one in shortlist), 0.0) for shortlist in shortlists]
    vector_of = dict(zip(keys, encoder.encode([phrases.show(key) for key in keys]), strict=True))
    return [
        {one.key: max(0.0, float(vector_of[one.key] @ _centre(vectors[rows]))) for one in shortlist}
        for shortlist, rows in zip(shortlists, members, strict=True)
    ]


def _rank_again(shortlist: Sequence[_Candidate], near: Mapping[str, float]) -> list[_Candidate]:
    if not shortlist:
        return []
    top = shortlist[0].score
    final = {one.key: SCORE_SHARE * one.score / top + (1 - SCORE_SHARE) * 1.5 * near[one.key] for one in shortlist}
    again = [replace(one, score=final[one.key]) for one in shortlist]
    return sorted(again, key=lambda one: (-one.score, one.key))


def _pick(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """Keep phrases that neither contain nor extend a better one, each widened where the longer form is usual."""
    words = {one.key: set(one.key.split()) for one in ranked}
    picked: list[_Candidate] = []
    for one in ranked:
        if not any(words[one.key] <= words[two.key] or words[two.key] <= words[one.key] for two in picked):
            picked.append(one)
    widened = []
    for one in picked:  # "card" becomes "credit card" where that covers 40 in 100 of it
        wider = [two for two in ranked if words[one.key] < words[two.key]]
        wider = [two for two in wider if two.answers >= max(2, WIDER_COVERS * one.answers)]
        widened.append(max(wider, key=lambda two: (two.answers, two.key)) if wider else one)
    return list(dict.fromkeys(widened))


def _joined(picked: Sequence[_Candidate], size: int, phrases: _Phrases, language: Language) -> list[str]:
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


def _centre(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _by_nearness(vectors: Vectors, rows: Labels) -> Labels:
    """The rows of a theme, most central first."""
    if vectors.shape[1] == 0:
        return rows
    return rows[np.argsort(-(vectors[rows] @ _centre(vectors[rows])), kind="stable")]


def _choose_quote(texts: Sequence[str], by_centre: Labels) -> int:
    """Of the five most central answers the one whose length is nearest to ten words."""
    return int(min(by_centre[:5], key=lambda i: abs(len(texts[i].split()) - QUOTE_WORDS)))


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _openings(quote: str) -> list[str]:
    """The first words of a quote, ever more of them, until the whole quote."""
    words = quote.split()
    openings = [" ".join(words[:length]) + "\u2026" for length in range(6, len(words))]
    return [_capital(opening) for opening in [*openings, " ".join(words)]]


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
