"""What the big screen says of a dot vote: that it is open, and what came out once it has closed; never in between."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.themes.ballot.queries import last_ballot_of, results_of

FEWEST_PAPERS = 5
"""Below so many the totals could tell what single people gave (spec.md section 9)."""
SHOWN = 5
"""Themes that can be read from ten metres."""


@dataclass(frozen=True)
class Given:
    """A theme of the list with its dots; `percent` of those of the first one."""

    name: str
    dots: int
    percent: int


@dataclass(frozen=True)
class Vote:
    """A vote of the room; nothing is counted while it is open."""

    open: bool
    given: tuple[Given, ...] = ()


def vote_on_screen(gathering: Gathering) -> Vote | None:
    """The vote that is under way, else, in a room that has closed, the result of its last one; None without either.

    No query while a room writes.
    """
    if gathering.ballot_open:
        return Vote(open=True)
    if gathering.stage != Stage.CLOSED:
        return None
    ballot = last_ballot_of(gathering)
    if ballot is None:
        return None
    if ballot.papers_counted < FEWEST_PAPERS:
        return Vote(open=False)
    results = [option for option in results_of(ballot) if option.dots][:SHOWN]
    most = max((option.dots for option in results), default=1)
    return Vote(False, tuple(Given(option.name, option.dots, 100 * option.dots // most) for option in results))
