"""Where to start: impact for customers against effort, in six steps each, what the quarters say, and how far one is."""

from __future__ import annotations

from enum import StrEnum

from gapsessions.method.phrases import gettext_noop

STATUS_WORDS: dict[str, str] = {
    "planned": gettext_noop("Planned"),
    "under_way": gettext_noop("Under way"),
    "done": gettext_noop("Done"),
    "dropped": gettext_noop("Dropped"),
}
"""How far an action is, by the value a snapshot holds."""
STEPS = 6
"""Steps of either scale, 1 to 6. An even number: nothing can be put on the fence between two quarters."""
_MIDDLE = STEPS // 2


class Quadrant(StrEnum):
    """What a place on the grid advises, in the order in which things are begun."""

    FIRST = "first"
    """Much impact, little effort."""
    PLAN = "plan"
    """Much impact, much effort."""
    EASY = "easy"
    """Little impact, little effort."""
    LEAVE = "leave"
    """Little impact, much effort."""


MIDDLES: dict[Quadrant, tuple[int, int]] = {
    Quadrant.FIRST: (5, 2),
    Quadrant.PLAN: (5, 5),
    Quadrant.EASY: (2, 2),
    Quadrant.LEAVE: (2, 5),
}
"""Impact and effort of something of which only the quarter was said."""


def quadrant_of(impact: int, effort: int) -> Quadrant:
    """The quarter of a place; both from 1 to 6, four and more is much."""
    if impact > _MIDDLE:
        return Quadrant.PLAN if effort > _MIDDLE else Quadrant.FIRST
    return Quadrant.LEAVE if effort > _MIDDLE else Quadrant.EASY


def order_of(impact: int, effort: int) -> tuple[int, int, int]:
    """What is begun first comes first: by quarter, then most impact, then least effort."""
    return list(Quadrant).index(quadrant_of(impact, effort)), -impact, effort


def impact_of_dots(dots: int, most: int) -> int:
    """Impact from a dot vote: equal parts of the largest number of dots, 1 where there was none, 6 for the largest."""
    return max(1, -(-dots * STEPS // most)) if most > 0 else 1
