"""What is forgotten when a room closes: who held which pen, and in which order notes came in."""

from __future__ import annotations

import random
from collections.abc import Collection
from uuid import UUID

from gapsessions.sheets.models import Answer


def lay_again(sheets: Collection[UUID]) -> None:
    """Take the notes of sheets out and put them back in an order drawn now, within the transaction that is open.

    A row's place in the file tells when it came. Ids stay, and what points to a note (placements, vectors, the moves
    of the board) names ids only: foreign keys are checked at the commit, when the rows are there again.
    """
    notes = list(Answer.objects.filter(sheet__in=sheets))
    random.SystemRandom().shuffle(notes)
    # Past Django's collector, which would take along what points to the rows.
    taken_out = Answer.objects.filter(sheet__in=sheets)
    taken_out._raw_delete(taken_out.db)
    Answer.objects.bulk_create(notes, batch_size=500)
