"""What a room expected before it looks: the pulse, what was foreseen, and whether a finding was among it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.asides import Beside, foreseen_lines, pulse_lines
from gapsessions.disparity.worded.reveal_notes import notes_for
from gapsessions.disparity.worded.reveal_parts import RevealStep, StepKind
from gapsessions.disparity.worded.words import stands_under
from gapsessions.method.findings import Reading, ThemeFindings
from gapsessions.method.vocabulary import Perspective

L, S, C = Perspective


def expected_step(content: SnapshotContent) -> list[RevealStep]:
    """How good the experience was said to be, and how much was foreseen; no step where neither was asked."""
    pulse = [_line(beside) for beside in pulse_lines(content)]
    foreseen = [_line(beside) for beside in foreseen_lines(content)]
    if not pulse and not foreseen:
        return []
    return [
        RevealStep(
            StepKind.EXPECTED,
            _("Before we look"),
            _("How good is the experience we give customers?") if pulse else _("What we expected of our customers"),
            wording=_("From 0 to 10, before anything was compared") if pulse else "",
            lines=(*pulse, *foreseen),
            notes=notes_for(StepKind.EXPECTED),
        )
    ]


def _line(beside: Beside) -> str:
    where = _("%(side)s, %(where)s") % {"side": beside.name, "where": beside.where} if beside.where else beside.name
    # A sentence that names its side already needs no name before it.
    said = beside.words if beside.words.startswith(beside.name) else f"{where}: {beside.words}"
    return f"{said}. {beside.note}.".replace(". .", ".") if beside.note else f"{said}."


def foreseen_of(content: SnapshotContent, reading: Reading, findings: ThemeFindings) -> tuple[str, ...]:
    """Whether leadership and staff expected customers to raise this, where customers did; never in whose words.

    Nothing is said of a side that predicted nothing, or of which something is not matched to themes yet.
    """
    raised = findings.counts.get((C, stands_under(reading)))
    if raised is None or not raised.high:
        return ()
    lines = []
    for side in (L, S):
        told = [prediction for prediction in content.predictions if prediction.perspective is side]
        if any(reading.theme in prediction.themes for prediction in told):
            lines.append(
                {
                    L: _("Leadership expected customers to raise this."),
                    S: _("Staff expected customers to raise this."),
                }[side]
            )
        elif told and all(prediction.settled for prediction in told):
            lines.append(
                {
                    L: _("It was not among what leadership expected customers to raise."),
                    S: _("It was not among what staff expected customers to raise."),
                }[side]
            )
    return tuple(lines)
