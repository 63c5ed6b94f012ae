"""One theme's line on the compare page, worded and drawn beforehand: a page prints a hundred of them in a moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.parts import Cell, Chip, Mark
from gapsessions.disparity.worded.rows import MOST_WORDED, row_of
from gapsessions.disparity.worded.tables import chip_under, readings_under
from gapsessions.disparity.worded.words import perspective_name
from gapsessions.method.findings import Reading, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Scope

SHAPES = {
    (Perspective.LEADERSHIP, False): "m-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z",
    (Perspective.LEADERSHIP, True): "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    (Perspective.STAFF, False): "m-4.2-4.2h8.4v8.4h-8.4z",
    (Perspective.STAFF, True): "m-4.2-4.2h8.4v8.4h-8.4z",
    (Perspective.CUSTOMERS, False): "m0-5.6l5.6 5.6-5.6 5.6-5.6-5.6z",
    (Perspective.CUSTOMERS, True): "m0-4.8l4.8 4.8-4.8 4.8-4.8-4.8z",
}
"""The marks of components/mark.svg as relative paths: a page has style sheets, so it needs no colour in each."""


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark of a dumbbell: its classes and its path."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class SideCell:
    """What one side said, under the side's name: two counts with what they are out of, or why there is none."""

    perspective: Perspective
    side: str
    nothing: str
    k: str
    of: str
    singles_k: str
    singles_of: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A theme in a table; ``weak`` where its reading is a question, not a finding."""

    key: str
    name: str
    title: str
    """The dumbbell in words."""
    drawing: str
    """What the dumbbell consists of, as drawn by disparity/marks.html."""
    cells: str
    """The cells of its row, as written by disparity/cells.html."""
    chip: Chip | None
    weak: bool


def line_of(content: SnapshotContent, findings: ThemeFindings, scope: Scope) -> Line:
    """Word and draw one theme under one scope."""
    theme = content.themes[findings.theme]
    under = readings_under(findings, scope)
    row = row_of(theme.name, findings, scope, content.comparison.sides, chip=chip_under(findings, scope))
    plot = row.plot
    return Line(
        key=theme.key,
        name=row.name,
        title=plot.title,
        drawing=_drawing(plot.marks, f"M{plot.start} 13H{plot.end}" if plot.start else ""),
        cells=_cells(row.cells, get_language()),
        chip=row.chip,
        weak=bool(under) and is_weak(under[0]),
    )


def is_weak(reading: Reading) -> bool:
    """Whether a reading is a question for the room: a gap that is no headline."""
    return reading.contest is not None and not reading.headline


@lru_cache(maxsize=MOST_WORDED)
def _drawing(marks: tuple[Mark, ...], between: str) -> str:
    return render_to_string("disparity/marks.html", {"marks": [_drawn(mark) for mark in marks], "between": between})


@lru_cache(maxsize=MOST_WORDED)
def _cells(cells: tuple[Cell, ...], _language: str) -> str:
    """They hold counts and nothing else, so many rows share them."""
    return render_to_string("disparity/cells.html", {"cells": [_cell(cell) for cell in cells]})


def _drawn(mark: Mark) -> DrawnMark:
    kind = f"{mark.perspective.value} hollow" if mark.hollow else mark.perspective.value
    return DrawnMark(kind, f"M{mark.x} {mark.y}{SHAPES[mark.perspective, mark.hollow]}")


def _cell(cell: Cell) -> SideCell:
    nothing = {"not_asked": _("not asked"), "no_sheet": _("no sheet")}.get(cell.state, "")
    return SideCell(
        perspective=cell.perspective,
        side=perspective_name(cell.perspective),
        nothing=nothing,
        k=cell.k,
        of=_("of %(n)s") % {"n": cell.n} if cell.n else "",
        singles_k=cell.singles_k,
        singles_of=_("of %(n)s single") % {"n": cell.singles_n} if cell.singles_n else "",
        note=cell.note,
    )
