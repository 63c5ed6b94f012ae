"""What to do next in a session: the one filled button of its pages, found from where the session stands.

A pure function, so that the list, the overview and a test can all ask it; wording and addresses are the views'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
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
    COMPARE = "look at the comparison"
    MATCH = "match the themes with last time"
    SETTLE = "give decisions an owner and a date"
    REPORT = "make the report"
    SHARE = "pass the report on"
    PLAN = "decide where to start"
    CATCH_UP = "see to what is overdue"
    ASK_AGAIN = "open the next wave"
    TELL = "tell people what came of it"
    FOLLOW = "see how the actions stand"
    READ = "read the report"
    RESTORE = "take it out of the archive"


@dataclass(frozen=True)
class Afterwards:
    """What follows from a comparison: what is decided, passed on and told, and whether the exercise is due again."""

    decided: int = 0
    """Actions in the plan, of which `still_open` are to be done, `loose` of those without an owner or a date."""
    still_open: int = 0
    loose: int = 0
    overdue: int = 0
    moving: int = 0
    """Actions that are done or under way: there is something to tell."""
    unmatched: bool = False
    """It repeats an earlier session, and no theme is matched with one of last time."""
    may_link: bool = False
    """This machine has an address that lasts, so that links to the report can be made."""
    linked: bool = False
    told: bool = False
    """What people hear of it is published."""
    due_again: date | None = None
    """The organisation's next audit, once it is near and nobody has opened the next wave."""


@dataclass(frozen=True)
class Standing:
    """Where a session stands, as far as the next step depends on it.

    `live` and `lobby` are keys of the first gathering that is being held, or that people may join; "" for none.
    `after` is what happened once the themes were closed.
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
    after: Afterwards = Afterwards()

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
    """A verb with what it is about: a gathering's key, a perspective, a number of notes or actions, or a day."""

    verb: Verb
    gathering: str = ""
    perspective: Perspective | None = None
    notes: int = 0
    actions: int = 0
    day: date | None = None


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
    return _reported(at) if at.snapshots else _compared(at.after)


def _compared(after: Afterwards) -> NextStep:
    """Told to the room, which decides; then it is frozen."""
    if after.unmatched:
        return NextStep(Verb.MATCH)
    if not after.decided:
        return NextStep(Verb.COMPARE)
    if after.loose:
        return NextStep(Verb.SETTLE, actions=after.loose)
    return NextStep(Verb.REPORT, actions=after.decided)


def _reported(at: Standing) -> NextStep:
    """Passed on, followed, told, and asked again when the time has come."""
    after = at.after
    if after.may_link and not after.linked:
        return NextStep(Verb.SHARE)
    if not after.decided:
        return NextStep(Verb.PLAN)
    if after.overdue:
        return NextStep(Verb.CATCH_UP, actions=after.overdue)
    if after.due_again:
        return NextStep(Verb.ASK_AGAIN, day=after.due_again)
    if after.moving and not after.told:
        return NextStep(Verb.TELL, actions=after.moving)
    if after.still_open:
        return NextStep(Verb.FOLLOW, actions=after.still_open)
    return NextStep(Verb.READ)
