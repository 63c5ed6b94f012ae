"""What is wrong with a row, said beside the row so that a person can mend it or leave it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from gapsessions.intake.words import Column

SHOWN = 40
"""Characters of an offending value that are shown; answers are nobody's error message."""


class Problem(StrEnum):
    """The kinds of issues, for screens that offer a different remedy for each."""

    COLUMN_MISSING = "column missing"
    COLUMN_TWICE = "column there twice"
    FORMULA = "formula"
    SURPLUS = "more cells than columns"
    PERSPECTIVE_EMPTY = "perspective empty"
    PERSPECTIVE_UNKNOWN = "perspective unknown"
    QUESTION_EMPTY = "question empty"
    QUESTION_UNKNOWN = "question unknown"
    TEXT_EMPTY = "text empty"
    TEXT_TOO_LONG = "text too long"
    CONTROL_CHARACTERS = "control characters"
    NAME_TOO_LONG = "name too long"
    VALENCE_UNKNOWN = "valence unknown"
    VALENCE_MISPLACED = "valence outside question 3"
    INTENT_UNKNOWN = "intent unknown"
    INTENT_MISPLACED = "intent outside question 4"
    PEOPLE_UNKNOWN = "people not a number"
    PEOPLE_MISPLACED = "people without a breakout"
    PEOPLE_DISAGREE = "people disagree"
    SEGMENT_DISAGREE = "segments disagree"


ABOUT_THE_FILE = frozenset({Problem.COLUMN_MISSING, Problem.COLUMN_TWICE})
"""Issues that no leaving out of rows can get around."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong: ``row`` as the spreadsheet program numbers it, ``cell`` such as "D7" or "", ``column``
    as its header is spelled, ``value`` what stands there, ``fix`` what could stand there instead, if known.
    """

    row: int
    column: str
    cell: str
    problem: Problem
    sentence: str
    value: str = field(default="", repr=False)
    fix: str | None = field(default=None, repr=False)
    known: Column | None = None
    """Which of the known columns it is about; None where it is about the row or the file."""

    @property
    def shown(self) -> str:
        """The offending value cut to what may be shown, on one line and without anything invisible."""
        readable = "".join(letter if letter.isprintable() else "\ufffd" for letter in self.value[: SHOWN + 1])
        return readable if len(readable) <= SHOWN else readable[: SHOWN - 1] + "…"


def issue_line(issue: Issue) -> str:
    """One issue on one line of a terminal, its value cut: "row 7, question (C7): There is no such question. “5”"."""
    place = f"{issue.column} ({issue.cell})" if issue.column else issue.cell
    where = _("row %(row)d") % {"row": issue.row} + (f", {place}" if place else "")
    value = f" “{issue.shown}”" if issue.value else ""
    fix = _(" Perhaps: %(fix)s") % {"fix": issue.fix} if issue.fix and len(issue.fix) <= SHOWN else ""
    return f"{where}: {issue.sentence}{value}{fix}"


def cell_name(row: int, place: int) -> str:
    """The spreadsheet program's name of a cell: row 7, place 3 (0-based) is "D7"."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
