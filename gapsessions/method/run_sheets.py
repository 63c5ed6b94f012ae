"""How the minutes of a gathering are spent, and what the facilitator says aloud: four lengths, as data.

Each question begins with minutes in which everybody writes alone. How many is said of the gathering, not of the length,
so that gatherings of one session stay comparable when their lengths differ; neither should differ (spec.md 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from gapsessions.method.phrases import gettext_noop
from gapsessions.method.vocabulary import Question

LENGTHS = (45, 60, 90, 120)
USUAL_LENGTH = 60
SILENT_MINUTES = 2
SILENCES = (0, 1, 2, 3, 4, 5)
"""Minutes of silent writing one may choose; five leave at least two to talk in the shortest question there is."""


@dataclass(frozen=True)
class Part:
    """One part of a gathering: its minutes, what it is called, what is said; `question` where one is asked."""

    minutes: int
    title: str
    says: tuple[str, ...]
    question: Question | None = None


@dataclass(frozen=True)
class TimedPart:
    """A part with the minutes that have passed when it begins and when it ends."""

    part: Part
    begins: int
    ends: int


_WELCOME = (
    gettext_noop(
        "Welcome. Four questions, one after the other. Nothing here is a test, and there is no blame, only a plan."
    ),
    gettext_noop("Write short notes, one thought each, in your own words. No names stand on them."),
)
_ASK: dict[Question, tuple[str, ...]] = {
    Question.STRENGTH: (
        gettext_noop("Think of the last time a customer was glad. What was it that we did?"),
        gettext_noop("Now read each other's notes and add what they bring to mind."),
    ),
    Question.IMPROVE: (
        gettext_noop("Think of a moment that went wrong for a customer. What would have helped?"),
        gettext_noop("Be concrete: where, when, and for whom?"),
    ),
    Question.COMPETITOR: (
        gettext_noop(
            "Others are everybody customers compare us with, in other trades too. “They use no one else” is an answer."
        ),
        gettext_noop("Say of each difference whether it is good, bad or mixed for customers."),
    ),
    Question.ACTION: (
        gettext_noop("What must we not lose? And what should begin?"),
        gettext_noop("Mark each note: keep doing, or start."),
    ),
}
_READ_BACK = (
    gettext_noop("Read your sheet aloud at the table. Is this what you meant?"),
    gettext_noop("Star the three notes under each question that matter most. Then one of you confirms for all."),
)
_THANKS = (
    gettext_noop("Thank you. The three perspectives are laid side by side next."),
    gettext_noop("You will hear what comes of it."),
)
_BREAK = (gettext_noop("Five minutes. The notes stay where they are."),)

_MINUTES: dict[int, tuple[int, int, int, int, int, int, int]] = {
    45: (4, 7, 8, 7, 8, 8, 3),
    60: (5, 9, 11, 9, 11, 11, 4),
    90: (8, 14, 16, 14, 16, 16, 6),
    120: (10, 17, 19, 17, 19, 22, 11),
}
"""Welcome, the four questions, read back, thanks; at 120 minutes a break of five stands after question 2."""


def run_sheet(length: int) -> tuple[TimedPart, ...]:
    """The parts of a gathering of 45, 60, 90 or 120 minutes in order, with the running total; KeyError otherwise."""
    minutes = _MINUTES[length]
    parts = [Part(minutes[0], gettext_noop("Welcome"), _WELCOME)]
    parts += [
        Part(spent, gettext_noop("Question"), _ASK[kind], kind)
        for spent, kind in zip(minutes[1:5], Question, strict=True)
    ]
    parts += [
        Part(minutes[5], gettext_noop("Read back"), _READ_BACK),
        Part(minutes[6], gettext_noop("Thanks"), _THANKS),
    ]
    if length - sum(minutes):
        parts.insert(3, Part(length - sum(minutes), gettext_noop("Break"), _BREAK))
    ends = list(accumulate(part.minutes for part in parts))
    return tuple(TimedPart(part, end - part.minutes, end) for part, end in zip(parts, ends, strict=True))
