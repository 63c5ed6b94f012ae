"""The shared page: the report's content in the order in which somebody reads it on a phone in two minutes."""

from __future__ import annotations

from dataclasses import dataclass

from gapsessions.disparity.worded.parts import Finding
from gapsessions.disparity.worded.reveal_parts import Reveal, RevealStep, StepKind
from gapsessions.reports.document import ReportDocument

IN_SIGHT = 3
"""Differences that are told at once, as the summary's reader should be able to; the rest folds out."""


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: the sentence, its dumbbell and counts, two voices, and what lies behind it."""

    step: RevealStep
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A report as a page; everything in it is worded already."""

    report: ReportDocument
    agreements: tuple[Card, ...]
    differences: tuple[Card, ...]
    more: tuple[Finding, ...]
    """Headlined differences beyond those told as cards."""
    explained: str
    """What a second count below a count of a card means; "" where there is none."""
    sheets: int
    unproposed: tuple[str, ...]

    @property
    def first(self) -> tuple[Card, ...]:
        """The differences in sight."""
        return self.differences[:IN_SIGHT]

    @property
    def rest(self) -> tuple[Card, ...]:
        """Those that fold out."""
        return self.differences[IN_SIGHT:]

    @property
    def further(self) -> int:
        """How many differences fold out, as cards or as counts alone."""
        return len(self.rest) + len(self.more)


def shared_page(report: ReportDocument, reveal: Reveal) -> SharedPage:
    """Arrange a report; the findings are those of the reveal, so that both tell the same."""
    found = {finding.row.theme: finding for finding in (*report.agreements, *report.differences)}
    told = [step for step in reveal.steps if step.kind in (StepKind.STRENGTH, StepKind.GAP)]
    # A room hears what is good before what is not; a reader of two minutes wants what stands out most.
    place = {finding.row.theme: number for number, finding in enumerate(report.differences)}
    told.sort(key=lambda step: place.get(step.theme, len(place)) if step.theme is not None else len(place))
    return SharedPage(
        report=report,
        agreements=tuple(_card(step, found) for step in reveal.steps if step.kind is StepKind.AGREEMENT),
        differences=tuple(_card(step, found) for step in told),
        more=tuple(f for f in report.differences if f.row.theme not in {step.theme for step in told}),
        explained=reveal.explained,
        sheets=sum(side.tables + side.singles for side in report.content.comparison.sides),
        unproposed=reveal.steps[-1].unproposed,
    )


def _card(step: RevealStep, found: dict[int, Finding]) -> Card:
    finding = found.get(step.theme) if step.theme is not None else None
    return Card(step, tuple(line for line in finding.facts if line) if finding else ())
