"""Opening a session, saying what is asked of whom, and erasing it for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.utils.translation import gettext, override

from gapsessions.accounts.models import Organisation
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import QUESTIONS
from gapsessions.sessions.models import GapSession, SessionQuestion

LONGEST_WORDING = 300


@transaction.atomic
def open_session(*, organisation: Organisation, title: str, language: str = "en") -> GapSession:
    """Make a session that asks all three perspectives all four questions, in the default wording."""
    session = GapSession.objects.create(organisation=organisation, title=title, language=language)
    with override(language):
        SessionQuestion.objects.bulk_create(
            SessionQuestion(
                session=session, perspective=perspective, kind=kind, wording=_worded(words, organisation.name)
            )
            for perspective, questions in QUESTIONS.items()
            for kind, words in questions.items()
        )
    return session


def _worded(words: str, organisation: str) -> str:
    return gettext(words).replace("{organisation}", organisation)[:LONGEST_WORDING]


@transaction.atomic
def ask_only(*, session: GapSession, asked: Mapping[Perspective, Collection[Question]]) -> None:
    """Say which questions each perspective is asked; the rest is reported as "not asked", never as zero."""
    for question in session.questions.all():
        wanted = Question(question.kind) in asked.get(Perspective(question.perspective), ())
        if question.asked != wanted:
            question.asked = wanted
            question.save(update_fields=["asked"])


def erase_session(*, session: GapSession) -> None:
    """Delete a session with everything that was ever written in it, and leave no trace in the log of writes.

    SQLite overwrites deleted text in the database (secure_delete); what still stands in the write-ahead log
    goes when the log is emptied, which is asked for here and done at the next chance where others are reading.
    """
    with transaction.atomic():
        session.delete()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
