"""The phrases that could name a theme: which stand in it, how much they tell it from the others, and which lie near it.

Phrases are scored by coverage^.8 x log lift x length, and ranked again by how near they lie to the theme's centre.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.languages import Language, load_language
from gapsessions.method.noun_phrases import PhraseFinder
from gapsessions.method.written_forms import WrittenForms

SHORTLIST = 12
SCORE_SHARE = 0.4
"""The score's part in the final order; the rest is the cosine to the theme's centre."""
WIDER_COVERS = 0.4
DEED_COVERS = 0.4
"""What is done with a thing names a theme where so many of its answers say so; else the thing alone does."""
SHORT_ANSWER, NEAR_ENOUGH = 5, 0.35
"""Whole answers of up to so many words may name a theme; words further from its centre than this may not."""
EVERYWHERE, AT_HOME = 0.12, 0.6
"""A phrase in so many of all answers, and with no more than so much of them in one theme, is too broad to name it."""
RARE, MORE_USUAL = 0.25, 2
SMALL = 3
"""Up to this size a phrase needs to stand in one answer only."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase under the form that its spellings share, and how well it tells a theme from the others."""

    key: str
    score: float
    rows: frozenset[int]
    """The answers of the theme that hold it."""

    @property
    def answers(self) -> int:
        """How many of the theme's answers hold it."""
        return len(self.rows)


class Candidates:
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
        capitals = any(load_language(code).nouns_have_capitals for code in set(languages))
        self._written = WrittenForms(texts, nouns_have_capitals=capitals)
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

    def show(self, key: str, *, inside: bool = False, short: bool = False) -> str:
        """The most frequent written form of a phrase; ties go to fewer words, then the longer, then the later one.

        ``inside`` another phrase it keeps only the capitals that its words always have. ``short`` takes the shortest
        form, which is the singular in most languages: card delivery, not cards delivery.
        """
        forms = self._forms[key]
        form = max(forms.items(), key=lambda form: (form[1], -len(form[0].split()), len(form[0]), form[0]))[0]
        if short:
            form = min(forms, key=lambda form: (len(form), form))
            if form.endswith("s") and all(finder.key(form[:-1]) == key for finder in self._finders.values()):
                form = form[:-1]
        return self._written.restore(form, at_start=not inside)

    def size(self, theme: int) -> int:
        """Number of answers in a theme."""
        return len(self._members[theme])

    def is_verb(self, theme: int, *keys: str) -> bool:
        """Whether one of the phrases is a verb as a noun in -ing and nothing more."""
        finder = self._finders[self.language_of[theme]]
        return any(finder.is_verb(max(self._forms[key])) for key in keys)

    def deed(self, theme: int, one: str, other: str) -> str | None:
        """One name for a verb and a thing where an answer of the theme joins them: linking, card -> "Linking card"."""
        verbs = [key for key in (one, other) if self.is_verb(theme, key)]
        words = set(one.split()) | set(other.split())
        if len(verbs) != 1 or not any(set(key.split()) == words for key in self._rows[theme]):
            return None
        thing = other if verbs[0] == one else one
        return f"{self.show(verbs[0])} {self.show(thing, inside=True)}"

    def is_matter(self, theme: int, key: str) -> bool:
        """Whether a phrase is a noun that a word list made of what people wrote: "Waiting times", "Helpfulness"."""
        language = load_language(self.language_of[theme])
        matters = language.naming.nouns if language.naming else language.matters
        return not self._forms[key].keys().isdisjoint(matters.values())

    def without_rare_deeds(self, theme: int, ranked: Sequence[Candidate]) -> list[Candidate]:
        """The phrases without those that say what few answers do with a thing that more of them name."""
        finder = self._finders[self.language_of[theme]]
        least = DEED_COVERS * self.size(theme)
        words = {one.key: set(one.key.split()) for one in ranked}

        def is_rare(one: Candidate) -> bool:
            if one.answers >= least or not finder.is_deed(max(self._forms[one.key])):
                return False
            return any(words[two.key] < words[one.key] and two.answers > one.answers for two in ranked)

        return [one for one in ranked if not is_rare(one)]

    def of_both(self, theme: int, one: str, other: str) -> str | None:
        """The phrase of a theme that holds the words of both and no more: life, meaning -> "Meaning of life"."""
        words = set(one.split()) | set(other.split())
        both = [key for key in self._rows[theme] if set(key.split()) == words]
        return self.show(max(both, key=lambda key: (len(self._rows[theme][key]), key))) if both else None

    def rows_with(self, theme: int, name: str) -> frozenset[int]:
        """The answers of a theme that hold a name as a phrase."""
        return frozenset(self._rows[theme].get(self._finders[self.language_of[theme]].key(name.lower()), ()))

    def all_rows(self, key: str) -> frozenset[int]:
        """The answers of all themes that hold a phrase."""
        return frozenset(row for found in self._rows for row in found.get(key, ()))

    def is_twin(self, theme: int, name: str, used: Sequence[str]) -> bool:
        """Whether a name is a used one, longer or shorter: disposable cards, disposable virtual cards."""
        finder = self._finders[self.language_of[theme]]
        words = set(finder.key(name.lower()).split())
        others = (set(finder.key(other.lower()).split()) for other in used)
        return any(len(words & other) > 1 and (words <= other or other <= words) for other in others)

    def is_everywhere(self, one: Candidate) -> bool:
        """Whether a phrase is what the whole session speaks of: often said, and most often in other themes."""
        often = self._everywhere[one.key] >= EVERYWHERE * self._total
        return often and one.answers <= AT_HOME * self._everywhere[one.key]

    def shortlist(self, theme: int) -> list[Candidate]:
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
            found.append(Candidate(key, share**0.8 * lift * length, frozenset(rows)))
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
            return [self._written.restore(phrase) for phrase in loose] or [with_capital(text) for text in short]
        near = encoder.encode(pool) @ centre_of(vectors[by_centre])
        best = [pool[at] for at in np.argsort(-near, kind="stable") if near[at] >= NEAR_ENOUGH]
        return [with_capital(text) if text in short else self._written.restore(text) for text in best]


def _main_language(codes: Sequence[str]) -> str:
    counts = Counter(codes)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


def phrase_vectors(
    shortlists: Sequence[Sequence[Candidate]], phrases: Candidates, encoder: Encoder | None
) -> dict[str, Vectors]:
    """The unit vector of every shortlisted phrase as it would be shown; empty without an encoder."""
    keys = sorted({one.key for shortlist in shortlists for one in shortlist})
    if encoder is None or not encoder.name or not keys:
        return {}
    return dict(zip(keys, encoder.encode([phrases.show(key) for key in keys]), strict=True))


def nearness(shortlist: Sequence[Candidate], vector_of: Mapping[str, Vectors], members: Vectors) -> dict[str, float]:
    """Cosine of every phrase to the centre of a theme whose answers have the rows ``members``; 0 without vectors."""
    if not vector_of or members.shape[1] == 0:
        return dict.fromkeys((one.key for one in shortlist), 0.0)
    centre = centre_of(members)
    return {one.key: max(0.0, float(vector_of[one.key] @ centre)) for one in shortlist}


def says_most(
    shortlist: Sequence[Candidate], vector_of: Mapping[str, Vectors], vectors: Vectors
) -> list[tuple[float, Candidate]]:
    """For every answer of a small theme the phrase nearest to the whole of it, with the cosine, nearest first.

    ``vectors`` are those of all answers of the session, as the candidates number them.
    """
    if not vector_of or vectors.shape[1] == 0:
        return []
    best: dict[int, tuple[float, Candidate]] = {}
    for one in shortlist:
        for row in one.rows:
            near = float(vector_of[one.key] @ vectors[row])
            if row not in best or near > best[row][0]:
                best[row] = (near, one)
    return sorted(best.values(), key=lambda found: (-found[0], found[1].key))


def rank_again(shortlist: Sequence[Candidate], near: Mapping[str, float]) -> list[Candidate]:
    """The shortlist by score and nearness to the theme's centre together, best first."""
    if not shortlist:
        return []
    top = shortlist[0].score
    final = {one.key: SCORE_SHARE * one.score / top + (1 - SCORE_SHARE) * 1.5 * near[one.key] for one in shortlist}
    again = [replace(one, score=final[one.key]) for one in shortlist]
    return sorted(again, key=lambda one: (-one.score, one.key))


def is_rare_long(one: Candidate, ranked: Sequence[Candidate], size: int) -> bool:
    """Whether few of the theme's ``size`` answers hold a phrase, and many more a shorter form of it."""
    words = set(one.key.split())
    usual = (two for two in ranked if set(two.key.split()) < words)
    return one.answers < RARE * size and any(two.answers >= MORE_USUAL * one.answers for two in usual)


def pick(ranked: Sequence[Candidate], size: int) -> list[Candidate]:
    """Keep phrases that neither contain nor extend a better one, each widened where the longer form is usual.

    A long form that few of the theme's ``size`` answers hold gives way to the short one that many do.
    """
    words = {one.key: set(one.key.split()) for one in ranked}
    if ranked and ranked[0].answers < RARE * size:
        usual = [two for two in ranked if words[two.key] < words[ranked[0].key]]
        usual = [two for two in usual if two.answers >= MORE_USUAL * ranked[0].answers]
        ranked = [*usual[:1], *ranked]
    picked: list[Candidate] = []
    for one in ranked:
        if not any(words[one.key] <= words[two.key] or words[two.key] <= words[one.key] for two in picked):
            picked.append(one)
    widened = []
    for one in picked:  # "card" becomes "credit card" where that covers 40 in 100 of it
        wider = [two for two in ranked if words[one.key] < words[two.key]]
        wider = [two for two in wider if two.answers >= max(2, WIDER_COVERS * one.answers)]
        widened.append(max(wider, key=lambda two: (two.answers, two.key)) if wider else one)
    return list(dict.fromkeys(widened))


def centre_of(vectors: Vectors) -> Vectors:
    """The mean direction, of unit length; zero where there are no columns."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def with_capital(phrase: str) -> str:
    """The phrase as it stands at the head of a list."""
    return phrase[:1].upper() + phrase[1:]
