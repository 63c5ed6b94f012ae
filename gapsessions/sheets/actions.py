"""What people and typists do to the notes on a sheet: each verb once, whole, and never twice by accident.

Every verb takes the operation's own id, made by whoever sends it: the same id again changes nothing and is
answered as the first time (quality.md, "Nothing lost"). A verb is refused with one of the exceptions of `refusals`,
and then nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import clean, is_blank, without_controls
from gapsessions.method.vocabulary import Intent, Question, SheetKind, Stage, Valence
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sheets.models import LONGEST_ANSWER, Answer, Receipt, Sheet
from gapsessions.sheets.refusals import (
    NoSuchNote,
    NoteIsBlank,
    NoteIsStale,
    NoteIsStruckOut,
    NoteTooLong,
    OperationDiffers,
    SheetIsArchived,
    SheetIsClosed,
    TagDoesNotFit,
    TooManyStars,
)

MOST_STARS = 3
"""Stars per question on one sheet: the notes that matter most, not all of them."""


class Writer(StrEnum):
    """Where an operation comes from; it decides at which stages the sheet is open to it."""

    PHONE = "phone"
    DESK = "desk"


_OPEN_TO = {
    Writer.PHONE: frozenset({Stage.WRITE, Stage.READ_BACK}),
    # Paper is typed in when everybody has gone home.
    Writer.DESK: frozenset(Stage),
}


@dataclass(frozen=True)
class Operation:
    """One act on a sheet as it was sent: its own id, and from where."""

    id: str
    writer: Writer = Writer.DESK


@dataclass(frozen=True)
class Done:
    """A note as it stands now; `repeated` tells that the operation had been carried out before."""

    note: Answer
    repeated: bool = False


@transaction.atomic
def add_note(
    *,
    sheet: Sheet,
    question: Question,
    text: str,
    operation: Operation,
    note_id: UUID | None = None,
    valence: Valence | None = None,
    intent: Intent | None = None,
    pen_hash: str = "",
) -> Done:
    """Put a new note on the sheet; `note_id` is what the sender calls it already."""
    kept = _readable(text)
    body = _body("add", note_id, question, kept, valence, intent)
    if seen := _begin(operation, body, sheet):
        return seen
    _fits(question, valence, intent)
    if note_id is not None and Answer.objects.filter(pk=note_id).exists():
        raise OperationDiffers
    note = Answer.objects.create(
        id=note_id or uuid4(),
        sheet=sheet,
        question=question,
        text=kept,
        valence=valence or "",
        intent=intent or "",
        pen_hash=pen_hash,
    )
    return _finish(operation, body, sheet, note)


@transaction.atomic
def edit_note(*, sheet: Sheet, note_id: UUID, text: str, base_revision: int, operation: Operation) -> Done:
    """Change what a note says; refused with both texts where somebody changed it since `base_revision`."""
    kept = _readable(text)
    body = _body("edit", note_id, kept, base_revision)
    if seen := _begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id)
    if note.struck_out:
        raise NoteIsStruckOut(mine=kept)
    if note.text != kept:
        _is_fresh(note, base_revision, mine=kept)
        note.text = kept
        note.revision += 1
        note.save(update_fields=["text", "revision"])
    return _finish(operation, body, sheet, note)


@transaction.atomic
def strike_out(*, sheet: Sheet, note_id: UUID, operation: Operation, base_revision: int | None = None) -> Done:
    """Take a note off the sheet; it can be restored. Refused where its words are no longer those one saw."""
    body = _body("strike", note_id)
    if seen := _begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id)
    if base_revision is not None and not note.struck_out:
        _is_fresh(note, base_revision, mine="")
    # A star on what is struck out would count against the three that may stand.
    note.struck_out, note.star = True, False
    note.save(update_fields=["struck_out", "star"])
    return _finish(operation, body, sheet, note)


@transaction.atomic
def restore(*, sheet: Sheet, note_id: UUID, operation: Operation) -> Done:
    """Put a note back that was struck out."""
    body = _body("restore", note_id)
    if seen := _begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id)
    note.struck_out = False
    note.save(update_fields=["struck_out"])
    return _finish(operation, body, sheet, note)


@transaction.atomic
def tag(
    *,
    sheet: Sheet,
    note_id: UUID,
    operation: Operation,
    valence: Valence | None = None,
    intent: Intent | None = None,
) -> Done:
    """Say of a note under question 3 whether it is good for customers, under 4 whether to keep or to start it.

    None takes the tag away. The newest wins: a tag replaces nobody's words.
    """
    body = _body("tag", note_id, valence, intent)
    if seen := _begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id)
    _fits(Question(note.question), valence, intent)
    note.valence, note.intent = valence or "", intent or ""
    note.save(update_fields=["valence", "intent"])
    return _finish(operation, body, sheet, note)


@transaction.atomic
def star(*, sheet: Sheet, note_id: UUID, on: bool, operation: Operation) -> Done:
    """Mark a note as one of the three most important under its question, or take the mark away."""
    body = _body("star", note_id, on)
    if seen := _begin(operation, body, sheet):
        return seen
    note = _note(sheet, note_id)
    if on and note.struck_out:
        raise NoteIsStruckOut(mine="")
    others = Answer.objects.filter(sheet=sheet, question=note.question, star=True, struck_out=False)
    if on and others.exclude(pk=note.pk).count() >= MOST_STARS:
        raise TooManyStars(MOST_STARS)
    note.star = on
    note.save(update_fields=["star"])
    return _finish(operation, body, sheet, note)


@transaction.atomic
def table_sheet(*, breakout: Breakout) -> Sheet:
    """The one sheet of a table, laid out now where there was none; raises SessionIsArchived."""
    refuse_archived(breakout.gathering.session_id)
    sheet, _new = Sheet.objects.get_or_create(
        breakout=breakout, defaults={"gathering_id": breakout.gathering_id, "kind": SheetKind.TABLE}
    )
    return sheet


@transaction.atomic
def single_sheet(*, gathering: Gathering) -> Sheet:
    """A sheet for the next person: one that lies there empty, or a new one, so that none piles up unused.

    Raises SessionIsArchived.
    """
    refuse_archived(gathering.session_id)
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    empty = Sheet.objects.filter(gathering=gathering, kind=SheetKind.SINGLE, answers__isnull=True)
    return empty.first() or Sheet.objects.create(gathering=gathering, kind=SheetKind.SINGLE)


@transaction.atomic
def count_people(*, sheet: Sheet, people: int | None) -> None:
    """Say how many people a table's sheet speaks for; None: nobody counted. Raises SessionIsArchived."""
    refuse_archived(sheet.gathering.session_id)
    Sheet.objects.filter(pk=sheet.pk, kind=SheetKind.TABLE).update(head_count=people)


def _readable(text: str) -> str:
    kept = clean(without_controls(text))
    if is_blank(kept):
        raise NoteIsBlank
    if len(kept) > LONGEST_ANSWER:
        raise NoteTooLong(len(kept))
    return kept


def _begin(operation: Operation, body: str, sheet: Sheet) -> Done | None:
    """Hold the sheet until the act is done, so that acts on it come one after the other; a repeat is answered.

    What was carried out before the door closed is acknowledged after it, too: the first reply may have been lost.
    """
    held = (
        Sheet.objects.select_for_update(of=("self",)).select_related("gathering__session").filter(pk=sheet.pk).first()
    )
    if held is None:
        raise SheetIsClosed
    receipt = Receipt.objects.filter(pk=_hash_of(operation)).first()
    if receipt is not None:
        if receipt.result.get("body") != body:
            raise OperationDiffers
        return Done(_note(held, receipt.answer_id), repeated=True)
    if held.gathering.session.archived_at:
        raise SheetIsArchived
    if Stage(held.gathering.stage) not in _OPEN_TO[operation.writer]:
        raise SheetIsClosed
    return None


def _note(sheet: Sheet, note_id: UUID) -> Answer:
    note = Answer.objects.filter(sheet=sheet, pk=note_id).first()
    if note is None:
        raise NoSuchNote
    return note


def _is_fresh(note: Answer, base_revision: int, *, mine: str) -> None:
    if note.revision != base_revision:
        raise NoteIsStale(mine=mine, theirs=note.text, revision=note.revision)


def _fits(question: Question, valence: Valence | None, intent: Intent | None) -> None:
    if (valence and question is not Question.COMPETITOR) or (intent and question is not Question.ACTION):
        raise TagDoesNotFit


def _body(*parts: object) -> str:
    """A digest of what was asked for: the receipt keeps it instead of the words."""
    said = json.dumps([None if part is None else str(part) for part in parts])
    return hashlib.sha256(said.encode()).hexdigest()


def _finish(operation: Operation, body: str, sheet: Sheet, note: Answer) -> Done:
    """Keep the receipt in the same transaction; whoever read the sheet back has to do so again."""
    Receipt.objects.create(pk=_hash_of(operation), answer_id=note.pk, result={"body": body, "revision": note.revision})
    if sheet.confirmed:
        Sheet.objects.filter(pk=sheet.pk).update(confirmed=False)
    return Done(note)


def _hash_of(operation: Operation) -> str:
    return hashlib.sha256(operation.id.encode()).hexdigest()
