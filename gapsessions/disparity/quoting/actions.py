"""The verbs of quoting: each is logged with who and why, and with none of the words."""

from __future__ import annotations

from django.db import transaction

from gapsessions.accounts.models import User
from gapsessions.disparity.models import QuoteAct, QuoteLog, QuoteMark, QuoteStanding
from gapsessions.disparity.quoting.forgetting import forget_words
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import Placement, Role


class WordsAreWithdrawn(Exception):
    """Whoever wrote it took it back; there is nothing left to quote or change."""


class ReasonIsMissing(Exception):
    """Words go only for a reason that is written down."""


class NothingIsRedacted(Exception):
    """The words are as they were written: there is nothing that others should read instead."""


def pick_quote(*, session: GapSession, answer: Answer, by: User | None) -> None:
    """Quote this answer for its theme; what the product chose there gives way. Raises WordsAreWithdrawn."""
    _stand(session, answer, QuoteStanding.PICKED, QuoteAct.PICKED, by)


def leave_out_quote(*, session: GapSession, answer: Answer, by: User | None) -> None:
    """Never quote this answer; it goes on counting. Raises WordsAreWithdrawn."""
    _stand(session, answer, QuoteStanding.LEFT_OUT, QuoteAct.LEFT_OUT, by)


def put_back_quote(*, session: GapSession, answer: Answer, by: User | None) -> None:
    """Let the product choose again whether to quote it. Raises WordsAreWithdrawn."""
    _stand(session, answer, None, QuoteAct.PUT_BACK, by)


@transaction.atomic
def redact_quote(*, session: GapSession, answer: Answer, words: str, reason: str, by: User | None) -> None:
    """Show these words in place of the answer's own, in everything that is made from now on.

    ``words`` and ``reason`` are cleaned and not empty. Raises ReasonIsMissing, NothingIsRedacted, WordsAreWithdrawn or
    SessionIsArchived.
    """
    if not reason:
        raise ReasonIsMissing
    if not words or words == answer.text:
        raise NothingIsRedacted
    mark = _mark(session, answer)
    mark.redacted = words
    mark.save()
    _log(session, answer, QuoteAct.REDACTED, by, reason)


@transaction.atomic
def show_as_written(*, session: GapSession, answer: Answer, by: User | None) -> None:
    """Show the answer's own words again. Raises WordsAreWithdrawn or SessionIsArchived."""
    mark = _mark(session, answer)
    if mark.redacted:
        mark.redacted = ""
        mark.save()
        _log(session, answer, QuoteAct.UNREDACTED, by)


def withdraw_quote(*, session: GapSession, answer: Answer, reason: str, by: User | None) -> int:
    """Take an answer's words out of every snapshot, for good; give the number of snapshots that held them.

    Nothing brings them back, or they would not have been taken back. Raises ReasonIsMissing, WordsAreWithdrawn or
    SessionIsArchived.
    """
    if not reason:
        raise ReasonIsMissing
    with transaction.atomic():
        # Held like every snapshot that is being saved: it sees the mark and is made again, or is found below.
        GapSession.objects.select_for_update().get(pk=session.pk)
        mark = _mark(session, answer)
        said = {words for words in (answer.text, mark.redacted) if words}
        mark.standing, mark.redacted = QuoteStanding.WITHDRAWN.value, ""
        mark.save()
        _log(session, answer, QuoteAct.WITHDRAWN, by, reason)
    return forget_words(session=session, answer=answer, said=said)


@transaction.atomic
def _stand(session: GapSession, answer: Answer, standing: QuoteStanding | None, act: QuoteAct, by: User | None) -> None:
    mark = _mark(session, answer)
    wanted = standing.value if standing else ""
    if mark.standing != wanted:
        mark.standing = wanted
        mark.save()
        _log(session, answer, act, by)


def _mark(session: GapSession, answer: Answer) -> QuoteMark:
    refuse_archived(session.pk)
    Answer.objects.select_for_update().get(pk=answer.pk)
    mark = QuoteMark.objects.filter(answer=answer).first() or QuoteMark(answer=answer)
    if mark.standing == QuoteStanding.WITHDRAWN:
        raise WordsAreWithdrawn
    return mark


def _log(session: GapSession, answer: Answer, act: QuoteAct, by: User | None, reason: str = "") -> None:
    stands = Placement.objects.filter(answer=answer, role=Role.PRIMARY.value, theme__other=False)
    QuoteLog.objects.create(
        session=session,
        act=act.value,
        perspective=answer.sheet.gathering.perspective,
        question=answer.question,
        theme=stands.values_list("theme__name", flat=True).first() or "",
        reason=reason,
        by=by,
    )
