"""The way of a room as data: lobby, question by question, read back, closed; and which moves on it are legal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gapsessions.method.vocabulary import MOVES, Pace, Question, Stage, Style

_ORDER = list(Stage)


@dataclass(frozen=True)
class Place:
    """Where a room stands: a stage, and while it writes one question at a time, the question."""

    stage: Stage
    question: Question | None = None

    def __str__(self) -> str:
        return f"{self.stage.value}:{self.question.value}" if self.question else self.stage.value

    @classmethod
    def read(cls, word: str) -> Place:
        """The place that `str` wrote down; raises ValueError."""
        stage, _colon, question = word.partition(":")
        return cls(Stage(stage), Question(question) if question else None)


Way = tuple[Place, ...]


def way_of(*, style: Style, pace: Pace, asked: Collection[Question]) -> Way:
    """The places of a gathering in order.

    Nobody reads an open link back aloud: from writing it goes straight to closed.
    """
    if style is Style.OPEN_LINK:
        return Place(Stage.LOBBY), Place(Stage.WRITE), Place(Stage.CLOSED)
    writing = [Place(Stage.WRITE, kind) for kind in Question if kind in asked] if pace is Pace.ONE_BY_ONE else []
    return (
        Place(Stage.LOBBY),
        *(writing or [Place(Stage.WRITE)]),
        Place(Stage.READ_BACK),
        Place(Stage.CLOSED),
    )


def after(place: Place, way: Way) -> Place | None:
    """The next place: where the filled button leads; None at the end.

    A room whose pace was changed while it wrote stands beside the way; it goes on from the nearest place before.
    """
    for step in way:
        if _rank(step) > _rank(place):
            return step
    return None


def is_legal(seen: Place, to: Place, way: Way) -> bool:
    """Whether the room may go there: along the stages of `vocabulary.MOVES`, and from any question to any other."""
    if to not in way or to == seen:
        return False
    if to.stage is seen.stage:
        return seen.stage is Stage.WRITE
    return bool(path(seen.stage, to.stage, way))


def path(seen: Stage, to: Stage, way: Way) -> tuple[Stage, ...]:
    """The stages a move passes through, the last one included; empty where it is not legal.

    Only one stage is ever passed by: the read back of a way that has none.
    """
    if to in MOVES[seen]:
        return (to,)
    reads_back = any(place.stage is Stage.READ_BACK for place in way)
    if (seen, to) == (Stage.WRITE, Stage.CLOSED) and not reads_back:
        return Stage.READ_BACK, Stage.CLOSED
    return ()


def back_to_writing(way: Way) -> Place:
    """Where people go on writing after the read back, or when a closed gathering is opened again: the last question."""
    return [place for place in way if place.stage is Stage.WRITE][-1]


def _rank(place: Place) -> tuple[int, int]:
    return _ORDER.index(place.stage), place.question.number if place.question else 0
