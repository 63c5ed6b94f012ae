"""Complete names that a theme could take: a phrase, a phrase with what is said of it, or two phrases; and the best.

A phrase that stands in many answers may be too broad, and a longer one stands in few of them word by word. So names
are weighed whole: by how near they lie to the theme's centre, how far from the other themes, and how many answers
speak of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gapsessions.method.aspects import Aspects
from gapsessions.method.candidates import Candidate, Candidates, is_rare_long, with_capital
from gapsessions.method.clustering import Labels
from gapsessions.method.encoder import Encoder, Vectors, knows
from gapsessions.method.languages import WORDS, Language, words_of

FIRST_NAMES = WORDS / "first_names.txt"
ENOUGH = 0.5
"""A name of which this share of a theme's answers speaks says enough; more adds nothing."""
SECOND_ADDS, CLOSE = 0.2, 0.5
"""A second phrase joins the name where it adds this share of the answers, and scores at least so much of the first."""
TOGETHER, AT_LEAST, HALF = 0.3, 3, 0.5
"""A second word joins a single one where both stand in this share of the answers, and in so many or half of them."""
AKIN = 5
"""Stems with so many letters in common at their start are taken for one word."""
STEM = 4
"""So is a stem of so many letters with one that it begins: rent, rental."""
THING, IN_TWO = 0.2, 2
"""A thing whose aspect is named stands in this share of the answers, and in so many of them."""
TOPIC = 0.45
"""A topic of the word lists alone is a name where so many of the answers speak of it."""
NEAREST = 5
"""Words of central answers that are weighed where nothing else says much."""
SHARED, NOT_SHARED, LEAST_OF_MANY = 0.4, -0.15, 0.5
"""Where a name of at least this worth is spoken of by this share of the answers, words of one count for less."""
THINGS = 3
"""So many of the best phrases take aspects."""
ALONE = -0.12
"""What it counts that one answer only speaks of it, where a theme has more than two."""
GAIN, LEAST_NEAR = 0.04, 0.4
"""So much nearer lies a thing with an aspect behind it than the thing alone, limits of cards but not of vacation days;
and so near at least."""
RARE_LONG = -0.1
"""What it counts against a phrase that few answers hold, where many more hold a shorter form of it."""
APART, COVERS, MATTER, WAYS, BROAD, TWO_PHRASES = 0.5, 0.3, 0.12, 0.25, -0.2, -0.1
"""What distance from other themes, answers, being a matter of the word lists, being what most answers say of
people, being broad, and being two phrases count, where nearness to the centre counts 1."""


@dataclass(frozen=True, slots=True)
class NameOption:
    """One name as it would be shown, the answers that speak of it, and what it is worth."""

    name: str
    rows: frozenset[int]
    worth: float = 0.0
    is_topic: bool = False
    """Whether a word list knows it for what the answers are about, in whatever words."""
    instead_of: str = ""
    """A shorter name that lies farther from the theme's centre, or else this one is none."""
    near: float = 0.0
    """Cosine to the theme's centre; 0 without an encoder."""
    apart: float = 0.0
    """How much nearer that is than to any other theme."""
    is_pair: bool = False
    """Whether it is two phrases joined by "and" that nobody joined."""
    is_heading: bool = False
    """Whether it comes from the library of headings, not from what the people wrote."""


class NameOptions:
    """Puts names of one session together and weighs them; ``centres`` are those of its themes, in their order."""

    def __init__(
        self, phrases: Candidates, aspects: Mapping[str, Aspects], centres: Vectors, encoder: Encoder | None
    ) -> None:
        self._phrases, self._aspects, self._centres = phrases, aspects, centres
        self._encoder = encoder if encoder is not None and encoder.name and centres.shape[1] else None

    def of(
        self, theme: int, rows: Labels, ranked: Sequence[Candidate], picked: Sequence[Candidate], language: Language
    ) -> list[NameOption]:
        """All names of a theme, unweighed; ``picked`` are the best of its ``ranked`` phrases."""
        found, topics = self._with_aspects(theme, rows, ranked, picked, language)
        found += self._joined(theme, picked, language)
        found += self._ways_of_people(theme, ranked, language)
        most = picked[0].answers if picked else 0
        found += [one for one in topics if len(one.rows) > most]
        if picked and " " in picked[0].key and most >= ENOUGH * len(rows):
            found.insert(0, NameOption(self._phrases.show(picked[0].key), picked[0].rows))  # says enough itself
        for one in dict.fromkeys([*picked, *ranked]):
            worth = MATTER if self._phrases.is_matter(theme, one.key) else 0.0
            worth += BROAD if self._is_broad(one, language) else 0.0
            worth += RARE_LONG if is_rare_long(one, ranked, len(rows)) else 0.0
            found.append(NameOption(self._phrases.show(one.key), one.rows, worth))
        found += [one for one in topics if len(one.rows) <= most]
        return [one for one in found if not names_a_person(one.name)]

    def weighs(self, theme: int) -> bool:
        """Whether nearness tells names of a theme apart: there is an encoder, and it knows the theme's language."""
        return self._encoder is not None and knows(self._encoder, self._phrases.language_of[theme])

    def weighed(
        self, options: Mapping[int, Sequence[NameOption]], vector_of: Mapping[str, Vectors]
    ) -> dict[int, list[NameOption]]:
        """The names of every theme, best first; in the given order where nearness tells nothing.

        ``vector_of`` holds unit vectors of phrases by key, so that those are not encoded again.
        """
        if self._encoder is None:
            return {theme: list(found) for theme, found in options.items()}
        known = {self._phrases.show(key): vector for key, vector in vector_of.items()}
        every = [one for found in options.values() for one in found]
        names = sorted({name for one in every for name in (one.name, one.instead_of) if name} - known.keys())
        known.update(zip(names, self._encoder.encode(names), strict=True))
        result = {}
        for theme, found in options.items():
            result[theme] = list(found)
            if self.weighs(theme):
                weighed = [self._weigh(theme, one, known[one.name]) for one in found]
                nearer = [one for one in weighed if self._is_nearer(theme, one, known)]
                result[theme] = sorted(nearer, key=lambda one: -one.worth)
        return result

    def _is_nearer(self, theme: int, one: NameOption, known: Mapping[str, Vectors]) -> bool:
        if not one.instead_of:
            return True
        return one.near >= max(LEAST_NEAR, float(self._centres[theme] @ known[one.instead_of]) + GAIN)

    def with_nearest(self, theme: int, found: Sequence[NameOption], names: Sequence[str]) -> list[NameOption]:
        """The names of a theme with ``names`` that lie near its centre, nearest first, though few answers hold them."""
        more = [NameOption(name, self._phrases.rows_with(theme, name)) for name in names[:NEAREST]]
        if self._encoder is None or not more:
            return list(found)
        vectors = self._encoder.encode([one.name for one in more])
        most = max((len(one.rows) for one in found if one.worth > LEAST_OF_MANY), default=0)
        more = [replace(one, worth=NOT_SHARED) for one in more] if most >= SHARED * self._phrases.size(theme) else more
        weighed = [self._weigh(theme, one, vector) for one, vector in zip(more, vectors, strict=True)]
        return sorted([*found, *weighed], key=lambda one: -one.worth)

    def _weigh(self, theme: int, one: NameOption, vector: Vectors) -> NameOption:
        near = self._centres @ vector
        others = np.delete(near, theme)
        apart = float(near[theme] - others.max()) if len(others) else 0.0
        covers = min(1.0, len(one.rows) / self._phrases.size(theme) / ENOUGH)
        alone = ALONE if len(one.rows) < 2 < self._phrases.size(theme) else 0.0
        worth = one.worth + alone + float(near[theme]) + APART * apart + COVERS * covers
        return replace(one, worth=worth, near=float(near[theme]), apart=apart)

    def _with_aspects(
        self, theme: int, rows: Labels, ranked: Sequence[Candidate], picked: Sequence[Candidate], language: Language
    ) -> tuple[list[NameOption], list[NameOption]]:
        """Things with what many answers say of them, "Blocked bank account", and topics that the lists know."""
        aspects = self._aspects[language.code]
        phrases = self._phrases
        usual = sorted(ranked, key=lambda one: -one.answers)[:1]
        things = [
            one
            for one in dict.fromkeys([*picked[:THINGS], *ranked[:THINGS], *usual])
            if not phrases.is_matter(theme, one.key)
        ]
        things = [one for one in things if not phrases.is_verb(theme, one.key)]
        found, topics = [], []
        for aspect, said in aspects.shared_by(rows):
            if not aspect.needs_thing:
                if len(said) >= TOPIC * len(rows) and aspects.is_at_home(aspect, rows):
                    topics.append(NameOption(aspect.word, said, MATTER, is_topic=True))
                continue
            for one in things:
                if one.answers < max(IN_TWO, THING * len(rows)):
                    continue
                thing = phrases.show(one.key, inside=True, short=aspect.is_behind)
                if aspect.is_said_by(thing) or not aspects.is_at_home(aspect, rows, phrases.all_rows(one.key)):
                    continue
                alone = with_capital(thing) if aspect.is_behind else ""
                both = min(said, one.rows, key=len)
                found.append(NameOption(with_capital(aspect.of(thing)), both, instead_of=alone))
        return found, topics

    def _joined(self, theme: int, picked: Sequence[Candidate], language: Language) -> list[NameOption]:
        """Two phrases: where the first is too broad, covers few answers, or usually stands with the second."""
        if len(picked) < 2:
            return []
        phrases = self._phrases
        first, size = picked[0], phrases.size(theme)
        too_broad = self._is_broad(first, language)
        words = first.key.split()
        gains = []
        for two in picked[1:]:
            if akin(words, two.key.split()) or self._is_broad(two, language):
                continue
            if self._is_trait(first, language) != self._is_trait(two, language) and not too_broad:
                continue  # nor is "helpfulness and ambulance"
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
        naming, rows = language.naming, first.rows | second.rows
        if naming and names[0].lower() in naming.broad and names[1].lower() in naming.traits:
            name = f"{names[1]} {naming.trait_of} {phrases.show(first.key, inside=True)}"
            return [NameOption(name, rows, MATTER)]
        one = phrases.deed(theme, first.key, second.key) or phrases.of_both(theme, first.key, second.key)
        if one:
            return [NameOption(one, first.rows & second.rows or rows)]
        ordered = (second, first) if first.answers < second.answers else (first, second)
        return [
            NameOption(two_in_one([one.key for one in ordered], phrases, language), rows, TWO_PHRASES, is_pair=True)
        ]

    def _ways_of_people(self, theme: int, ranked: Sequence[Candidate], language: Language) -> list[NameOption]:
        """The two traits that most answers tell of, for all that tell of any: "Helpfulness and friendliness"."""
        traits = sorted((one for one in ranked if self._is_trait(one, language)), key=lambda one: -one.answers)
        rows = frozenset(row for one in traits for row in one.rows)
        size, phrases = self._phrases.size(theme), self._phrases
        if language.naming and traits and len(rows) >= SECOND_ADDS * size and self._is_broad(ranked[0], language):
            people = phrases.show(ranked[0].key, inside=True)
            if people.lower() in language.naming.broad:
                name = f"{phrases.show(traits[0].key)} {language.naming.trait_of} {people}"
                return [NameOption(name, rows | ranked[0].rows, WAYS)]
        if len(traits) < 2 or len(rows) < ENOUGH * size:
            return []
        return [NameOption(two_in_one([one.key for one in traits[:2]], phrases, language), rows, WAYS)]

    def _is_trait(self, one: Candidate, language: Language) -> bool:
        traits = language.naming.traits if language.naming else {way.lower() for way in language.ways}
        return self._phrases.show(one.key).lower() in traits

    def _is_broad(self, one: Candidate, language: Language) -> bool:
        broad = language.naming.broad if language.naming else frozenset()
        return self._phrases.show(one.key).lower() in broad or self._phrases.is_everywhere(one)


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    lines = FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def names_a_person(name: str) -> bool:
    """Whether a first name stands in a name: a theme may be called after a role, but after nobody."""
    return not _first_names().isdisjoint(words_of(name))


def two_in_one(keys: Sequence[str], phrases: Candidates, language: Language) -> str:
    """Two phrases as one name: "Injections and dental hospital"."""
    return f"{phrases.show(keys[0])} {language.joiner} {phrases.show(keys[1], inside=True)}"


def akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two phrases share a stem, or hold two that start alike: fraud and fraudulent."""
    parts = [[part for word in words for part in word.split("-")] for words in (one, other)]
    for a, b in ((a, b) for a in parts[0] for b in parts[1]):
        if a == b or (len(a) >= AKIN <= len(b) and a[:AKIN] == b[:AKIN]) or (len(b) >= STEM and a.startswith(b)):
            return True
    return False


def _together(shared: int, size: int) -> bool:
    return shared >= max(2, TOGETHER * size) and shared >= min(AT_LEAST, HALF * size)
