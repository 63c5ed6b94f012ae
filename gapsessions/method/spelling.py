"""British and American spellings of English count as one word: "licence costs" and "license costs" name one theme.

Only what words are compared by is folded, never what is shown; so a rule may reach words that have one spelling only
("surprise", "evidence"), as long as it makes no two words one.
"""

from __future__ import annotations

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"(?<=[a-z]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "iz"),  # organise, customisations
        (r"(?<=[a-z]{3})ys(?=(?:e|ed|er|ers|ing)$)", "yz"),  # analyse
        (r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ite|ites|able|ful|hood|hoods)?$)", "or"),  # colour, neighbourhood
        (r"(?<=[a-z]{2})tre(?=s?$)", "ter"),  # centre
        (r"(?<=[a-z]{3})enc(?=(?:e|es|ed|ing)$)", "ens"),  # licence
        (r"(?<=[a-z]{2})ogue(?=s?$)", "og"),  # catalogue
        (r"^programme(?=s?$)", "program"),
        (r"^grey(?=s?$)", "gray"),
        (r"^mum(?=s?$)", "mom"),
        (r"^([a-z]{1,2})-(?=[a-z]+$)", r"\1"),  # wi-fi, e-mail, co-worker
    )
)
_ANY = re.compile(r"is[ei]|isa|ys[ei]|our|tre|enc|ogu|program|grey|mum|^..?-")
"""Most words hold nothing that a rule could reach."""


def one_spelling(word: str) -> str:
    """Return what a lower-case English word has in common with its other spelling."""
    if _ANY.search(word):
        for pattern, becomes in _RULES:
            word = pattern.sub(becomes, word)
    return word
