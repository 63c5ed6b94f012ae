"""What a word list knows an answer to be about: "polite", "courteous" and "rude" are all politeness, a way of people.

Sentence models and shared words both miss that much of what people write about an organisation comes down to a few
matters, said in many words. The same lists name themes (``words/en.toml``); a language without them has no matters.
"""

from __future__ import annotations

import re

from gapsessions.method.languages import Language

LONGEST = 3
"""Words in the longest expression of a list."""
COUNTS = 2
"""A matter counts as a word that is said so often; 1 to 3 give the same within noise."""
MARK = "~"
"""Before a matter, so that it is never taken for a word that somebody wrote."""
WAY_OF_PEOPLE = f"{MARK}{MARK}"
"""What all traits of people have in common: how somebody was met."""
_WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*|[.,;:!?()\n]")


def matters_of(text: str, language: Language) -> list[str]:
    """Return the matters an answer speaks of as terms, in reading order, as often as they count.

    A trait of people gives its own and the one that all traits share.
    """
    if language.naming is None:
        return []
    nouns, traits = language.naming.nouns, language.naming.traits
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    found = []
    for at in range(len(words)):
        for length in range(1, min(LONGEST, len(words) - at) + 1):
            matter = nouns.get(" ".join(words[at : at + length]))
            if matter is not None:
                found += [MARK + matter] * COUNTS
                found += [WAY_OF_PEOPLE] * COUNTS if matter in traits else []
    return found
