"""The log of quotes in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gapsessions.disparity.models import QuoteAct, QuoteLog
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.summary import question_label
from gapsessions.method.vocabulary import Perspective, Question


@dataclass(frozen=True, slots=True)
class LogLine:
    """One decision, with nothing of the words it was about."""

    act: str
    perspective: Perspective
    side: str
    question: str
    theme: str
    reason: str
    by: str
    at: datetime


def acts_said(lines: Iterable[QuoteLog]) -> list[LogLine]:
    """Word the lines of the log."""
    acts = {
        QuoteAct.PICKED: _("Picked"),
        QuoteAct.LEFT_OUT: _("Left out"),
        QuoteAct.PUT_BACK: _("Taken back"),
        QuoteAct.REDACTED: _("Redacted"),
        QuoteAct.UNREDACTED: _("Shown as written"),
        QuoteAct.WITHDRAWN: _("Withdrawn"),
    }
    return [
        LogLine(
            act=acts[QuoteAct(line.act)],
            perspective=Perspective(line.perspective),
            side=words.perspective_name(Perspective(line.perspective)),
            question=question_label(Question(line.question)),
            theme=line.theme,
            reason=line.reason,
            by=str(line.by) if line.by else _("somebody who is gone"),
            at=line.at,
        )
        for line in lines
    ]
