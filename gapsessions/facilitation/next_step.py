"""What to do next in a session: the one filled button of its pages, found from where the session stands.

A pure function, so that the list, the overview and a test can all ask it; wording and addresses are the views'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gapsessions.method.vocabulary import Perspective
from gapsessions.themes.steps import NEEDED, steps_behind


class Verb(StrEnum):
    """What a facilitator does next."""

    ADD_GATHERING = "add a gathering"
    GO_LIVE = "go to the room"
    PREPARE = "prepare the gathering"
    ASK_ANOTHER = "ask another perspective"
    WAIT = "wait for the proposal"
    SORT = "sort notes into themes"
    LOOK_THROUGH = "look through the proposal"
    PLACE = "place what is undecided"
    CLOSE_THEMES = "close the themes"
    REPORT = "make the report"
    READ = "read the report"
    RESTORE = "take it out of the archive"


@dataclass(frozen=True)
class Standing:
    """Where a session stands, as far as the next step depends on it.

    `live` and `lobby` are keys of the first gathering that is being held, or that people may join; "" for none.
    """

    sheets: Mapping[Perspective, int] = field(default_factory=dict)
    notes: int = 0
    undecided: int = 0
    gatherings: int = 0
    live: str = ""
    lobby: str = ""
    placed: bool = False
    proposal_runs: bool = False
    proposal_waits: bool = False
    themes_closed: bool = False
    snapshots: int = 0
    archived: bool = False

    @property
    def heard(self) -> list[Perspective]:
        """Perspectives with at least one sheet, in their order."""
        return [perspective for perspective in Perspective if self.sheets.get(perspective)]

    @property
    def done(self) -> tuple[str, ...]:
        """Keys of the finished steps of the exercise."""
        return steps_behind(
            all_closed=not self.live and not self.lobby,
            heard=len(self.heard),
            themes_closed=self.themes_closed,
            reported=bool(self.snapshots),
        )


@dataclass(frozen=True)
class NextStep:
    """A verb with what it is about: a gathering's key, a perspective, or a number of notes."""

    verb: Verb
    gathering: str = ""
    perspective: Perspective | None = None
    notes: int = 0


def next_step(at: Standing) -> NextStep:
    """Say what to do next; the first that applies, in the order of the exercise."""
    if at.archived:
        return NextStep(Verb.RESTORE)
    if at.live:
        return NextStep(Verb.GO_LIVE, gathering=at.live)
    if not at.gatherings:
        return NextStep(Verb.ADD_GATHERING)
    if at.lobby:
        return NextStep(Verb.PREPARE, gathering=at.lobby)
    if len(at.heard) < NEEDED:
        missing = next(perspective for perspective in Perspective if perspective not in at.heard)
        return NextStep(Verb.ASK_ANOTHER, perspective=missing)
    return _with_answers(at)


def _with_answers(at: Standing) -> NextStep:
    if at.proposal_runs:
        return NextStep(Verb.WAIT, notes=at.notes)
    if at.proposal_waits:
        return NextStep(Verb.LOOK_THROUGH)
    if not at.placed:
        return NextStep(Verb.SORT, notes=at.notes)
    if at.undecided:
        return NextStep(Verb.PLACE, notes=at.undecided)
    if not at.themes_closed:
        return NextStep(Verb.CLOSE_THEMES)
    if not at.snapshots:
        return NextStep(Verb.REPORT)
    return NextStep(Verb.READ)
