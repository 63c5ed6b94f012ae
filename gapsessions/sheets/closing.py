"""What is forgotten as a room closes: who held which pen, and in which order notes came in."""

from __future__ import annotations

import random
from collections.abc import Collection
from uuid import UUID

from django.db import models, transaction

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import SheetKind
from gapsessions.sheets.forgetting import subject_of
from gapsessions.sheets.models import Answer, LateNote, Receipt, Sheet
from gapsessions.sheets.silence import reveal_all
from gapsessions.sheets.tasks import forget_in_time

AT_ONCE = 500
"""Rows of one statement."""


@transaction.atomic
def close_down(gathering: Gathering) -> None:
    """Make it impossible to tell from the database who wrote what, or what came after what; called at every close.

    Pens go with the last reveal. Sheets of single people, notes and receipts are laid down in an order drawn now. Keys
    of own sheets follow a quarter of an hour later, receipts after a day (`forgetting`): until then notes still come
    from phones that were offline. Doing it again does no harm.
    """
    reveal_all(gathering)
    Answer.objects.filter(sheet__gathering=gathering).exclude(pen_hash="").update(pen_hash="")
    sheets = list(Sheet.everything.filter(gathering=gathering).values_list("pk", "kind"))
    ids = [pk for pk, _kind in sheets]
    _lay_rows_again(Sheet.everything, "pk", [pk for pk, kind in sheets if kind == SheetKind.SINGLE])
    lay_again(ids)
    _lay_rows_again(Receipt.objects, "answer_id", [subject_of(gathering)])
    forget_in_time(gathering)


def lay_again(sheets: Collection[UUID]) -> None:
    """Lay the notes of sheets, what waits in the tray, and their receipts down again, within the open transaction.

    A row's place in the file tells when it came. Ids stay, and what points to a note (placements, vectors, the moves
    of the board) names ids only: foreign keys are checked at the commit, when the rows are there again.
    """
    sheets = list(sheets)
    notes = _lay_rows_again(Answer.objects, "sheet_id", sheets)
    late = _lay_rows_again(LateNote.objects, "sheet_id", sheets)
    _lay_rows_again(Receipt.objects, "answer_id", [*notes, *late, *sheets])


def _lay_rows_again(manager: models.Manager[models.Model], field: str, values: Collection[UUID]) -> list[UUID]:
    wanted = list(values)
    rows = []
    for start in range(0, len(wanted), AT_ONCE):
        some = manager.filter(**{f"{field}__in": wanted[start : start + AT_ONCE]})
        rows += list(some)
        # Past Django's collector, which would take along what points to the rows.
        some._raw_delete(some.db)
    random.SystemRandom().shuffle(rows)
    manager.bulk_create(rows, batch_size=AT_ONCE)
    return [row.pk for row in rows]
