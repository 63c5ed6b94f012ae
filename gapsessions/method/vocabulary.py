"""The words of the exercise as types: who answers, what is asked, what is counted."""

from __future__ import annotations

from enum import StrEnum


class Perspective(StrEnum):
    """Who speaks. The order is the order of every screen and report."""

    LEADERSHIP = "leadership"
    STAFF = "staff"
    CUSTOMERS = "customers"


class Question(StrEnum):
    """Kind of one of the four questions; the kind is fixed, the wording is each session's own."""

    STRENGTH = "strength"
    IMPROVE = "improve"
    COMPETITOR = "competitor"
    ACTION = "action"

    @property
    def number(self) -> int:
        """Place of the question in the exercise, 1-4."""
        return list(Question).index(self) + 1


class Valence(StrEnum):
    """Question 3 only: is the competitor's difference good, bad or mixed for customers."""

    GOOD = "good"
    BAD = "bad"
    MIXED = "mixed"


class Intent(StrEnum):
    """Question 4 only: keep doing it, or start it."""

    CONTINUE = "continue"
    START = "start"


class Style(StrEnum):
    """How a gathering is held."""

    TABLES = "tables"
    OWN_SHEETS = "own_sheets"
    OPEN_LINK = "open_link"


class Pace(StrEnum):
    """How the four questions are opened to a room."""

    ONE_BY_ONE = "one_by_one"
    """The room moves from question to question; the earlier ones stay open."""
    ALL_OPEN = "all_open"


class Seating(StrEnum):
    """How people come to a table."""

    SIT_ANYWHERE = "sit_anywhere"
    """They sit down where they like and scan the card on the table."""
    SHUFFLE = "shuffle"
    """They are spread over even tables by `method.allocation`."""


class SheetKind(StrEnum):
    """Who hands a sheet in: a breakout together, or one person alone."""

    TABLE = "table"
    SINGLE = "single"


class Stage(StrEnum):
    """Where a gathering stands."""

    LOBBY = "lobby"
    WRITE = "write"
    READ_BACK = "read_back"
    CLOSED = "closed"


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.LOBBY: frozenset({Stage.WRITE}),
    Stage.WRITE: frozenset({Stage.READ_BACK}),
    Stage.READ_BACK: frozenset({Stage.WRITE, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.WRITE}),
}
"""The legal moves of a gathering, `Lobby -> Write <-> Read back -> Closed` and `Closed -> Write` (reopen)."""


class Scope(StrEnum):
    """What a count of sheets is taken over: a question, a part of question 4, or a union of questions.

    ``problem`` is improve or start, ``praise`` is strength or continue, ``any`` is every question. The
    denominators are those of disparity.md 6.14: start and continue count the sheets that answered
    question 4, problem those that answered 2 or 4, praise 1 or 4, any those that answered anything.
    """

    STRENGTH = "strength"
    IMPROVE = "improve"
    COMPETITOR = "competitor"
    ACTION = "action"
    START = "start"
    CONTINUE = "continue"
    PROBLEM = "problem"
    PRAISE = "praise"
    ANY = "any"
