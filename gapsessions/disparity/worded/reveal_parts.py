"""The parts of a reveal: steps that big screen, 16:9 PDF and PowerPoint tell in one order and the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gapsessions.disparity.worded.parts import Cell, Chip, Most, RoomQuestion, Row, Side, Start
from gapsessions.method.vocabulary import Perspective


class StepKind(StrEnum):
    """What a step is about; a reveal goes through them in this order."""

    OPENING = "opening"
    EXPECTED = "expected"
    """How good people said the experience is, and what was expected of customers."""
    AGREEMENT = "agreement"
    RAISED = "raised"
    """Where nothing is shared: what each side raised most."""
    STRENGTH = "strength"
    """A headlined strength that leadership did not raise."""
    GAP = "gap"
    QUESTION = "question"
    """One question for the room, where no gap is headlined."""
    ROOM = "room"
    """All questions for the room on one step, beside headlined gaps."""
    DECISIONS = "decisions"


FINDINGS = (StepKind.AGREEMENT, StepKind.STRENGTH, StepKind.GAP, StepKind.QUESTION)
"""Steps about one theme."""
DECIDED_UPON = (StepKind.STRENGTH, StepKind.GAP, StepKind.QUESTION)
"""Steps after which the room may decide something."""


@dataclass(frozen=True, slots=True)
class SideSaid:
    """What one side said about a step's theme: a count for each place that the finding looks at.

    ``counts`` are (where, cell), such as ("as something to improve", "0 of 9"); several only where the finding
    rests on several, as where one side praises what the other wants improved.
    """

    side: Side
    counts: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """An answer in somebody's own words, with nothing but the side, and its segment where eight may be told."""

    perspective: Perspective
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class RevealStep:
    """One step. What a kind does not need is empty.

    The parts of a finding are told in the order of the fields: title and wording, what was expected, the sides one by
    one, the sentence that sums them up, the quotes, and what the room decides.
    """

    kind: StepKind
    kicker: str
    """The line above the title: "Gap 2 of 4"."""
    title: str
    """Of a finding the name of its theme, so that nothing is given away before the sides have been heard."""
    wording: str = ""
    """Under which question, or what the step is about."""
    theme: int | None = None
    theme_key: str = ""
    """The theme's code in addresses of the desk."""
    expected: tuple[str, ...] = ()
    sides: tuple[SideSaid, ...] = ()
    sentence: str = ""
    """The finding in one or two sentences of fact; a slide that shows all at once has it as its title."""
    chip: Chip | None = None
    row: Row | None = None
    """The theme with its dumbbell."""
    caveat: str = ""
    """Said beside it where a side handed in a single sheet."""
    quotes: tuple[SpokenQuote, ...] = ()
    asks: str = ""
    """What is asked once the finding stands: whether it has an owner and a date today."""
    decided: tuple[Start, ...] = ()
    """Actions about the theme that are in the plan already; on the last step the whole plan."""
    lines: tuple[str, ...] = ()
    most: tuple[Most, ...] = ()
    room: tuple[RoomQuestion, ...] = ()
    unproposed: tuple[str, ...] = ()
    """Themes for which no one proposed a start."""
    notes: tuple[str, ...] = ()
    """For the presenter alone: why it reads so, and how to tell it."""

    @property
    def decidable(self) -> bool:
        """Whether the room may decide something about the step's theme."""
        return self.kind in DECIDED_UPON


@dataclass(frozen=True, slots=True)
class Reveal:
    """The steps of a reveal in their order, worded in the session's language."""

    title: str
    organisation: str
    held_on: date
    language: str
    right_to_left: bool
    draft: bool
    number: int | None
    sides: tuple[Side, ...]
    steps: tuple[RevealStep, ...]
    explained: str
    """What a second count below a count means, where a page shows the rows of the steps; "" where there is none."""
    gaps_left_out: int
    """Headlined gaps beyond five: they stand in the report."""
