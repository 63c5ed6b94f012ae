"""What a theme is called: one noun phrase, a few keywords, and the answer that speaks for it.

Phrases are scored by coverage^.8 x log lift x length, and ranked again by how near they lie to the theme's centre.
No name stands twice; a theme without a phrase of its own is called by the words of its quote.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.languages import load_language
from gapsessions.method.noun_phrases import PhraseFinder

Labels = npt.NDArray[np.intp]

KEYWORDS = 4
SHORTLIST = 12
SCORE_SHARE = 0.55
"""The score's part in the final order; the rest is the cosine to the theme's centre."""
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
    answers: int


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
            keywords = tuple(phrases.show(key) for key in picked[:KEYWORDS])
            options = [phrases.show(key) for key in picked + [one.key for one in ranked]]
            options += phrases.any_of(by_centre[:20], theme) if not options else []
            name = _free_name([_capital(option) for option in options] + _openings(texts[quote]), taken)
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
        self._counts = [self._count(rows, languages) for rows in members]
        self._everywhere: Counter[str] = Counter()
        for counts in self._counts:
            self._everywhere.update(counts)

    def _count(self, rows: Labels, languages: Sequence[str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for loose in (False, True):
            if loose and counts and max(counts.values()) > 1:
                break  # the strict pass found something to call this theme
            counts = Counter()
            for i in rows:
                finder = self._finders[languages[i]]
                keys = set()
                for phrase in finder.find(self._texts[i], loose=loose):
                    key = finder.key(phrase)
                    if key:
                        keys.add(key)
                        self._forms[key][phrase] += 1
                counts.update(keys)
        return counts

    def show(self, key: str) -> str:
        """The most frequent written form of a phrase; ties go to the longer, then the later in the alphabet."""
        return max(self._forms[key].items(), key=lambda form: (form[1], len(form[0]), form[0]))[0]

    def shortlist(self, theme: int) -> list[_Candidate]:
        """The best phrases of a theme by coverage, lift and length."""
        size = len(self._members[theme])
        found = []
        for key, answers in self._counts[theme].items():
            if size > SMALL and answers < max(2, 0.1 * size):
                continue
            share = answers / size
            elsewhere = (self._everywhere[key] - answers + 0.5) / (self._total - size + 1)
            lift = max(0.02, math.log(share / elsewhere))
            length = 1 + 0.8 * min(2, len(key.split()) - 1)
            found.append(_Candidate(key, share**0.8 * lift * length, answers))
        return sorted(found, key=lambda one: (-one.score, one.key))[:SHORTLIST]

    def any_of(self, rows: Labels, theme: int) -> list[str]:
        """Whatever could pass for a phrase in these answers, nearest answer first."""
        finder = self._finders[self.language_of[theme]]
        return [phrase for i in rows for phrase in finder.find(self._texts[i], loose=True) if len(phrase) > 3]


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
    return sorted(shortlist, key=lambda one: (-final[one.key], one.key))


def _pick(ranked: Sequence[_Candidate]) -> list[str]:
    """Keep phrases that neither contain nor extend a better one, each widened where the longer form is usual."""
    answers = {one.key: one.answers for one in ranked}
    words = {key: set(key.split()) for key in answers}
    picked: list[str] = []
    for key in answers:
        if not any(words[key] <= words[other] or words[other] <= words[key] for other in picked):
            picked.append(key)
    for at, key in enumerate(picked):  # "card" becomes "credit card" where that covers 40 in 100 of it
        wider = [k for k in answers if words[key] < words[k] and answers[k] >= max(2, 0.4 * answers[key])]
        if wider:
            picked[at] = max(wider, key=lambda k: (answers[k], k))
    return list(dict.fromkeys(picked))


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
