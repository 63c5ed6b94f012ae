"""What a word list knows an answer to be about: "polite", "courteous" and "rude" are all politeness, a way of people.

Sentence models and shared words both miss that much of what people write about an organisation comes down to a few
matters, said in many words. English takes them from the lists that name themes, forms and expressions alike; German,
French, Spanish, Dutch, Italian and Polish have short lists of words compared by their stems; others have no matters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from gapsessions.method.languages import Language, load_language, words_of
from gapsessions.method.stems import Stems

LONGEST = 4
"""Words in the longest expression of a list."""
COUNTS = 2
"""A matter counts as a word that is said so often; 1 to 3 give the same within noise."""
MARK = "~"
"""Before a matter, so that it is never taken for a word that somebody wrote."""
WAY_OF_PEOPLE = f"{MARK}{MARK}"
"""What all traits of people have in common: how somebody was met."""
_WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*|[.,;:!?()\n]")


def matters_of(text: str, language: Language, stem: Stems) -> list[str]:
    """Return the matters an answer speaks of as terms, in reading order, as often as they count.

    A trait of people gives its own and the one that all traits share.
    """
    if language.naming is None:
        return _by_stems(text, language, stem) if language.matters else []
    nouns, traits = language.naming.nouns, language.naming.traits
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    found = []
    for at in range(len(words)):
        for length in range(1, min(LONGEST, len(words) - at) + 1):
            matter = nouns.get(" ".join(words[at : at + length]))
            if matter is not None:
                found += _terms(matter, matter in traits)
    return found


def _by_stems(text: str, language: Language, stem: Stems) -> list[str]:
    matters, found = _matters(language.code), []
    for word in words_of(text, language.code):
        matter = matters.get(stem(word, language.code))
        if matter is not None:
            found += _terms(matter, matter in language.ways)
    return found


def matter_of(word: str, language: Language, stem: Stems) -> str | None:
    """What a facilitator would write for one word of a language with short lists: its matter, or its base form."""
    if not language.matters and not language.bases:
        return None
    found = stem(word, language.code)
    return _matters(language.code).get(found) or _bases(language.code).get(found)


def _terms(matter: str, way_of_people: bool) -> list[str]:
    return [MARK + matter] * COUNTS + [WAY_OF_PEOPLE] * (COUNTS if way_of_people else 0)


@lru_cache(maxsize=8)
def _matters(code: str) -> Mapping[str, str]:
    """The matters of a language by stem."""
    stem = Stems()
    return {stem(word, code): matter for word, matter in load_language(code).matters.items()}


@lru_cache(maxsize=8)
def _bases(code: str) -> Mapping[str, str]:
    """The base forms that a language's list holds, by stem."""
    stem = Stems()
    return {stem(word, code): word for word in sorted(load_language(code).bases)}
