"""The table reads its sheet back, one of it says "this is what we meant", or asks the facilitator to come."""

from __future__ import annotations

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings import topics
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.sheets import telling
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.receipts import Operation, keep


def confirm(*, sheet: Sheet, on: bool, operation: Operation) -> None:
    """Say for all that the sheet says what was meant, or take that back; any change of a note takes it back too."""
    keep(operation, "", sheet.pk)
    if sheet.confirmed != on:
        sheet.confirmed = on
        Sheet.objects.filter(pk=sheet.pk).update(confirmed=on)
        telling.of_sheet(sheet)


def ask_for_help(*, sheet: Sheet, on: bool, operation: Operation) -> None:
    """Ask the facilitator to come to the table, or say that it is no longer needed; without a table nobody comes."""
    keep(operation, "", sheet.pk)
    breakout = sheet.breakout
    if breakout is not None and breakout.needs_help != on:
        breakout.needs_help = on
        Breakout.objects.filter(pk=breakout.pk).update(needs_help=on)
        telling.of_sheet(sheet)


def somebody_comes(*, breakout: Breakout) -> bool:
    """Answer a table's call for help, and tell its phones; False where nobody called."""
    if not Breakout.objects.filter(pk=breakout.pk, needs_help=True).update(needs_help=False):
        return False
    publish(topics.table(breakout.key), Event.of("sheet", help=False))
    return True
