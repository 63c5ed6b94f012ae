"""Sheets that go out with their gathering or table, and stand again with it: nothing on them is lost."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.sheets.models import Answer, Sheet


def take_out_sheets(*, gathering: Gathering, breakout: Breakout | None = None) -> int:
    """Take out the sheets of a gathering, or of one of its tables; give the number of notes that went with them.

    Whatever reads answers leaves out those that are struck out, so no step has to know of removed ones. They are
    marked, because those that people struck out themselves must stay so when the sheet comes back.
    """
    sheets = _sheets(gathering, breakout)
    notes = Answer.objects.filter(sheet__in=sheets, struck_out=False).update(struck_out=True, removed=True)
    sheets.update(removed=True)
    return notes


def put_back_sheets(*, gathering: Gathering, breakout: Breakout | None = None) -> None:
    """Undo `take_out_sheets`; sheets of tables that were taken out by themselves stay out."""
    sheets = _sheets(gathering, breakout)
    if breakout is None:
        sheets = sheets.filter(Q(breakout__isnull=True) | Q(breakout__removed_at__isnull=True))
    ids = list(sheets.values_list("pk", flat=True))
    Sheet.everything.filter(pk__in=ids).update(removed=False)
    Answer.objects.filter(sheet__in=ids, removed=True).update(struck_out=False, removed=False)


def _sheets(gathering: Gathering, breakout: Breakout | None) -> QuerySet[Sheet]:
    sheets = Sheet.everything.filter(gathering=gathering)
    return sheets if breakout is None else sheets.filter(breakout=breakout)
