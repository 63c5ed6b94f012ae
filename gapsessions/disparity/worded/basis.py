"""On which count the evidence of a reading rests, where that is another one than the count beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Row
from gapsessions.disparity.worded.rows import cell_of
from gapsessions.disparity.worded.summary import by_theme, row_of_reading
from gapsessions.method.findings import Count, Reading
from gapsessions.method.vocabulary import Perspective, Scope

BASES = {Scope.PROBLEM: "2+4", Scope.PRAISE: "1+4", Scope.ANY: "1-4"}
"""Numbers of the questions that a count takes together."""
Counted = Mapping[tuple[Perspective, Scope], Count]
"""What each side said of one theme."""


def row_with_basis(content: SnapshotContent, reading: Reading) -> Row:
    """The theme of a reading, and below a count the one that the evidence rests on where that is another."""
    row, counts = row_of_reading(content, reading), by_theme(content)[reading.theme].counts
    return replace(
        row, cells=tuple(replace(cell, basis=_basis(reading, counts, cell.perspective)) for cell in row.cells)
    )


def basis_explained(rows: Iterable[Row]) -> str:
    """What such a line means, by the first in these rows; "" where there is none."""
    line = next((cell.basis for row in rows for cell in row.cells if cell.basis), "")
    said = _("A line such as “%(line)s” takes these questions together, as the evidence does.")
    return said % {"line": line} if line else ""


def _basis(reading: Reading, counts: Counted, side: Perspective) -> str:
    """ "2+4: 0 of 6" where the evidence takes questions together, and with them more sheets: 0 of 1 is no evidence."""
    basis = next((scope for of, scope in reading.compared if of is side and scope in BASES), None)
    rested, shown = counts.get((side, basis)) if basis else None, counts.get((side, words.stands_under(reading)))
    if basis is None or rested is None or shown is None:
        return ""
    if (rested.tables, rested.singles) == (shown.tables, shown.singles):
        return ""
    cell = cell_of(side, rested)
    parts = [(cell.k, cell.n), (cell.singles_k, cell.singles_n)]
    reach = ", ".join(words.unbroken(_("%(k)s of %(n)s") % {"k": k, "n": n}) for k, n in parts if n)
    return words.unbroken(_("%(questions)s: %(reach)s")) % {"questions": BASES[basis], "reach": reach}
