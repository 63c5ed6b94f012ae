"""Each side segment by segment: counts of what it raised most, under the floors that no subtraction passes."""

from __future__ import annotations

from gapsessions.disparity.content import PartContent, SnapshotContent
from gapsessions.disparity.parts.narrowing import narrowed
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.rows import cell_of, side_of
from gapsessions.disparity.worded.summary import names, question_label, raised_most
from gapsessions.method.findings import Comparison, SideFacts
from gapsessions.method.vocabulary import Question, Scope

from .parts import SegmentRow, SegmentTable

MOST_SEGMENTS = 4
"""Columns of a page beside the whole side; further segments stand in the workbook."""
ASKED = ((Question.IMPROVE, Scope.IMPROVE), (Question.STRENGTH, Scope.STRENGTH))
ROWS = 4
"""Themes of each of these questions: those that most sheets of the whole side raised, whatever the segments say."""


def segments_of(content: SnapshotContent, side: SideFacts) -> list[PartContent]:
    """The segments of a side, those with most sheets first."""
    mine = [part for part in content.segments if part.perspective is side.perspective]
    return sorted(mine, key=lambda part: (-(part.tables + part.singles), part.name))


def segment_tables(content: SnapshotContent) -> tuple[SegmentTable, ...]:
    """A table for each side that can be taken apart; rows follow the whole side, so that no segment picks them."""
    tables = []
    for side in content.comparison.sides:
        segments = segments_of(content, side)
        shown = segments[:MOST_SEGMENTS]
        apart = [narrowed(content, [part]).comparison for part in shown]
        rows = _rows(content, side, apart) if shown else ()
        if rows:
            tables.append(
                SegmentTable(
                    side_of(side),
                    tuple(part.name for part in shown),
                    tuple(words.sheets_text(_facts(side, part)) for part in apart),
                    rows,
                    len(segments) - len(shown),
                )
            )
    return tuple(tables)


def _facts(side: SideFacts, segment: Comparison) -> SideFacts:
    return next(facts for facts in segment.sides if facts.perspective is side.perspective)


def _rows(content: SnapshotContent, side: SideFacts, segments: list[Comparison]) -> tuple[SegmentRow, ...]:
    who, theme_names = side.perspective, names(content)
    apart = [{f.theme: f for f in segment.themes} for segment in segments]
    rows = []
    for question, scope in ASKED:
        for found in raised_most(content, who, scope)[:ROWS]:
            counts = [found.counts.get((who, scope)), *(of[found.theme].counts.get((who, scope)) for of in apart)]
            cells = tuple(cell_of(who, count) for count in counts)
            rows.append(SegmentRow(theme_names[found.theme], question_label(question), cells))
    return tuple(rows)
