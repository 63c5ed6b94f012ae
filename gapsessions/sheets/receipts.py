"""Each operation on a sheet once, whole, and never twice by accident: its receipt is kept with what it did.

The same operation again changes nothing and is answered as the first time (quality.md, "Nothing lost"). A receipt
holds a digest of what was asked for: no words, no seat, no time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction

from gapsessions.method.vocabulary import Stage
from gapsessions.sheets.models import Answer, Receipt, Sheet
from gapsessions.sheets.refusals import NoSuchNote, OperationDiffers, SheetIsArchived, SheetIsClosed, WasTooLate
from gapsessions.storage.codes import hash_of
from gapsessions.storage.prepared import Insertion, Prepared


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
    """One act on a sheet as it was sent: its own id, and from where.

    `pen` is the phone's secret for a silent question, "" where it sent none. `from_phones` fills `body`, a digest of
    all that was asked for, and `held`: it has found receipt, sheet and stage in this very transaction already.
    """

    id: str
    writer: Writer = Writer.DESK
    pen: str = ""
    body: str = ""
    held: bool = False

    @property
    def receipt(self) -> str:
        """The receipt's primary key."""
        return hash_of(self.id)


@dataclass(frozen=True)
class Done:
    """A note as it stands now; `repeated` tells that the operation had been carried out before."""

    note: Answer
    repeated: bool = False


def whole(verb: Callable[..., Done]) -> Callable[..., Done]:
    """Let a verb happen whole or not at all: in a transaction of its own, unless the operation came with one.

    A transaction within a transaction would be two more statements for each note of a full room.
    """

    @wraps(verb)
    def happening(*, operation: Operation, **said: Any) -> Done:
        if operation.held:
            return verb(operation=operation, **said)
        with transaction.atomic():
            return verb(operation=operation, **said)

    return happening


def body_of(*parts: object) -> str:
    """A digest of what was asked for: the receipt keeps it instead of the words."""
    return hash_of(json.dumps([None if part is None else str(part) for part in parts]))


_receipt_of = Prepared(lambda op_hash: Receipt.objects.filter(pk=op_hash))
_hand_out = Insertion(Receipt)


def repeated(operation: Operation, body: str) -> Receipt | None:
    """The receipt of an operation that was carried out before.

    Raises OperationDiffers where its id stood for something else, WasTooLate where its words went to the late tray.
    """
    receipt = _receipt_of.first(operation.receipt)
    if receipt is None:
        return None
    if receipt.result.get("body") != body:
        raise OperationDiffers
    if receipt.result.get("late"):
        raise WasTooLate(kept=True)
    return receipt


def begin(operation: Operation, body: str, sheet: Sheet) -> Done | None:
    """Hold the sheet until the act is done, so that acts on it come one after the other; a repeat is answered.

    What was carried out before the door closed is acknowledged after it, too: the first reply may have been lost.
    """
    if operation.held:
        return None
    sheets = Sheet.objects.select_for_update(of=("self",)).select_related("gathering__session")
    held = sheets.filter(pk=sheet.pk).first()
    if held is None:
        raise SheetIsClosed
    receipt = repeated(operation, body)
    if receipt is not None:
        return Done(note_on(held, receipt.answer_id), repeated=True)
    if held.gathering.session.archived_at:
        raise SheetIsArchived
    if Stage(held.gathering.stage) not in _OPEN_TO[operation.writer]:
        raise SheetIsClosed
    return None


def keep(operation: Operation, body: str, subject: UUID, **facts: object) -> None:
    """Keep the receipt of what was done to `subject` (a note, or a sheet), in the same transaction."""
    result = {"body": operation.body or body, **facts}
    _hand_out(Receipt(pk=operation.receipt, answer_id=subject, result=result))


def note_on(sheet: Sheet, note_id: UUID) -> Answer:
    """A note of this sheet; raises NoSuchNote."""
    note = Answer.objects.filter(sheet=sheet, pk=note_id).first()
    if note is None:
        raise NoSuchNote
    return note
