"""Sessions with gatherings, sheets and answers, built straight into the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from gapsessions.accounts.models import Organisation
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Stage, Style
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.people import make_organisation


def make_session(organisation: Organisation | None = None, title: str = "Autumn", **fields: Any) -> GapSession:
    """A session with all four questions asked of all three perspectives."""
    session = GapSession.objects.create(organisation=organisation or make_organisation(), title=title, **fields)
    SessionQuestion.objects.bulk_create(
        SessionQuestion(session=session, perspective=perspective, kind=kind, wording=f"{kind.value}?")
        for perspective in Perspective
        for kind in Question
    )
    return session


def make_gathering(
    session: GapSession | None = None,
    perspective: Perspective = Perspective.STAFF,
    style: Style = Style.TABLES,
    *,
    stage: Stage = Stage.CLOSED,
    **fields: Any,
) -> Gathering:
    """A gathering, closed unless said otherwise."""
    return Gathering.objects.create(
        session=session or make_session(),
        perspective=perspective,
        style=style,
        stage=stage,
        closed_at=timezone.now() if stage == Stage.CLOSED else None,
        **{"name": f"{perspective.value} {Gathering.objects.count() + 1}", **fields},
    )


def make_table(gathering: Gathering, name: str | None = None, **fields: Any) -> Sheet:
    """A breakout and its sheet."""
    breakout = Breakout.objects.create(gathering=gathering, name=name or f"Table {gathering.breakouts.count() + 1}")
    return Sheet.objects.create(gathering=gathering, breakout=breakout, kind=SheetKind.TABLE, **fields)


def make_single(gathering: Gathering, **fields: Any) -> Sheet:
    """The sheet of one person."""
    return Sheet.objects.create(gathering=gathering, kind=SheetKind.SINGLE, **fields)


def write(sheet: Sheet, question: Question, *texts: str, **fields: Any) -> list[Answer]:
    """Put notes on a sheet."""
    return [Answer.objects.create(sheet=sheet, question=question, text=text, **fields) for text in texts]


def write_all(sheets: Iterable[Sheet], question: Question, text: str) -> list[Answer]:
    """Put one note each on several sheets, told apart by a number."""
    return [write(sheet, question, f"{text} {number}")[0] for number, sheet in enumerate(sheets, 1)]
