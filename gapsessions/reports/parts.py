"""The parts of a printed report that no page on a screen shares: worded, decided, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.disparity.worded.parts import Cell, Row, Side


@dataclass(frozen=True, slots=True)
class Difference:
    """One of the biggest differences on the one-page summary: what was found, and how sure that is."""

    sentence: str
    row: Row
    sure: str
    grade: str
    """The grade's key, for a style."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """What an executive takes away: the biggest differences, how sure they are, and what happens next."""

    differences: tuple[Difference, ...]
    differences_title: str
    left_out: int
    """Themes with a headline beyond those shown."""
    counted: tuple[str, ...]
    """What a reader has to know of the counts, where it is not plain."""
    sure: tuple[str, ...]
    next_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PulseBar:
    """One score of a pulse: a bar in a drawing of 110 by 30 units, in full colour for 9 and 10."""

    x: str
    y: str
    height: str
    promoter: bool


@dataclass(frozen=True, slots=True)
class PulseLine:
    """How good one side says the experience is, in the room or by link."""

    side: Side
    where: str
    reach: str
    """ "2 of 9 gave 9 or 10"."""
    bars: tuple[PulseBar, ...]
    """Empty below five people."""
    title: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """What people said at the start, and what they expected customers to say."""

    question: str
    lines: tuple[PulseLine, ...]
    foreseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridDot:
    """A theme on the impact and effort grid, under its number, in a drawing of 120 by 120 units."""

    number: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A theme that people want started or kept: who asks for it, and its number on the grid ("" where not placed)."""

    name: str
    cells: tuple[Cell, ...]
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Voted:
    """A theme with the dots that it was given, per side; ``stars`` are notes that tables marked as most important."""

    name: str
    dots: tuple[str, ...]
    stars: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Where to start: the grid, what people want started and kept, and how they voted."""

    dots: tuple[GridDot, ...]
    grid_title: str
    starts: tuple[Wanted, ...]
    keeps: tuple[Wanted, ...]
    votes: tuple[Voted, ...]
    voters: str


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A theme under one question: the whole side, then each segment."""

    name: str
    question: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """One side taken apart by segment, as far as five people stand behind each and behind what is left."""

    side: Side
    segments: tuple[str, ...]
    sheets: tuple[str, ...]
    """What each segment handed in."""
    rows: tuple[SegmentRow, ...]
    left_out: int
    """Segments beyond those that a page holds; all of them stand in the workbook."""


@dataclass(frozen=True, slots=True)
class PublishedGap:
    """A gap that somebody else measured and published, in their words."""

    statement: str
    organisations: str
    customers: str
    source: str
