"""What is asked of whom, and which sessions have outlived their time."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession

WARNING_DAYS = 30


def asked_questions(session: GapSession) -> dict[Perspective, frozenset[Question]]:
    """The questions each perspective is asked; a perspective that is asked nothing has an empty set."""
    asked: dict[Perspective, set[Question]] = {perspective: set() for perspective in Perspective}
    for perspective, kind in session.questions.filter(asked=True).values_list("perspective", "kind"):
        asked[Perspective(perspective)].add(Question(kind))
    return {perspective: frozenset(kinds) for perspective, kinds in asked.items()}


def wording_of(session: GapSession) -> dict[tuple[Perspective, Question], str]:
    """How each perspective is asked each question that it is asked."""
    rows = session.questions.filter(asked=True).values_list("perspective", "kind", "wording")
    return {(Perspective(perspective), Question(kind)): wording for perspective, kind, wording in rows}


def every_wording_of(session: GapSession) -> dict[tuple[Perspective, Question], str]:
    """How each perspective is asked each question, or was before it was no longer asked."""
    rows = session.questions.values_list("perspective", "kind", "wording")
    return {(Perspective(perspective), Question(kind)): wording for perspective, kind, wording in rows}


def due_for_erasure(today: date) -> QuerySet[GapSession]:
    """Sessions whose last day of keeping is over."""
    return GapSession.objects.filter(keep_until__lt=today)


def soon_to_be_erased(today: date) -> QuerySet[GapSession]:
    """Sessions that will be erased within 30 days: their facilitators are warned."""
    soon = GapSession.objects.filter(keep_until__range=(today, today + timedelta(days=WARNING_DAYS)))
    return soon.filter(rehearsal_of__isnull=True)
