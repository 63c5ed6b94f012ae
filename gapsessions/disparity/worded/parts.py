"""The parts of a report document: plain frozen records that PDF, page and spreadsheet print without thinking.

Everything here is already worded in the session's language and already decided: counts are "k of n", marks
stand at the raw share, and what may not be shown is not in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gapsessions.method.vocabulary import Perspective, Question


class Paper(StrEnum):
    """Sizes of paper that the report is laid out for."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Chip:
    """The plain word of a reading, its colour family (a CSS class, never text), and what the reading is about.

    ``about`` is "" where the label says it all, or where the head of its column does.
    """

    label: str
    family: str
    about: str = ""
    words: str = ""
    """Label and subject in one line."""
    number: str = ""
    """The question's number, where a table has no room for the subject."""

    @property
    def shown(self) -> str:
        """What a pill prints: the subject too, unless the head of the pill's column has it."""
        return self.words if self.about else self.label


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a dumbbell in the coordinates of its drawing; circle, square or diamond by perspective.

    Hollow marks are single replies of a side that also has tables: one person and one table are not the
    same unit, so they never share a mark.
    """

    perspective: Perspective
    x: str
    y: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A dumbbell: marks at raw shares on a line from "none" to "all"; ``title`` says the same in words."""

    title: str
    marks: tuple[Mark, ...]
    start: str = ""
    end: str = ""
    """Ends of the connecting line; both empty where fewer than two solid marks stand."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one perspective said about one theme under one question, as text and as a tint from 0 to 5."""

    perspective: Perspective
    state: str
    """"counted", "not_asked" or "no_sheet"."""
    k: str = ""
    n: str = ""
    singles_k: str = ""
    singles_n: str = ""
    """Filled where the side has both tables and single replies."""
    note: str = ""
    basis: str = ""
    """The count that a reading rests on where that takes questions together, such as "2+4: 0 of 6"; before ``note``."""
    tint: int = 0
    words: str = ""
    """The whole cell as a sentence part, such as "1 of 2 tables and 14 of 50 single replies"."""
    part: float | None = None
    """Raw share behind ``k``, for the length of a bar; None where there is none. Half a sheet less where all of a
    few are not told."""
    singles_part: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One theme in a table with dumbbells."""

    theme: int
    name: str
    plot: Plot
    cells: tuple[Cell, ...]
    chip: Chip | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A perspective in this session: for legends, table heads and the facts per audience."""

    perspective: Perspective
    name: str
    short: str
    sheets: str
    both: bool = False
    """Whether it handed in tables and single replies, which takes a wider column."""
    caveat: str = ""
    """Said wherever the side is introduced: "one sheet only"."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that carries the summary, with what it counts."""

    number: str
    label: str
    note: str
    family: str


@dataclass(frozen=True, slots=True)
class Start:
    """An action that a person typed, as the summary and the plan show it."""

    what: str
    owner: str
    sponsor: str
    departments: str
    due: str
    measure: str
    status: str
    theme: str
    raised_by: str


@dataclass(frozen=True, slots=True)
class RoomQuestion:
    """A difference that chance could explain, put as something to ask."""

    theme: str
    chip: Chip
    question: str
    facts: str
    caveat: str = ""
    """Said beside it where one of the sides compared is a single sheet."""


@dataclass(frozen=True, slots=True)
class Most:
    """What one side raised most, over all questions: theme and reach."""

    side: Side
    themes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The one page that an executive reads."""

    title: str
    lede: str
    tiles: tuple[Tile, ...]
    gaps: tuple[Row, ...]
    gaps_title: str
    agreements: tuple[Row, ...]
    agreement_title: str
    room: tuple[RoomQuestion, ...]
    chance: tuple[str, ...]
    """Beside headlines: how many gaps chance alone would show."""
    starts: tuple[Start, ...]
    most: tuple[Most, ...] = ()
    """Facts per audience, where there is no headline to open with."""


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Themes of one heading; each row has one cell per question and perspective."""

    title: str
    rows: tuple[tuple[str, tuple[Cell, ...], Chip | None], ...]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One question over its perspectives, with the number of sheets under each."""

    question: Question
    label: str
    sides: tuple[tuple[Side, str], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All themes at a glance."""

    columns: tuple[MatrixColumn, ...]
    groups: tuple[MatrixGroup, ...]
    themes: int


@dataclass(frozen=True, slots=True)
class Quote:
    """An answer in somebody's own words, under the perspective, and the segment where it may be named."""

    text: str
    theme: str
    withdrawn: bool = False
    segment: str = ""


@dataclass(frozen=True, slots=True)
class QuoteColumn:
    """What one perspective said under one question."""

    side: Side
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PlotTable:
    """A table with one dumbbell per theme; ``more`` names themes that did not fit."""

    title: str
    rows: tuple[Row, ...]
    more: str = ""
    about: str = ""
    """What the readings in its last column are about: "as something to improve"."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One of the four questions: what each side answered, and in whose words."""

    question: Question
    number: int
    anchor: str
    name: str
    wordings: tuple[str, ...]
    title: str
    lede: str
    tables: tuple[PlotTable, ...]
    quotes: tuple[QuoteColumn, ...]
    absent: tuple[str, ...] = ()
    """"Customers: not asked" and the like."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reading with its reasons."""

    theme: str
    chip: Chip
    question: str
    row: Row
    why: tuple[str, ...]
    facts: tuple[str, ...] = ()
    """Of those reasons what a page for executives prints: the counts, what contradicts them, how sure it is."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of the things one side raised most are also among another side's own: a row of ten marks."""

    side: Side
    of: str
    shared: int
    length: int
    marks: tuple[tuple[str, bool], ...]
    """(x, filled) of each mark."""
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class MethodSection:
    """A plain-words passage on how the report came about."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AppendixGroup:
    """All answers of one perspective to one question, in no order that tells who wrote when."""

    question: str
    sides: tuple[tuple[Side, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    """Per side: (theme name, answers)."""
