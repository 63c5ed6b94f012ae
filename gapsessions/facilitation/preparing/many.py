"""Printing for more tables than a page can wait for: asked for once, done by the worker, kept until it is old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gapsessions.breakouts.models import Breakout
from gapsessions.facilitation.preparing.handouts import Layout, paper_sheets, printed, table_cards
from gapsessions.facilitation.preparing.models import UNDER_WAY, HandoutKind, HandoutPrint, PrintState
from gapsessions.gatherings.joining import Door, Reach
from gapsessions.gatherings.models import Gathering
from gapsessions.reports.pdf import PdfUnavailable
from gapsessions.sessions.archive import refuse_archived

AT_ONCE = 20
"""Tables whose pages are printed while somebody waits, in about two seconds."""
GIVEN_UP = timedelta(minutes=15)
"""A printing that is not done by then was lost with its worker, and stands in nobody's way."""

_LAYOUTS: dict[HandoutKind, Callable[[Gathering, Sequence[Breakout], Door], Layout]] = {
    HandoutKind.CARDS: table_cards,
    HandoutKind.SHEETS: paper_sheets,
}


def tables_of(gathering: Gathering) -> list[Breakout]:
    """The tables in the order of their pages."""
    return list(Breakout.objects.filter(gathering=gathering).order_by("pk"))


def layout_of(gathering: Gathering, kind: HandoutKind, tables: Sequence[Breakout], door: Door) -> Layout:
    """What the pages say, as things stand now; its digest tells whether a PDF still says the same."""
    return _LAYOUTS[kind](gathering, tables, door)


@transaction.atomic
def note_print(*, gathering: Gathering, kind: HandoutKind, address: str) -> HandoutPrint | None:
    """Note that pages are wanted under this address; None where they are being printed already.

    Raises SessionIsArchived.
    """
    refuse_archived(gathering.session_id)
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    busy = HandoutPrint.objects.filter(gathering=gathering, kind=kind, state__in=UNDER_WAY)
    if busy.filter(asked_at__gt=timezone.now() - GIVEN_UP).exists():
        return None
    wanted = {"address": address, "state": PrintState.WAITING, "asked_at": timezone.now()}
    wish, _new = HandoutPrint.objects.update_or_create(
        gathering=gathering, kind=kind, defaults=wanted | {"data": b"", "digest": "", "trouble": ""}
    )
    return wish


def carry_out(*, wish: HandoutPrint) -> None:
    """Print what a wish asks for; nothing happens where it is done. Errors go on after they are noted."""
    mine = HandoutPrint.objects.filter(pk=wish.pk, asked_at=wish.asked_at, state__in=UNDER_WAY)
    if not mine.update(state=PrintState.RUNNING):
        return
    try:
        # The reach of an address is told on screens only.
        door = Door(wish.address, Reach.THIS_NETWORK)
        layout = layout_of(wish.gathering, HandoutKind(wish.kind), tables_of(wish.gathering), door)
        mine.update(data=printed(layout), digest=layout.digest, state=PrintState.READY)
    except PdfUnavailable as why:
        mine.update(state=PrintState.FAILED, trouble=str(why)[:400])
    except Exception:
        mine.update(state=PrintState.FAILED)
        raise
