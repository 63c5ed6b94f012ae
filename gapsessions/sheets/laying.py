"""Laying sheets out: one for a table, one for each person who writes alone."""

from __future__ import annotations

from django.db import transaction

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.queries import segment_of
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import SheetKind
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.refusals import SheetIsElsewhere
from gapsessions.storage.codes import hash_of


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


@transaction.atomic
def own_sheet(*, seat: Seat, key: str) -> Sheet:
    """The one sheet a phone may take, under the secret only the phone knows; raises SheetIsElsewhere.

    The seat remembers that it took a sheet, the sheet whose secret opens it: which seat took which stands nowhere.
    """
    mine = Sheet.objects.filter(gathering=seat.gathering_id, key_hash=hash_of(key))
    if found := mine.first():
        return found
    if not Seat.objects.filter(pk=seat.pk, has_sheet=False).update(has_sheet=True):
        # Two notes of a phone may come at once, and the other one took the sheet while this one waited for the seat.
        if found := mine.first():
            return found
        raise SheetIsElsewhere
    seat.has_sheet = True
    return Sheet.objects.create(
        gathering_id=seat.gathering_id, kind=SheetKind.SINGLE, key_hash=hash_of(key), segment=segment_of(seat)
    )
