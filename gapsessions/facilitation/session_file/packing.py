"""A session's file is packed by the worker: asked for once, fetched within an hour, gone after it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from gapsessions.background.regular import every_minute
from gapsessions.facilitation.session_file.models import PackedFile
from gapsessions.facilitation.session_file.refusals import SessionIsBeingHeld
from gapsessions.facilitation.session_file.writing import file_name, file_of, held_now
from gapsessions.reports.models import UNDER_WAY, BuildState
from gapsessions.sessions.models import GapSession

KEPT = timedelta(hours=1)
"""It holds every note of a session, so it waits no longer than somebody needs to fetch it."""
GIVEN_UP = timedelta(minutes=15)
"""A packing that is not done by then was lost with its worker, and stands in nobody's way."""


def packed_of(session: GapSession) -> PackedFile | None:
    """The file of a session that was asked for within the hour, without its bytes; None where there is none."""
    kept = PackedFile.objects.filter(session=session, asked_at__gt=timezone.now() - KEPT)
    return kept.defer("data").first()


def megabytes_of(file: PackedFile) -> float:
    """How large a file is, asked of the database: the page that says so does not read it."""
    size = PackedFile.objects.filter(pk=file.pk).annotate(size=Length("data")).values_list("size", flat=True).first()
    return (size or 0) / 1e6


@transaction.atomic
def note_packing(*, session: GapSession, contacts: bool) -> PackedFile | None:
    """Note that the file is wanted, in place of the one before; None where it is being packed already.

    Raises SessionIsBeingHeld.
    """
    GapSession.objects.select_for_update().get(pk=session.pk)
    if held := held_now(session):
        raise SessionIsBeingHeld(held)
    busy = PackedFile.objects.filter(session=session, state__in=UNDER_WAY, contacts=contacts)
    if busy.filter(asked_at__gt=timezone.now() - GIVEN_UP).exists():
        return None
    PackedFile.objects.filter(session=session).delete()
    return PackedFile.objects.create(session=session, contacts=contacts)


def carry_out(*, wish: PackedFile) -> None:
    """Pack what was asked for; nothing happens where that is done. Errors go on after they are noted."""
    mine = PackedFile.objects.filter(pk=wish.pk, state__in=UNDER_WAY)
    if not mine.update(state=BuildState.RUNNING):
        return
    try:
        # Packed before it is kept: a read that stays open keeps the database's past alive.
        data = b"".join(file_of(wish.session, contacts=wish.contacts))
        mine.update(data=data, name=file_name(wish.session), state=BuildState.READY)
    except SessionIsBeingHeld as why:
        mine.update(state=BuildState.FAILED, trouble=str(why)[:400])
    except Exception:
        mine.update(state=BuildState.FAILED)
        raise


@every_minute
def forget_packed() -> int:
    """Erase the files whose hour is over; give how many."""
    gone, _each = PackedFile.objects.filter(asked_at__lte=timezone.now() - KEPT).delete()
    return gone
