"""What is wrong with a thing when its users say so in many words: a card "locked", "frozen" and "on hold" is blocked.

A theme of such answers shares the thing only, and the thing alone would be too broad a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gapsessions.method.clustering import Labels
from gapsessions.method.languages import NamingWords

SHARE, AT_LEAST = 0.5, 3
"""A trouble names a theme where this share of its answers tell of it, and so many do or all of them."""
AT_HOME = 2.0
"""And where it stands in so much more of them than of the other answers."""
_NEGATIONS = ((re.compile(r"won'?t\b"), "will not"), (re.compile(r"can(?:'?t|not)\b"), "can not"))
_NOT = re.compile(r"n't\b")


class Troubles:
    """Knows which answers of a session tell of which trouble; ``texts`` are all answers, labelled or not."""

    def __init__(self, texts: Sequence[str], naming: NamingWords) -> None:
        plain = [_plain(text) for text in texts]
        self._rows: Mapping[str, frozenset[int]] = {
            trouble: frozenset(row for row, text in enumerate(plain) if pattern.search(text))
            for trouble, pattern in naming.troubles.items()
        }
        self._patterns = naming.troubles
        self._count = len(texts)

    def of(self, rows: Labels) -> str | None:
        """The trouble that these answers share, as the adjective of the lists; None where they share none."""
        own = set(rows.tolist())
        best = max(sorted(self._rows), key=lambda trouble: len(self._rows[trouble] & own), default=None)
        if best is None:
            return None
        here = len(self._rows[best] & own)
        elsewhere = len(self._rows[best]) - here
        usual = elsewhere / max(1, self._count - len(own))
        enough = here >= max(SHARE * len(own), min(AT_LEAST, len(own)))
        return best if enough and here >= AT_HOME * usual * len(own) else None

    def tells(self, trouble: str, phrase: str) -> bool:
        """Whether a phrase says so itself: a "lost phone" need not be called lost again."""
        return bool(self._patterns[trouble].search(_plain(phrase)))


def _plain(text: str) -> str:
    """Lower case with "not" written out: "Won't work" -> "will not work"."""
    text = text.lower().replace("\u2019", "'")
    for pattern, words in _NEGATIONS:
        text = pattern.sub(words, text)
    return _NOT.sub(" not", text)
