"""What a cell means: which perspective, which question, which tag, how many people."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping

from django.utils.translation import gettext

from gapsessions.intake.words import INTENTS, PERSPECTIVES, QUESTIONS, UNSAID, VALENCES, plain
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from gapsessions.method.wording import QUESTIONS as DEFAULT_WORDING

Wordings = Mapping[Question, Collection[str]]
"""The ways a session words its questions, over its perspectives."""

_NUMBER = re.compile(
    r"(?:(?:q|f|p|v|question|frage|pregunta|vraag|no|nr|n°|#)\.?\s*)?([1-9]\d*)(?:[.,]0+)?\s*(?:[.:)\]/–-]+(?:\s+(.*))?)?",
    re.IGNORECASE | re.DOTALL,
)


_NOT_APPLICABLE = re.compile(r"\s*n(?:\s*/\s*a\.?|\.\s*a\.?)\s*", re.IGNORECASE)


class Meanings:
    """Reads cells for one file; remembers what it has read, since a file says few different things often."""

    def __init__(self, wordings: Wordings | None = None) -> None:
        self._wordings: dict[str, Question] = {}
        self._patterns: list[tuple[re.Pattern[str], Question]] = []
        for words in DEFAULT_WORDING.values():
            for question, text in words.items():
                self._learn(text, question)
                self._learn(gettext(text), question)
        for question, texts in (wordings or {}).items():
            for text in texts:
                self._learn(text, question)
        self._seen: dict[str, Question | None] = {}

    def _learn(self, text: str, question: Question) -> None:
        before, gap, after = (*re.split(r"(\{\w+\})", text, maxsplit=1), "", "")[:3]
        if gap and plain(before + after):
            # Whatever organisation is named in it: everything else must agree.
            self._patterns.append((re.compile(f"{re.escape(plain(before))}.+{re.escape(plain(after))}"), question))
            return
        self._wordings[plain(text)] = question
        first, mark, more = text.partition("?")
        if mark and more.strip():
            # "What do others do differently?" is often all that is copied of the third question.
            self._wordings[plain(first)] = question

    def question(self, text: str) -> Question | None:
        """By number ("2", "Q2", "2."), by kind ("improve") or by wording; None where it is neither."""
        if text not in self._seen:
            self._seen[text] = self._question(text)
        return self._seen[text]

    def _question(self, text: str) -> Question | None:
        numbered = _NUMBER.fullmatch(text.strip())
        if numbered:
            return list(Question)[int(numbered[1]) - 1] if len(numbered[1]) == 1 and numbered[1] in "1234" else None
        word = plain(text)
        if word in self._wordings:
            return self._wordings[word]
        if word in QUESTIONS:
            return QUESTIONS[word]
        return next((question for pattern, question in self._patterns if pattern.fullmatch(word)), None)

    def question_like(self, text: str) -> str | None:
        """The number of the question whose name or wording comes close, to be proposed and never assumed."""
        near = _near(plain(text), [*self._wordings, *QUESTIONS])
        return str((self._wordings | QUESTIONS)[near].number) if near else None


def perspective(text: str) -> Perspective | None:
    """By any word for it; None where it is none."""
    return PERSPECTIVES.get(plain(text))


def perspective_like(text: str) -> str | None:
    """The perspective whose word comes close, to be proposed."""
    near = _near(plain(text), list(PERSPECTIVES))
    return PERSPECTIVES[near].value if near else None


def is_unsaid(text: str) -> bool:
    """Whether a tag's cell leaves it unsaid: empty, "-", "n/a"."""
    return plain(text) in UNSAID and "+" not in text


def says_nothing(text: str) -> bool:
    """Whether the cell of an answer holds a mark that stands for nothing: "-", "...", "?", "n/a".

    Words stay words: "none" and "nothing" may well be the answer to what could be better.
    """
    kinds = {unicodedata.category(letter)[0] for letter in text}
    if "P" in kinds and kinds <= {"P", "Z"}:
        return True
    return "P" in kinds and _NOT_APPLICABLE.fullmatch(text) is not None


def valence(text: str) -> Valence | None:
    """By any word for it; None where it is none."""
    return VALENCES.get(plain(text))


def intent(text: str) -> Intent | None:
    """By any word for it; None where it is none."""
    return INTENTS.get(plain(text))


def head_count(text: str) -> int | None:
    """A whole number from 1 to 500, also as "7.0" and "7,0"; None otherwise."""
    match = re.fullmatch(r"\s*([0-9]{1,3})(?:[.,]0+)?\s*", text)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= 500 else None


def valence_like(text: str) -> str | None:
    """The valence whose word comes close, to be proposed."""
    near = _near(plain(text), list(VALENCES))
    return VALENCES[near].value if near else None


def intent_like(text: str) -> str | None:
    """The intent whose word comes close, to be proposed."""
    near = _near(plain(text), list(INTENTS))
    return INTENTS[near].value if near else None


def _near(word: str, words: list[str]) -> str | None:
    if len(word) < 3 or len(word) > 200:
        return None
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.75)), None)
