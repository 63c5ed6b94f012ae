"""What people decided about the words of answers, put on the answers as they are read for a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from gapsessions.disparity.models import QuoteMark, QuoteStanding
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.web.languages import worded_in

Marks = Mapping[UUID, QuoteMark]

UNQUOTED = (QuoteStanding.LEFT_OUT, QuoteStanding.WITHDRAWN)


def marks_of(session: GapSession) -> dict[UUID, QuoteMark]:
    """The marks of a session, by answer. One query."""
    return {mark.pk: mark for mark in QuoteMark.objects.filter(answer__sheet__gathering__session=session)}


def withdrawn_in(session: GapSession) -> int:
    """How many answers' words were taken back."""
    return QuoteMark.objects.filter(
        answer__sheet__gathering__session=session, standing=QuoteStanding.WITHDRAWN.value
    ).count()


def gone(language: str) -> str:
    """What stands in place of words that were taken back in a session of that language."""
    with translation.override(worded_in(language)):
        return _("[withdrawn]")


def words_shown(answers: Iterable[Answer], marks: Marks, language: str) -> None:
    """Give the answers, in memory, the words that others may read; nothing of it is saved."""
    for answer in answers:
        mark = marks.get(answer.pk)
        if mark is None:
            continue
        if mark.standing == QuoteStanding.WITHDRAWN:
            answer.text = gone(language)
        elif mark.redacted:
            answer.text = mark.redacted


def is_picked(answer: UUID, marks: Marks) -> bool:
    """Whether a person wants these words quoted."""
    return answer in marks and marks[answer].standing == QuoteStanding.PICKED


def is_unquoted(answer: UUID, marks: Marks) -> bool:
    """Whether a person wants these words not quoted."""
    return answer in marks and marks[answer].standing in UNQUOTED
