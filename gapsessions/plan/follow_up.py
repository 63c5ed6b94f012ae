"""Closing the loop: people say on their phone whether and how they want to hear what came of it.

The wish is counted; an address goes to a list of its own. Neither row knows of the other, so that nobody can tell whose
address stands behind which gathering.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import typed_line
from gapsessions.plan.models import LONGEST_ADDRESS, Channel, Contact, FollowUpWish, Often
from gapsessions.sheets.from_phones import take_up
from gapsessions.sheets.receipts import Operation
from gapsessions.sheets.refusals import NoteIsBlank, NoteTooLong, NotUnderstood, SheetIsClosed


@transaction.atomic
def ask_to_hear(seat: Seat, said: Mapping[str, Any], operation: Operation) -> None:
    """Count how somebody wants to hear of it, and keep the address they typed; once per phone.

    Raises SheetIsClosed where this gathering does not ask or the phone has said it, NoteIsBlank for a way without its
    address, NotUnderstood for what is neither way nor rhythm.
    """
    channel, often = _channel(said.get("how")), _often(said.get("how_often"))
    wants = channel is not Channel.NOT_AT_ALL
    address = _address(said.get("address")) if wants else ""
    if wants and not often:
        raise NotUnderstood
    held = Seat.objects.select_for_update().get(pk=seat.pk)
    if not seat.gathering.asks_follow_up or held.gave_follow_up:
        raise SheetIsClosed
    _count(seat.gathering, channel, often if wants else "")
    if wants:
        Contact.objects.create(session=seat.gathering.session, channel=channel, often=often, address=address)
    held.gave_follow_up = True
    held.save(update_fields=["gave_follow_up"])


def take_off(*, contact: Contact) -> None:
    """Take an address off the list; it can be put back until the session is erased."""
    Contact.objects.filter(pk=contact.pk).update(removed=True)


def put_back(*, contact: Contact) -> None:
    """Undo `take_off`."""
    Contact.objects.filter(pk=contact.pk).update(removed=False)


def _count(gathering: Gathering, channel: Channel, often: str) -> None:
    wish, _new = FollowUpWish.objects.get_or_create(
        gathering=gathering, segment=gathering.segment, channel=channel, often=often
    )
    FollowUpWish.objects.filter(pk=wish.pk).update(people=F("people") + 1)


def _channel(said: object) -> Channel:
    try:
        return Channel(_word(said))
    except ValueError:
        raise NotUnderstood from None


def _often(said: object) -> str:
    if said in (None, ""):
        return ""
    try:
        return Often(_word(said)).value
    except ValueError:
        raise NotUnderstood from None


def _word(said: object) -> str:
    # Not str(said): a list within a list within a list ends in a RecursionError.
    if not isinstance(said, str):
        raise NotUnderstood
    return said


def _address(said: object) -> str:
    if not isinstance(said, str):
        raise NotUnderstood
    address = typed_line(said)
    if not address:
        raise NoteIsBlank
    if len(address) > LONGEST_ADDRESS:
        raise NoteTooLong(len(address))
    return address


take_up("follow_up", ask_to_hear)
