"""What a closed room forgets a while later: keys of own sheets, receipts, and older copies in the database's file."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage, Style
from gapsessions.sheets.models import Answer, LateNote, Receipt, Sheet
from gapsessions.storage.forgetting import empty_log, rewrite

GRACE = timedelta(minutes=15)
"""After the close, in which a note still counts that was written before it, and an own sheet still knows its phone."""
RECEIPTS_KEPT = timedelta(hours=24)
FORGOTTEN_OPEN = timedelta(days=2)
"""A room that was held so long ago is not going on, whatever its stage says."""


def subject_of(gathering: Gathering) -> UUID:
    """What receipts name that are about no sheet: it leads to the gathering, and to no row in it."""
    return uuid5(NAMESPACE_OID, f"gathering {gathering.key}")


@transaction.atomic
def forget_keys(gathering: Gathering) -> int:
    """Empty the keys of own sheets once no note can be in time any more; give how many there were.

    Those whose late notes still wait keep theirs, so that one person's do not end on several sheets.
    """
    over = timezone.now() - GRACE
    if not Gathering.everything.filter(pk=gathering.pk, stage=Stage.CLOSED, closed_at__lte=over).exists():
        return 0
    sheets = Sheet.everything.filter(gathering=gathering, late_notes__isnull=True).exclude(key_hash="")
    forgotten = Sheet.everything.filter(pk__in=list(sheets.values_list("pk", flat=True))).update(key_hash="")
    # Should the room be opened again, nobody finds an old sheet: everybody may take a new one.
    Seat.everything.filter(gathering=gathering, has_sheet=True).update(has_sheet=False)
    # A segment that one phone alone picked would lead from the seat to the sheet that carries it.
    Seat.everything.filter(gathering=gathering).exclude(tag="").update(tag="")
    return forgotten


def forget_receipts() -> int:
    """Delete the receipts of rooms that closed a day ago, and those of what is no longer there; give their number."""
    over = Q(gathering__stage=Stage.CLOSED, gathering__closed_at__lte=timezone.now() - RECEIPTS_KEPT)
    ended = Q(stage=Stage.CLOSED, closed_at__lte=timezone.now() - RECEIPTS_KEPT)
    going_on = [subject_of(gathering) for gathering in Gathering.everything.exclude(ended).only("key")]
    sheets = Sheet.everything.exclude(over)
    kept = (
        Q(answer_id__in=going_on)
        | Q(Exists(sheets.filter(pk=OuterRef("answer_id"))))
        | Q(Exists(Answer.objects.filter(pk=OuterRef("answer_id"), sheet__in=sheets)))
        | Q(Exists(LateNote.objects.filter(pk=OuterRef("answer_id"), sheet__in=sheets)))
    )
    return Receipt.objects.exclude(kept).delete()[0]


def leave_no_copies() -> bool:
    """Rid the database's file of older copies of rows; it is written anew only while no room is going on."""
    return empty_log() if rooms_go_on() else rewrite()


def rooms_go_on() -> bool:
    """Whether people sit in a room now. An open link is open for weeks, and nobody waits in front of it."""
    recent = Q(held_on__isnull=True) | Q(held_on__gte=timezone.localdate() - FORGOTTEN_OPEN)
    rooms = Gathering.objects.filter(recent, stage__in=(Stage.WRITE, Stage.READ_BACK))
    return rooms.exclude(style=Style.OPEN_LINK).exists()
