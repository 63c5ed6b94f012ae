"""Notes that come after the room has closed: in time by the phone's clock, or into the late tray. None is dropped.

A phone without network keeps what was written and hands it in later. What it had written before the close counts as if
it had come in time, up to a quarter of an hour; the rest waits, shuffled and without a time, for a facilitator.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sheets.actions import fitting, readable
from gapsessions.sheets.forgetting import GRACE
from gapsessions.sheets.models import Answer, LateNote, Sheet
from gapsessions.sheets.operations import Asked, Verb
from gapsessions.sheets.receipts import Operation, keep
from gapsessions.sheets.refusals import OperationDiffers, WasTooLate
from gapsessions.sheets.shuffling import lay_again


def was_in_time(gathering: Gathering, written: int) -> bool:
    """Whether something that arrives now at a closed room had been written before it closed.

    `written` is the phone's estimate of our clock in milliseconds; a phone that lies gains a quarter of an hour.
    """
    closed = gathering.closed_at
    return closed is not None and timezone.now() - closed <= GRACE and written <= closed.timestamp() * 1000


def keep_late(*, sheet: Sheet, asked: Asked, operation: Operation) -> None:
    """Put what was written too late into the tray, once; raises WasTooLate where there are no words to keep."""
    if asked.verb not in (Verb.ADD, Verb.EDIT):
        raise WasTooLate(kept=False)
    text = readable(asked.text)
    question = asked.question
    note_id = asked.note
    if asked.verb == Verb.EDIT:
        # The note stands as it was read back; the new words wait beside it.
        note = Answer.objects.filter(sheet=sheet, pk=asked.note).first()
        question, note_id = (Question(note.question) if note else None), uuid4()
    if question is None or note_id is None:
        raise WasTooLate(kept=False)
    fitting(question, asked.valence, asked.intent)
    if LateNote.objects.filter(pk=note_id).exists() or Answer.objects.filter(pk=note_id).exists():
        raise OperationDiffers
    tags = {"valence": asked.valence or "", "intent": asked.intent or ""}
    LateNote.objects.create(id=note_id, sheet=sheet, question=question, text=text, **tags)
    keep(operation, "", note_id, late=True)
    lay_again([sheet.pk])
    stir_desk(sheet.gathering)


def tray(gathering: Gathering, *, left_out: bool = False) -> list[LateNote]:
    """What waits, in an order drawn anew at each look: that of arrival is nobody's business."""
    notes = LateNote.objects.filter(sheet__gathering=gathering, left_out=left_out)
    found = list(notes.select_related("sheet__breakout"))
    random.SystemRandom().shuffle(found)
    return found


@transaction.atomic
def accept(*, gathering: Gathering, only: Iterable[UUID] | None = None) -> list[UUID]:
    """Put what waits on its sheets, all of it or `only` some; give the ids, by which `take_back` undoes it.

    Raises SessionIsArchived, as the other verbs of the tray do.
    """
    refuse_archived(gathering.session_id)
    waiting = LateNote.objects.select_for_update().filter(sheet__gathering=gathering, left_out=False)
    if only is not None:
        waiting = waiting.filter(pk__in=list(only))
    notes = list(waiting)
    Answer.objects.bulk_create(Answer(**_words_of(note)) for note in notes)
    LateNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
    lay_again({note.sheet_id for note in notes})
    stir_desk(gathering)
    return [note.pk for note in notes]


@transaction.atomic
def take_back(*, gathering: Gathering, accepted: Iterable[UUID]) -> int:
    """Undo `accept`: notes that nobody has changed since wait in the tray again; give their number."""
    refuse_archived(gathering.session_id)
    notes = list(
        Answer.objects.select_for_update().filter(
            sheet__gathering=gathering, pk__in=list(accepted), revision=1, struck_out=False, star=False
        )
    )
    LateNote.objects.bulk_create(LateNote(**_words_of(note)) for note in notes)
    Answer.objects.filter(pk__in=[note.pk for note in notes]).delete()
    stir_desk(gathering)
    return len(notes)


@transaction.atomic
def leave_out(*, gathering: Gathering, note: UUID, out: bool = True) -> bool:
    """Leave one note out, or take it in again; it stays in the tray's other half either way."""
    refuse_archived(gathering.session_id)
    changed = LateNote.objects.filter(sheet__gathering=gathering, pk=note).exclude(left_out=out).update(left_out=out)
    stir_desk(gathering)
    return bool(changed)


def _words_of(note: Answer | LateNote) -> dict[str, Any]:
    """What a note takes along between the tray and its sheet, under the id it has in both."""
    return {name: getattr(note, name) for name in ("id", "sheet_id", "question", "text", "valence", "intent")}
