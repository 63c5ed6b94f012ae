"""An order of sheets and themes that depends on what they hold, never on how they were numbered.

Shuffles and resamples are seeded; so that the same session gives the same figures in whatever order its
sheets and themes arrive, they are put into this order first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gapsessions.method.counts import SIDES, Sheet
from gapsessions.method.evidence import Ints
from gapsessions.method.vocabulary import Intent, Question, SheetKind, Valence

Marks = NDArray[np.uint64]

ROUNDS = 4
"""Each round lets a mark reach one sheet or theme further; four tell apart all that real sessions hold."""


def _mixed(values: Marks) -> Marks:
    """Scatter 64-bit numbers (the finaliser of splitmix64), so that sums of them tell multisets apart."""
    with np.errstate(over="ignore"):
        mixed = values + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        result: Marks = mixed ^ (mixed >> np.uint64(31))
    return result


def _summed(marks: Marks, to: Ints, size: int) -> Marks:
    sums = np.zeros(size, dtype=np.uint64)
    np.add.at(sums, to, marks)
    return sums


def canonical_order(sheets: Sequence[Sheet], theme_count: int) -> tuple[list[int], list[int]]:
    """Places of the sheets, and numbers of the themes, in an order that renumbering does not change.

    Marks pass from notes to sheets and themes and back (colour refinement); equal marks in the end mean
    that the two cannot be told apart by anything the comparison looks at.
    """
    valences, intents = list(Valence), list(Intent)
    heads: list[int] = []
    note_kinds: list[int] = []
    note_sheets: list[int] = []
    place_notes: list[int] = []
    place_themes: list[int] = []
    place_first: list[int] = []
    for place, sheet in enumerate(sheets):
        heads.append((SIDES.index(sheet.perspective) * 2 + (sheet.kind is SheetKind.SINGLE)) * 2 + sheet.confirmed)
        for note in sheet.notes:
            kind = list(Question).index(note.question)
            kind = kind * 4 + (0 if note.valence is None else 1 + valences.index(note.valence))
            kind = kind * 3 + (0 if note.intent is None else 1 + intents.index(note.intent))
            kind = (kind * 2 + note.star) * 2 + note.other
            for rank, theme in enumerate(note.themes):
                place_notes.append(len(note_kinds))
                place_themes.append(theme)
                place_first.append(rank == 0)
            note_kinds.append(kind)
            note_sheets.append(place)
    kinds = _mixed(np.array(note_kinds, dtype=np.uint64))
    owners, notes = np.array(note_sheets, dtype=np.int64), np.array(place_notes, dtype=np.int64)
    themes = np.array(place_themes, dtype=np.int64)
    first = _mixed(np.array(place_first, dtype=np.uint64))
    sheet_marks = _mixed(np.array(heads, dtype=np.uint64))
    theme_marks = np.zeros(theme_count, dtype=np.uint64)
    for _ in range(ROUNDS):
        note_marks = _mixed(kinds + _summed(_mixed(theme_marks[themes] + first), notes, len(kinds)))
        sheet_marks = _mixed(sheet_marks + _summed(note_marks, owners, len(sheets)))
        from_sheets = _mixed(note_marks ^ sheet_marks[owners])
        theme_marks = _mixed(theme_marks + _summed(_mixed(from_sheets[notes] + first), themes, theme_count))
    return (
        np.argsort(sheet_marks, kind="stable").tolist(),
        np.argsort(theme_marks, kind="stable").tolist(),
    )
