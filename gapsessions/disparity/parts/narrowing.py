"""The comparison with parts in place of whole perspectives: counts alone, because readings are about the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gapsessions.disparity.content import PartContent, SnapshotContent
from gapsessions.method.findings import Count, SideFacts, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Scope


def parts_under(content: SnapshotContent, key: str) -> tuple[PartContent, ...]:
    """The parts with this key: one gathering, or a segment in every perspective that has it."""
    return tuple(part for part in (*content.segments, *content.gatherings) if part.key == key and key)


def narrowed(content: SnapshotContent, parts: Sequence[PartContent]) -> SnapshotContent:
    """The content with the counts of these parts in place of their perspectives'.

    No reading, headline, agreement or question is left: too few sheets stand behind a part, and nothing was shuffled.
    """
    comparison, part_of = content.comparison, {part.perspective: part for part in parts}
    counts = {side: _counts_of(part) for side, part in part_of.items()}
    return replace(
        content,
        comparison=replace(
            comparison,
            sides=tuple(_facts(side, part_of.get(side.perspective)) for side in comparison.sides),
            themes=tuple(_findings(findings, counts) for findings in comparison.themes),
            headlines=(),
            questions=(),
            agreements=(),
            figures=(),
            alignments=(),
            top_tens=(),
            warnings=(),
            unproposed=(),
        ),
    )


Counts = dict[tuple[int | None, Scope], Count]


def _counts_of(part: PartContent) -> Counts:
    answered = {count.scope: (count.tables, count.singles) for count in part.counts if count.theme is None}
    found: Counts = {}
    for each in part.counts:
        tables, singles = answered[each.scope]
        raised = (0, 0) if each.theme is None else (each.tables, each.singles)
        found[each.theme, each.scope] = Count(
            raised[0], tables, raised[1], singles, sum(raised), tables + singles,
            good=each.good, bad=each.bad, mixed=each.mixed,
        )  # fmt: skip
    return found


def _findings(findings: ThemeFindings, parts: dict[Perspective, Counts]) -> ThemeFindings:
    counts = {
        (side, scope): _count(parts[side], findings.theme, scope) if side in parts else count
        for (side, scope), count in findings.counts.items()
    }
    return ThemeFindings(findings.theme, counts, (), {})


def _count(part: Counts, theme: int, scope: Scope) -> Count:
    return part.get((theme, scope)) or part.get((None, scope)) or Count(0, 0, 0, 0, 0, 0)


def _facts(side: SideFacts, part: PartContent | None) -> SideFacts:
    return side if part is None else replace(side, tables=part.tables, singles=part.singles, census=False)
