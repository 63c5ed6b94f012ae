"""The silent phase of a question: a phone sees its own notes only, until the whole table's appear at once.

A phone shows its own notes by its *pen*, a secret it made for this question; the server keeps a digest of it on the
note, never the seat. At the reveal the digests are wiped in one transaction: from then on nobody can tell, from the
database either, which phone wrote what. A note carries a digest as long as it is hidden, and no longer.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.live.tick import every_second
from gapsessions.method.vocabulary import Question, Stage, Style
from gapsessions.sheets import activity
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.sheets.receipts import Operation, Writer
from gapsessions.storage.codes import hash_of


@transaction.atomic
def open_question(gathering: Gathering, question: Question, *, now: datetime | None = None) -> OpenedQuestion:
    """Put a question to the room, silently at first where the gathering says so; once opened it stays as it is.

    Who writes alone has no table to be hidden from: own sheets and open links have no silence.
    """
    silent_minutes = gathering.silent_minutes if gathering.style == Style.TABLES else 0
    until = (now or timezone.now()) + timedelta(minutes=silent_minutes) if silent_minutes else None
    opened, _new = OpenedQuestion.objects.get_or_create(
        gathering=gathering, question=question, defaults={"silent_until": until, "revealed": until is None}
    )
    return opened


def reveal(gathering: Gathering, question: Question) -> bool:
    """End the silence of a question now; False where it had ended. Who wrote which note is gone for good then."""
    return _reveal(OpenedQuestion.objects.filter(gathering=gathering, question=question))


def reveal_all(gathering: Gathering) -> bool:
    """End every silence of a room: before it reads back, and when it closes."""
    return _reveal(OpenedQuestion.objects.filter(gathering=gathering))


@every_second
def reveal_due() -> bool:
    """End the silences whose time is over, in every room; safe in several processes at once, cheap when none is."""
    return _reveal(OpenedQuestion.objects.filter(silent_until__lte=timezone.now()))


def reveal_if_due(gathering: int, question: str) -> bool:
    """End one question's silence if its time is over: the reader or writer who comes first need not wait for a tick."""
    due = OpenedQuestion.objects.filter(gathering=gathering, question=question, silent_until__lte=timezone.now())
    return _reveal(due)


def reveal_due_in(gathering: Gathering, opened: Iterable[OpenedQuestion]) -> bool:
    """The same for all questions of a room that were read already: no query while none is due."""
    now = timezone.now()
    due = [one.pk for one in opened if not one.revealed and one.silent_until and one.silent_until <= now]
    return bool(due) and _reveal(OpenedQuestion.objects.filter(gathering=gathering, pk__in=due))


def _reveal(questions: QuerySet[OpenedQuestion]) -> bool:
    """Compare and set: of several that notice, one wipes the pens and tells the room."""
    found = list(questions.filter(revealed=False).select_related("gathering"))
    done = False
    for opened in found:
        with transaction.atomic():
            if OpenedQuestion.objects.filter(pk=opened.pk, revealed=False).update(revealed=True):
                hidden = Answer.objects.filter(sheet__gathering=opened.gathering_id, question=opened.question)
                hidden.exclude(pen_hash="").update(pen_hash="")
                event = Event.of("reveal", question=opened.question)
                for topic in (topics.room, topics.desk):
                    publish(topic(opened.gathering.key), event)
                activity.stir(opened.gathering.key, "", "")
                done = True
    return done


def is_silent(gathering: int, question: str) -> bool:
    """Whether a question is in its silent phase. The row is held: no reveal slips in before the note is kept."""
    asked = Q(gathering=gathering, question=question, revealed=False, silent_until__gt=timezone.now())
    return OpenedQuestion.objects.select_for_update().filter(asked).exists()


def hiding_hash(sheet: Sheet, question: Question, operation: Operation, silent: bool | None) -> str:
    """What hides a new note: "" where nothing has to, else the digest of its pen.

    Where there is no pen, as at the desk, the digest of one that nobody has: the note comes up at the reveal.
    """
    if silent is None:
        silent = sheet.gathering.stage == Stage.WRITE and is_silent(sheet.gathering_id, question)
    return hash_of(operation.pen or secrets.token_hex(16)) if silent else ""


def hidden_from(note: Answer, operation: Operation, sheet: Sheet) -> bool:
    """Whether a hidden note is not the sender's to touch; one whose time is over comes up here and now."""
    if operation.writer is Writer.DESK or hmac.compare_digest(note.pen_hash, hash_of(operation.pen)):
        return False
    if reveal_if_due(sheet.gathering_id, note.question):
        note.pen_hash = ""
    return bool(note.pen_hash)
