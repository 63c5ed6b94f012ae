"""Which of the four questions a room may answer now, and which of them silently."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Subquery
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Pace, Question, SheetKind, Stage, Style
from gapsessions.sessions.models import SessionQuestion
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.refusals import QuestionIsNotOpen
from gapsessions.sheets.silence import is_silent, reveal_if_due


def is_open(gathering: Gathering, question: str, opened: Collection[str]) -> bool:
    """Whether a question that this perspective is asked takes notes; `opened` are those that were put to the room.

    A room that is asked nothing in particular is asked everything.
    """
    if gathering.stage == Stage.LOBBY:
        return False
    if gathering.style == Style.OPEN_LINK or gathering.pace == Pace.ALL_OPEN or not gathering.question:
        return True
    return question in opened


def silence_of(sheet: Sheet, question: Question) -> bool:
    """Whether a new note under the question stays hidden; raises QuestionIsNotOpen. One query while none is silent."""
    gathering = sheet.gathering
    asked = SessionQuestion.objects.filter(
        session=gathering.session_id, perspective=gathering.perspective, kind=question, asked=True
    )
    opened = OpenedQuestion.objects.filter(gathering=gathering.pk, question=question)
    found = asked.values_list(
        Subquery(opened.values("revealed")[:1]), Subquery(opened.values("silent_until")[:1])
    ).first()
    if found is None:
        raise QuestionIsNotOpen
    revealed, until = found
    if not is_open(gathering, question, () if revealed is None else (question,)):
        raise QuestionIsNotOpen
    if revealed is not False or sheet.kind != SheetKind.TABLE:
        return False
    if until <= timezone.now():
        reveal_if_due(gathering.pk, question)
        return False
    return is_silent(gathering.pk, question)
