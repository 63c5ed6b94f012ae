"""Opening a session, saying what is asked of whom, and erasing it for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from gapsessions.accounts.models import Organisation
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import QUESTIONS
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.keeping import keep_until_of
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sessions.queries import asked_questions

LONGEST_WORDING = 300


@transaction.atomic
def open_session(
    *, organisation: Organisation, title: str, language: str = "en", like: GapSession | None = None
) -> GapSession:
    """Make a session that asks all three perspectives all four questions, in the default wording.

    `like` is an earlier session whose wording, choice of questions and ground rules are taken over instead.
    """
    session = GapSession.objects.create(
        organisation=organisation,
        title=title,
        language=language,
        ground_rules=like.ground_rules if like else "",
        keep_until=keep_until_of(organisation, timezone.localdate()),
    )
    earlier = {(q.perspective, q.kind): q for q in like.questions.all()} if like else {}
    questions = []
    for (perspective, kind), words in default_wording(session).items():
        known = earlier.get((perspective.value, kind.value))
        wording, asked = (known.wording, known.asked) if known else (words, True)
        questions.append(
            SessionQuestion(session=session, perspective=perspective, kind=kind, wording=wording, asked=asked)
        )
    SessionQuestion.objects.bulk_create(questions)
    return session


def default_wording(session: GapSession) -> dict[tuple[Perspective, Question], str]:
    """How the exercise words the questions for this organisation, in the language of the session."""
    with override(session.language):
        return {
            (perspective, kind): _worded(words, session.organisation.name)
            for perspective, questions in QUESTIONS.items()
            for kind, words in questions.items()
        }


@transaction.atomic
def duplicate_session(*, session: GapSession, title: str) -> GapSession:
    """Make a session that asks the same in the same words; nothing that anybody answered is taken along."""
    made = open_session(organisation=session.organisation, title=title, language=session.language, like=session)
    made.segments = session.segments
    made.save(update_fields=["segments"])
    return made


@transaction.atomic
def describe(
    *, session: GapSession, title: str, language: str, ground_rules: str, segments: list[str] | None = None
) -> None:
    """Change what a session is called, its language, the line on lobby, projector and cover, and its segments."""
    refuse_archived(session.pk)
    session.title, session.language, session.ground_rules = title, language, ground_rules
    session.segments = session.segments if segments is None else segments
    session.save(update_fields=["title", "language", "ground_rules", "segments"])


@transaction.atomic
def reword(*, session: GapSession, wording: Mapping[tuple[Perspective, Question], str]) -> None:
    """Change how questions are asked; an empty text gives back the default."""
    refuse_archived(session.pk)
    defaults = default_wording(session)
    for question in session.questions.all():
        key = (Perspective(question.perspective), Question(question.kind))
        if key in wording:
            question.wording = (wording[key].strip() or defaults[key])[:LONGEST_WORDING]
            question.save(update_fields=["wording"])


def archive(*, session: GapSession) -> None:
    """Take a session off the desk; it stays readable."""
    session.archived_at = timezone.now()
    session.save(update_fields=["archived_at"])


def restore(*, session: GapSession) -> None:
    """Put a session back on the desk: the undo of `archive`."""
    session.archived_at = None
    session.save(update_fields=["archived_at"])


def _worded(words: str, organisation: str) -> str:
    return gettext(words).replace("{organisation}", organisation)[:LONGEST_WORDING]


@transaction.atomic
def ask_only(*, session: GapSession, asked: Mapping[Perspective, Collection[Question]]) -> None:
    """Say which questions each perspective is asked; the rest is reported as "not asked", never as zero."""
    refuse_archived(session.pk)
    for question in session.questions.all():
        wanted = Question(question.kind) in asked.get(Perspective(question.perspective), ())
        if question.asked != wanted:
            question.asked = wanted
            question.save(update_fields=["asked"])


@transaction.atomic
def change_questions(
    *,
    session: GapSession,
    wording: Mapping[tuple[Perspective, Question], str],
    asked: Mapping[Perspective, Collection[Question]],
) -> list[tuple[Perspective, Question]]:
    """Say in one act what is asked of whom, and how; returns what is no longer asked, in the order of the exercise.

    Notes that stand under such a question stay and count: whoever answered was asked (method.counts.questions_of).
    """
    before = asked_questions(session)
    reword(session=session, wording=wording)
    ask_only(session=session, asked=asked)
    now = asked_questions(session)
    return [(who, kind) for who in Perspective for kind in Question if kind in before[who] - now[who]]


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
