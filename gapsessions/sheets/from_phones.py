"""An operation from a phone carried out: one transaction holds the receipt, the stage, the sheet and the verb.

The seat says who may write and at which table; from here on nothing that is kept knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.method.vocabulary import Stage, Style
from gapsessions.sheets import actions, late, reading_back
from gapsessions.sheets.asking import silence_of
from gapsessions.sheets.forgetting import subject_of
from gapsessions.sheets.laying import own_sheet, table_sheet
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.sheets.operations import Asked, Verb
from gapsessions.sheets.receipts import Done, Operation, Writer, keep, repeated
from gapsessions.sheets.refusals import (
    NoSuchNote,
    NotUnderstood,
    QuestionIsNotOpen,
    Refusal,
    SatElsewhere,
    SheetIsArchived,
    SheetIsElsewhere,
    TableIsGone,
    WasTooLate,
)
from gapsessions.sheets.shuffling import lay_again
from gapsessions.storage.prepared import Prepared


@dataclass(frozen=True)
class Outcome:
    """What came of an operation: a note, or only that it was done."""

    note: Answer | None = None
    repeated: bool = False
    late: bool = False


ExtraVerb = Callable[[Seat, Mapping[str, Any], Operation], None]
_extra: dict[str, ExtraVerb] = {}


def take_up(verb: str, carry_out: ExtraVerb) -> None:
    """Let another step carry out an operation of phones that is about no sheet, such as the pulse.

    `carry_out` gets the seat, the fields as they came (nothing about them is checked yet) and the operation; it raises
    a Refusal, and then nothing may have changed. It runs once per operation id, inside the transaction that keeps the
    receipt.
    """
    if verb in _extra or verb in [*Verb]:
        raise ValueError(f"There is a verb {verb} already.")
    _extra[verb] = carry_out


def extra_verbs() -> frozenset[str]:
    """The verbs other steps have taken up."""
    return frozenset(_extra)


def carry_out(*, seat: Seat, asked: Asked, sheet_key: str = "") -> Outcome:
    """Do what a phone asked for; raises a Refusal, and then nothing has changed but, for WasTooLate, the late tray."""
    try:
        with transaction.atomic():
            outcome = _carry_out(seat, asked, sheet_key)
    except (Refusal, IntegrityError):
        # The same operation may have come twice at the same moment: then the other copy was first while this one waited
        # for the sheet (on PostgreSQL), and what it did is the answer to both.
        done = _done_before(asked)
        if done is None:
            raise
        return done
    if outcome.late:
        raise WasTooLate(kept=True)
    return outcome


def _carry_out(seat: Seat, asked: Asked, sheet_key: str) -> Outcome:
    if done := _done_before(asked):
        return done
    operation = _operation(asked)
    if asked.verb in _extra:
        _extra[asked.verb](seat, asked.said, operation)
        keep(operation, asked.body, subject_of(seat.gathering))
        return Outcome()
    sheet = _hold(seat, asked, sheet_key)
    gathering = sheet.gathering
    if gathering.session.archived_at:
        raise SheetIsArchived
    if gathering.stage == Stage.LOBBY:
        raise QuestionIsNotOpen
    if gathering.stage == Stage.CLOSED and not late.was_in_time(gathering, asked.written):
        late.keep_late(sheet=sheet, asked=asked, operation=operation)
        return Outcome(late=True)
    done = _do(sheet, asked, operation)
    if gathering.stage == Stage.CLOSED:
        # It stands in the order of arrival now: the sheet is shuffled as it was when the room closed.
        lay_again([sheet.pk])
    return done


def _operation(asked: Asked) -> Operation:
    return Operation(asked.id, Writer.PHONE, pen=asked.pen, body=asked.body, held=True)


def _done_before(asked: Asked) -> Outcome | None:
    receipt = repeated(_operation(asked), asked.body)
    if receipt is None:
        return None
    if asked.note is None:
        return Outcome(repeated=True)
    note = Answer.objects.filter(pk=receipt.answer_id).first()
    if note is None:
        raise NoSuchNote
    return Outcome(note, repeated=True)


def _hold(seat: Seat, asked: Asked, sheet_key: str) -> Sheet:
    """The sheet the operation is for, held until it is done, with its gathering as it stands at this moment."""
    if seat.gathering.style == Style.TABLES:
        breakout = _table(seat, asked)
        sheet = _sheet_at.first(breakout.pk) or _sheets().get(pk=table_sheet(breakout=breakout).pk)
        sheet.breakout = breakout
        return sheet
    if not sheet_key:
        raise NotUnderstood if not seat.has_sheet else SheetIsElsewhere
    return _sheets().get(pk=own_sheet(seat=seat, key=sheet_key).pk)


def _sheets() -> QuerySet[Sheet]:
    held = Sheet.everything.select_for_update(of=("self",)).select_related("gathering__session")
    return held.only(
        "breakout_id",
        "kind",
        "confirmed",
        "removed",
        "gathering__key",
        "gathering__style",
        "gathering__perspective",
        "gathering__pace",
        "gathering__question",
        "gathering__stage",
        "gathering__closed_at",
        "gathering__session__archived_at",
    )


_sheet_at = Prepared(lambda breakout: _sheets().filter(breakout=breakout))


def _table(seat: Seat, asked: Asked) -> Breakout:
    """The table the phone sits at, if that is the one the operation was written for."""
    breakout = seat.breakout
    if breakout is not None and asked.table == breakout.key:
        if breakout.removed_at:
            raise TableIsGone
        return breakout
    if asked.table and not Breakout.objects.filter(gathering=seat.gathering_id, key=asked.table).exists():
        raise TableIsGone
    if breakout is None or breakout.removed_at:
        raise SatElsewhere(key="", name="")
    raise SatElsewhere(key=breakout.key, name=breakout.name)


def _do(sheet: Sheet, asked: Asked, operation: Operation) -> Outcome:
    if asked.verb == Verb.CONFIRM:
        reading_back.confirm(sheet=sheet, on=asked.on, operation=operation)
        return Outcome()
    if asked.verb == Verb.HELP:
        reading_back.ask_for_help(sheet=sheet, on=asked.on, operation=operation)
        return Outcome()
    return Outcome(_NOTE_VERBS[Verb(asked.verb)](sheet, asked, operation).note)


def _add(sheet: Sheet, asked: Asked, operation: Operation) -> Done:
    assert asked.question is not None  # noqa: S101 (operations.read gives every add its question)
    return actions.add_note(
        sheet=sheet,
        question=asked.question,
        text=asked.text,
        operation=operation,
        note_id=asked.note,
        valence=asked.valence,
        intent=asked.intent,
        silent=silence_of(sheet, asked.question),
    )


def _edit(sheet: Sheet, asked: Asked, operation: Operation) -> Done:
    return actions.edit_note(
        sheet=sheet, note_id=asked.note, text=asked.text, base_revision=asked.revision, operation=operation
    )


_NOTE_VERBS: dict[Verb, Callable[[Sheet, Asked, Operation], Done]] = {
    Verb.ADD: _add,
    Verb.EDIT: _edit,
    Verb.STRIKE: lambda sheet, asked, operation: actions.strike_out(
        sheet=sheet, note_id=asked.note, base_revision=asked.revision, operation=operation
    ),
    Verb.RESTORE: lambda sheet, asked, operation: actions.restore(sheet=sheet, note_id=asked.note, operation=operation),
    Verb.TAG: lambda sheet, asked, operation: actions.tag(
        sheet=sheet, note_id=asked.note, valence=asked.valence, intent=asked.intent, operation=operation
    ),
    Verb.STAR: lambda sheet, asked, operation: actions.star(
        sheet=sheet, note_id=asked.note, on=asked.on, operation=operation
    ),
    Verb.SAME_AS: lambda sheet, asked, operation: actions.same_as(
        sheet=sheet, note_id=asked.note, other_id=asked.other, operation=operation
    ),
}
