"""What could be done about a problem with one tap: the values that may stand in the cell instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gapsessions.intake.draft_table import SURPLUS
from gapsessions.intake.issues import SHOWN, Issue, Problem
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence
from gapsessions.method.wording import SIDE_NAMES

MAY_STAY_EMPTY = frozenset(
    {
        Problem.VALENCE_UNKNOWN,
        Problem.VALENCE_MISPLACED,
        Problem.INTENT_UNKNOWN,
        Problem.INTENT_MISPLACED,
        Problem.PEOPLE_UNKNOWN,
        Problem.PEOPLE_MISPLACED,
    }
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One tap: the words on the button, and what the cell of ``column`` would say."""

    label: str
    column: str
    value: str
    proposed: bool = False


def remedies_for(issue: Issue) -> list[Remedy]:
    """The taps that are offered for a problem, a proposed one first; free editing is always possible besides."""
    if issue.problem is Problem.SURPLUS:
        return [Remedy(_("Without the extra cells"), SURPLUS, "")]
    if issue.known is None:
        return []
    offered: dict[str, str] = {}
    if issue.fix is not None:
        offered[issue.fix] = _said(issue, issue.fix)
    if issue.problem is Problem.FORMULA and issue.value.strip():
        offered[issue.value] = _("Take what it shows: %(value)s") % {"value": issue.shown}
    if issue.problem in (Problem.QUESTION_EMPTY, Problem.QUESTION_UNKNOWN):
        offered |= {str(question.number): str(question.number) for question in Question}
    if issue.problem in (Problem.PERSPECTIVE_EMPTY, Problem.PERSPECTIVE_UNKNOWN):
        offered |= {side.value: _(SIDE_NAMES[side]) for side in Perspective}
    if issue.problem is Problem.VALENCE_UNKNOWN:
        offered |= dict(zip(Valence, (_("Good"), _("Bad"), _("Mixed")), strict=True))
    if issue.problem is Problem.INTENT_UNKNOWN:
        offered |= dict(zip(Intent, (_("Keep doing"), _("Start")), strict=True))
    if issue.problem in MAY_STAY_EMPTY:
        offered[""] = _("Leave it empty")
    return [Remedy(label, issue.known, value, value == issue.fix) for value, label in offered.items()]


def _said(issue: Issue, fix: str) -> str:
    """The proposal in words: a long one is described, not quoted."""
    if issue.problem is Problem.CONTROL_CHARACTERS:
        return _("Take them out")
    return _("Use “%(value)s”") % {"value": fix if len(fix) <= SHOWN else fix[: SHOWN - 1] + "…"}
