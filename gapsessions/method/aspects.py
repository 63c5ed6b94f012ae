"""What answers say about things in many words: an account "locked", "frozen" and "on hold" is a blocked account.

A theme of such answers shares the thing only, and the thing alone would be too broad a name. Lists of such aspects
are data, one file per language in ``words/aspects/``; a language without one has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gapsessions.method.clustering import Labels
from gapsessions.method.languages import MARKS

ASPECTS = Path(__file__).parent / "words" / "aspects"
SHARE, AT_LEAST = 0.35, 2
"""An aspect names a theme where this share of its answers tell of it, and so many of them do."""
AT_HOME = 1.5
"""And where it stands in so much more of them than of the other answers."""
_NEGATIONS = ((re.compile(r"won'?t\b"), "will not"), (re.compile(r"can(?:'?t|not)\b"), "can not"))
_NOT = re.compile(r"n't\b")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
_PASSED_OVER = re.compile(r"\bnot (?:yet|even|be|been|being|have|has|got|get|still|really) ")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One line of a list; ``pattern`` is a name with {aspect} and {thing} in it, or {aspect} where it needs none."""

    word: str
    pattern: str
    forms: tuple[str, ...]
    """Beginnings of words, each behind a blank; a blank at the end closes the word."""

    @property
    def needs_thing(self) -> bool:
        """Whether it names a theme together with a thing only."""
        return "{thing}" in self.pattern

    @property
    def is_behind(self) -> bool:
        """Whether it stands right behind the thing, which is in the singular then; before a colon it stays as it is."""
        return self.pattern.startswith("{thing} {")

    def of(self, thing: str) -> str:
        """The name of a thing with this aspect."""
        return self.pattern.format(aspect=self.word, thing=thing)

    def is_said_by(self, phrase: str) -> bool:
        """Whether a phrase says so itself: a "lost phone" need not be called lost again."""
        plain = _plain(phrase)
        return self.word in phrase or any(form in plain for form in self.forms)


@lru_cache(maxsize=16)
def load_aspects(code: str) -> tuple[Aspect, ...]:
    """The aspects of a language, in the order of their file."""
    path = ASPECTS / f"{code}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", code) or not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    patterns = {**data.get("patterns", {}), "alone": "{aspect}"}
    return tuple(
        Aspect(word, pattern, tuple(_plain(form).rstrip() + " " * form.endswith(".") for form in forms.split(" | ")))
        for kind, pattern in patterns.items()
        for word, forms in data.get(kind, {}).items()
    )


class Aspects:
    """Knows which answers of a session tell of which aspect; ``texts`` are all answers, labelled or not."""

    def __init__(self, texts: Sequence[str], code: str) -> None:
        plain = [_plain(text) for text in texts]
        everything = "\n".join(plain)
        self._rows: dict[Aspect, frozenset[int]] = {}
        for aspect in load_aspects(code):
            forms = [form for form in aspect.forms if form in everything]  # most are never said
            self._rows[aspect] = frozenset(row for form in forms for row, text in enumerate(plain) if form in text)
        self._count = len(texts)

    def shared_by(self, rows: Labels) -> list[tuple[Aspect, frozenset[int]]]:
        """The aspects that many of these answers share, with those that tell of them, most first."""
        own = frozenset(rows.tolist())
        found = [(aspect, said & own) for aspect, said in self._rows.items()]
        found = [one for one in found if len(one[1]) >= max(SHARE * len(own), AT_LEAST)]
        return sorted(found, key=lambda one: (-len(one[1]), one[0].word))

    def is_at_home(self, aspect: Aspect, rows: Labels, thing: frozenset[int] | None = None) -> bool:
        """Whether the other answers hardly tell of an aspect, or do not say it of the ``thing`` that they hold."""
        own = frozenset(rows.tolist())
        said = self._rows[aspect]
        elsewhere = (said if thing is None else said & thing) - own
        usual = (len(elsewhere) + 0.5) / (self._count - len(own) + 1)
        return len(said & own) >= AT_HOME * usual * len(own)


def _plain(text: str) -> str:
    """Lower-case words between blanks, "not" written out next to its verb: "Hasn't been paid" -> " has not paid "."""
    text = text.lower().replace("\u2019", "'")
    for pattern, words in _NEGATIONS:
        text = pattern.sub(words, text)
    text = f" {' '.join(_WORD.findall(_NOT.sub(' not', text)))} "
    while (shorter := _PASSED_OVER.sub("not ", text)) != text:
        text = shorter
    return text
