"""What answers say about things in many words: an account "locked", "frozen" and "on hold" is a blocked account.

A theme of such answers shares the thing only, and the thing alone would be too broad a name. Lists of such aspects
are data, one file per language in ``words/aspects/``; a language without one has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gapsessions.method.clustering import Labels

ASPECTS = Path(__file__).parent / "words" / "aspects"
SHARE, AT_LEAST = 0.35, 2
"""An aspect names a theme where this share of its answers tell of it, and so many of them do."""
AT_HOME = 2.5
"""And where it stands in so much more of them than of the other answers."""
_NEGATIONS = ((re.compile(r"won'?t\b"), "will not"), (re.compile(r"can(?:'?t|not)\b"), "can not"))
_NOT = re.compile(r"n't\b")
_PASSED_OVER = re.compile(r"\bnot (?:yet|even|be|been|being|have|has|got|get|still|really) ")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One line of a list; ``pattern`` is a name with {aspect} and {thing} in it, or {aspect} where it needs none."""

    word: str
    pattern: str
    said: re.Pattern[str]

    @property
    def needs_thing(self) -> bool:
        """Whether it names a theme together with a thing only."""
        return "{thing}" in self.pattern

    def of(self, thing: str) -> str:
        """The name of a thing with this aspect."""
        return self.pattern.format(aspect=self.word, thing=thing)

    def is_said_by(self, phrase: str) -> bool:
        """Whether a phrase says so itself: a "lost phone" need not be called lost again."""
        return bool(self.said.search(_plain(phrase))) or self.word in phrase


@lru_cache(maxsize=16)
def load_aspects(code: str) -> tuple[Aspect, ...]:
    """The aspects of a language, in the order of their file."""
    path = ASPECTS / f"{code}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", code) or not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    patterns = {"in_front": data["patterns"]["in_front"], "behind": data["patterns"]["behind"], "alone": "{aspect}"}
    return tuple(
        Aspect(word, pattern, re.compile(rf"\b(?:{'|'.join(map(_beginning, forms.split(' | ')))})"))
        for kind, pattern in patterns.items()
        for word, forms in data.get(kind, {}).items()
    )


def _beginning(form: str) -> str:
    return re.escape(form[:-1]) + r"\b" if form.endswith(".") else re.escape(form)


class Aspects:
    """Knows which answers of a session tell of which aspect; ``texts`` are all answers, labelled or not."""

    def __init__(self, texts: Sequence[str], code: str) -> None:
        plain = [_plain(text) for text in texts]
        self._rows: Mapping[Aspect, frozenset[int]] = {
            aspect: frozenset(row for row, text in enumerate(plain) if aspect.said.search(text))
            for aspect in load_aspects(code)
        }
        self._count = len(texts)

    def shared_by(self, rows: Labels) -> list[tuple[Aspect, frozenset[int]]]:
        """The aspects that these answers share and the others hardly do, with those that tell of them, most first."""
        own = frozenset(rows.tolist())
        found = []
        for aspect, said in self._rows.items():
            here = said & own
            usual = (len(said) - len(here) + 0.5) / (self._count - len(own) + 1)
            lift = len(here) / len(own) / usual
            if len(here) >= max(SHARE * len(own), AT_LEAST) and lift >= AT_HOME:
                found.append((aspect, here))
        return sorted(found, key=lambda one: (-len(one[1]), one[0].word))


def _plain(text: str) -> str:
    """Lower case with "not" written out and next to its verb: "Hasn't yet been paid" -> "has not paid"."""
    text = text.lower().replace("\u2019", "'")
    for pattern, words in _NEGATIONS:
        text = pattern.sub(words, text)
    text, before = _NOT.sub(" not", text), ""
    while text != before:
        text, before = _PASSED_OVER.sub("not ", text), text
    return text
