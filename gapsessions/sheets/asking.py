"""Which of the four questions a room may answer now, and which of them silently."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.method.vocabulary import Pace, Question, SheetKind, Stage, Style
from gapsessions.sessions.models import SessionQuestion
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.refusals import QuestionIsNotOpen
from gapsessions.sheets.silence import is_silent, reveal_if_due
from gapsessions.storage.prepared import Prepared


def is_open(gathering: Gathering, question: str, opened: Collection[str]) -> bool:
    """Whether a question that this perspective is asked takes notes; `opened` are those that were put to the room.

    A room that is asked nothing in particular is asked everything.
    """
    if gathering.stage == Stage.LOBBY:
        return False
    if gathering.style == Style.OPEN_LINK or gathering.pace == Pace.ALL_OPEN or not gathering.question:
        return True
    return question in opened


_opened = Prepared(
    lambda gathering, question: OpenedQuestion.objects.filter(gathering=gathering, question=question).values_list(
        "revealed", "silent_until"
    )
)
_asked = Prepared(
    lambda session, perspective, question: SessionQuestion.objects.filter(
        session=session, perspective=perspective, kind=question, asked=True
    ).values_list("pk")
)


def silence_of(sheet: Sheet, question: Question) -> bool:
    """Whether a new note under the question stays hidden; raises QuestionIsNotOpen. One query in a room that goes on.

    What was put to the room is asked of it; only where nothing was put to it, the session has to be looked up.
    """
    gathering = sheet.gathering
    opened = _opened(gathering.pk, question)
    if not is_open(gathering, question, (question,) if opened else ()):
        raise QuestionIsNotOpen
    if not opened:
        if not _asked(gathering.session_id, gathering.perspective, question):
            raise QuestionIsNotOpen
        return False
    revealed, until = opened[0]
    if revealed or sheet.kind != SheetKind.TABLE:
        return False
    if until <= timezone.now():
        reveal_if_due(gathering.pk, question)
        return False
    # SQLite lets one writer in at a time, and that is us.
    return not connection.features.has_select_for_update or is_silent(gathering.pk, question)
