"""Robustness: which readings also hold when themes are cut one step broader and one step finer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from gapsessions.method.cells import groups_of, tally_of
from gapsessions.method.counts import Sheet, keep_ledger
from gapsessions.method.findings import Reading, ThemeFindings
from gapsessions.method.themes_found import readings_by_theme
from gapsessions.method.vocabulary import Perspective, Question

Placements = Sequence[Sequence[tuple[int, ...]]]
"""The same answers at another granularity: for each sheet, for each of its notes, its theme numbers there."""

OVERLAP = 0.5
"""Two themes of two cuts belong together when this share of either one's answers lies in the other."""


def replaced(sheets: Sequence[Sheet], placements: Placements) -> list[Sheet]:
    """The sheets with their notes placed in the other cut's themes; "other" stays "other"."""
    if [len(sheet.notes) for sheet in sheets] != [len(placed) for placed in placements]:
        raise ValueError("another granularity needs one placement for each note of each sheet")
    return [
        replace(
            sheet,
            notes=tuple(replace(note, themes=tuple(themes)) for note, themes in zip(sheet.notes, placed, strict=True)),
        )
        for sheet, placed in zip(sheets, placements, strict=True)
    ]


def kin(sheets: Sequence[Sheet], others: Sequence[Sheet], themes: int, other_themes: int) -> list[list[int]]:
    """For each theme, the themes of the other cut that belong with it, by the answers they share."""
    together = np.zeros((themes, other_themes))
    size, other_size = np.zeros(themes), np.zeros(other_themes)
    for sheet, other_sheet in zip(sheets, others, strict=True):
        for note, other_note in zip(sheet.notes, other_sheet.notes, strict=True):
            size[list(note.themes)] += 1
            other_size[list(other_note.themes)] += 1
            for theme in note.themes:
                together[theme, list(other_note.themes)] += 1
    shares = np.maximum(together / np.maximum(size, 1)[:, None], together / np.maximum(other_size, 1)[None, :])
    return [np.flatnonzero(row >= OVERLAP).tolist() for row in shares]


def holding(
    sheets: Sequence[Sheet],
    placements: Placements,
    theme_count: int,
    asked: Mapping[Perspective, frozenset[Question]],
    census: frozenset[Perspective],
) -> list[set[tuple[str, str]]]:
    """Per theme, the (reading, scope) pairs that some theme of the other cut that belongs with it shows too."""
    others = replaced(sheets, placements)
    other_count = 1 + max((theme for s in others for note in s.notes for theme in note.themes), default=-1)
    ledger = keep_ledger(others, other_count)
    readings = readings_by_theme(tally_of(ledger, groups_of(ledger, asked, census)))
    return [
        {(reading.name, reading.scope) for theme in related for reading in readings[theme]}
        for related in kin(sheets, others, theme_count, other_count)
    ]


def marked(findings: Sequence[ThemeFindings], cuts: Sequence[Sequence[set[tuple[str, str]]]]) -> list[ThemeFindings]:
    """The findings, each reading told whether every other cut shows it too; untouched without other cuts."""
    if not cuts:
        return list(findings)

    def survives(reading: Reading) -> bool:
        return all((reading.name, reading.scope) in cut[reading.theme] for cut in cuts)

    return [
        replace(
            found,
            readings=tuple(replace(reading, robust=survives(reading)) for reading in found.readings),
        )
        for found in findings
    ]
