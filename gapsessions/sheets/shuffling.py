"""Rows laid down again in an order drawn now: a row's place in the file tells when it came."""

from __future__ import annotations

import random
from collections.abc import Collection
from uuid import UUID

from django.db import models

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import SheetKind
from gapsessions.sheets.forgetting import subject_of
from gapsessions.sheets.models import Answer, LateNote, Receipt, Sheet

AT_ONCE = 500
"""Rows of one statement."""


def lay_room_again(gathering: Gathering) -> None:
    """Lay down a room's single sheets, notes, tray and receipts, within the open transaction."""
    # Held like every sheet that is written on: what came between reading the rows and laying them down would be gone.
    held = Sheet.everything.select_for_update().filter(gathering=gathering).order_by("pk")
    sheets = list(held.values_list("pk", "kind"))
    _lay_rows_again(Sheet.everything, "pk", [pk for pk, kind in sheets if kind == SheetKind.SINGLE])
    lay_again([pk for pk, _kind in sheets])
    _lay_rows_again(Receipt.objects, "answer_id", [subject_of(gathering)])


def lay_again(sheets: Collection[UUID]) -> None:
    """Lay the notes of sheets, what waits in the tray, and their receipts down again, within the open transaction.

    Ids stay, and what points to a note (placements, vectors, the moves
    of the board) names ids only: foreign keys are checked at the commit, when the rows are there again.
    """
    sheets = list(sheets)
    notes = _lay_rows_again(Answer.objects, "sheet_id", sheets)
    late = _lay_rows_again(LateNote.objects, "sheet_id", sheets)
    _lay_rows_again(Receipt.objects, "answer_id", [*notes, *late, *sheets])


def _lay_rows_again(manager: models.Manager[models.Model], field: str, values: Collection[UUID]) -> list[UUID]:
    wanted = list(values)
    rows: list[models.Model] = []
    for start in range(0, len(wanted), AT_ONCE):
        rows += manager.select_for_update().filter(**{f"{field}__in": wanted[start : start + AT_ONCE]})
    for start in range(0, len(rows), AT_ONCE):
        # What was read and nothing else: a row that came meanwhile stays. Past Django's collector, which would take
        # along what points to the rows.
        some = manager.filter(pk__in=[row.pk for row in rows[start : start + AT_ONCE]])
        some._raw_delete(some.db)
    random.SystemRandom().shuffle(rows)
    manager.bulk_create(rows, batch_size=AT_ONCE)
    return [row.pk for row in rows]
