"""What a comparison says: the results of the method, as plain frozen records that a snapshot can hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from gapsessions.method.vocabulary import Perspective, Question, Scope


class Verdict(StrEnum):
    """What two waves together allow to say of one gap."""

    CLOSED = "closed"
    NARROWED = "narrowed"
    TURNED = "turned round"
    OPENED = "opened"
    WIDENED = "widened"
    UNCLEAR = "no clear change"
    CANNOT_TELL = "cannot be told yet"


class Grade(StrEnum):
    """How far evidence goes: strong >= .99, moderate >= .95, tentative >= .80."""

    STRONG = "strong"
    MODERATE = "moderate"
    TENTATIVE = "tentative"


class ReadingName(StrEnum):
    """The field's terms for what a theme's pattern across perspectives means, in the order that breaks ties."""

    CONTRADICTION = "contradiction"
    UNHEARD_FRONTLINE = "unheard frontline"
    BLIND_SPOT = "blind spot"
    HIDDEN_STRENGTH = "hidden strength"
    STAFF_BLIND_SPOT = "staff blind spot"
    INSIDE_VIEW = "inside view"
    SHARED_STRENGTH = "shared strength"
    SHARED_CONCERN = "shared concern"
    COMPETITOR_ALARM = "competitor alarm"
    ORPHAN_GAP = "orphan gap"
    PET_PROJECT = "pet project"
    KEEP_DOING = "keep doing"


class Family(StrEnum):
    """The five colours of the screens: plain words that accuse nobody."""

    SEEN_DIFFERENTLY = "seen_differently"
    NOT_RAISED = "not_raised"
    LEADERSHIP_ONLY = "leadership_only"
    SHARED = "shared"
    NO_START = "no_start"


class Contest(StrEnum):
    """The two families of gap readings that are tested apart for headlines (disparity.md 6.2)."""

    LEADERSHIP = "leadership"
    STAFF_CUSTOMER = "staff_customer"


@dataclass(frozen=True, slots=True)
class Count:
    """Sheets of one perspective that raised one theme in one scope, of those that answered it.

    ``reach_k`` of ``reach_n`` are what evidence is computed from: equal to the table counts, with single
    replies added as bundles (fractions), never printed. In a census they are the leaders themselves.
    ``good``, ``bad`` and ``mixed`` count sheets by their leaning and are zero outside ``competitor``.
    """

    tables_raising: int
    tables: int
    singles_raising: int
    singles: int
    reach_k: float
    reach_n: float
    census: bool = False
    high: bool = False
    low: bool = False
    low_waits: bool = False
    """A low that may not be used yet: more than a fifth of this side's answers are still undecided."""
    good: int = 0
    bad: int = 0
    mixed: int = 0
    stars: int = 0
    bundle: float | None = None
    """People counted as one table here; None where nobody replied alone, or single replies are only shown."""

    @property
    def raising(self) -> int:
        """Sheets of either kind that raised the theme."""
        return self.tables_raising + self.singles_raising

    @property
    def answered(self) -> int:
        """Sheets of either kind that answered; zero means "no sheet answered", which is not a low."""
        return self.tables + self.singles


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one theme, with everything that "why this reading" shows."""

    name: ReadingName
    family: Family
    theme: int
    scope: Scope
    """The question (or part of it) under which the reading stands."""
    stronger: Perspective | None
    weaker: Perspective | None
    evidence: float
    """P of the rule before the cap, three decimals."""
    capped: float
    """Evidence after the cap, from which the grade follows."""
    cap_n: int | None
    """The number of sheets (1 or 2) that capped the grade, if one did."""
    grade: Grade
    contest: Contest | None
    """Which family's shuffle decides whether this is a headline; None for agreement readings."""
    headline: bool = False
    expected: float | None = None
    """Census only: how many of the leaders would have written it, if they were like the other side."""
    robust: bool | None = None
    """Holds at one granularity step broader and one finer; None where this was not computed."""
    compared: tuple[tuple[Perspective, Scope], ...] = ()
    """Keys of the counts the reading rests on; a blind spot sets improve there against problem here."""
    rarely: bool = False
    """The side that is low raised it all the same, on a sheet or two: say "rarely", never "not"."""


@dataclass(frozen=True, slots=True)
class ThemeFindings:
    """One theme across perspectives: counts by (perspective, scope), and its readings, first reading first.

    A missing key means "not asked"; a count with ``answered == 0`` means "no sheet answered".
    """

    theme: int
    counts: dict[tuple[Perspective, Scope], Count]
    readings: tuple[Reading, ...]
    pattern: dict[Question, str]
    """Per question raised: "partial agreement", "only leadership|staff|customers", "one sheet only" where no
    reading stands under that question."""
    notes: tuple[str, ...] = ()
    """Keys of remarks, such as "both_strength_and_improve:leadership"."""


@dataclass(frozen=True, slots=True)
class ShuffleFigure:
    """What chance alone would show, for one family of gap readings (disparity.md 1, 6.1, 6.2, 6.9)."""

    contest: Contest
    redrawn: bool
    """True where a census made it a redraw from a common pool instead of a shuffle of sheets."""
    shown: dict[Grade, int]
    """O: gap readings of at least this grade in the session."""
    expected: dict[Grade, float]
    """E: mean of the same over the shuffles."""
    as_many: dict[Grade, int]
    """Shuffles that show at least as many as the session."""
    shuffles: int
    headline_grade: Grade | None
    """Readings of at least this grade are headlines; None means none are."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Match ratio of two perspectives: 1 = as alike as sheets of one side (disparity.md 1)."""

    first: Perspective
    second: Perspective
    ratio: float | None
    """Uncapped B/W; None where it cannot be shown (W = 0, or both sides have one sheet)."""
    low: float | None
    high: float | None
    """90% interval from resampled sheets; None where a side has one sheet."""
    first_sheets: int
    second_sheets: int
    no_better: tuple[int, int] | None = None
    """One-sheet side: (m, n), sheets of the other side that match their own no better than the single one does."""
    by_question: dict[Question, float | None] = field(default_factory=dict)
    """The ratio on each question that both were asked and answered; None where it cannot be shown."""
    between: float | None = None
    """B, summed over the questions: mean match of a sheet here and a sheet there."""
    within: float | None = None
    """W, summed over the questions: mean match of two sheets of the same side."""


@dataclass(frozen=True, slots=True)
class TopTen:
    """Of the ``length`` things ``of`` raised most, ``shared`` are also among ``by``'s own top ten (6.12)."""

    of: Perspective
    by: Perspective
    length: int
    shared: int
    chance_alike: float | None
    """Two halves of ``of`` itself share about this many; None below 4 sheets."""
    about_alike: bool
    """The difference to ``chance_alike`` is below 3."""


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What one perspective handed in."""

    perspective: Perspective
    asked: frozenset[Question]
    tables: int
    singles: int
    people: int
    answers: int
    undecided: int
    other: int
    census: bool
    unconfirmed: int = 0
    themes_per_sheet: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole session compared: facts per side, findings per theme, headlines and questions, agreement.

    ``headlines`` and ``questions`` are gap readings; the first ranked by grade, the second by P, ties by reach.
    """

    sides: tuple[SideFacts, ...]
    themes: tuple[ThemeFindings, ...]
    headlines: tuple[Reading, ...]
    questions: tuple[Reading, ...]
    agreements: tuple[Reading, ...]
    figures: tuple[ShuffleFigure, ...]
    alignments: tuple[Alignment, ...]
    top_tens: tuple[TopTen, ...]
    warnings: tuple[str, ...]
    """Keys such as "unequal_writing:leadership:customers", "one_gathering:staff"."""
    seed: int
    unproposed: tuple[Reading, ...] = ()
    """Orphan gaps, "no one proposed a start": they follow grades only, like ``agreements``, but are none."""
