"""The pulse: how good people say the experience is, from 0 to 10, counted per gathering and never per phone.

A phone says once what it gives. To change it, it says what it gave before, which only the phone knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.sheets import activity
from gapsessions.sheets.from_phones import take_up
from gapsessions.sheets.models import HIGHEST_PULSE, PulseCount
from gapsessions.sheets.receipts import Operation
from gapsessions.sheets.refusals import NotUnderstood, SheetIsClosed

HIGH = 9
"""From here on people are delighted: "4 of 31 gave 9 or 10"."""


@dataclass(frozen=True)
class Pulse:
    """Of `people` who gave a score in a gathering, `high` gave 9 or 10."""

    people: int
    high: int


@transaction.atomic
def give_pulse(seat: Seat, said: Mapping[str, Any], operation: Operation) -> None:
    """Count a score, or move the phone's count from the score it gave before.

    Raises NotUnderstood for what is no score, and where the phone gave one already without saying which;
    SheetIsClosed where this gathering does not ask.
    """
    score, before = _score(said.get("score")), said.get("was")
    if not seat.gathering.asks_pulse:
        raise SheetIsClosed
    held = Seat.objects.select_for_update().get(pk=seat.pk)
    if held.gave_pulse:
        taken = PulseCount.objects.filter(gathering=seat.gathering_id, score=_score(before), people__gt=0)
        if not taken.update(people=F("people") - 1):
            raise NotUnderstood
    else:
        held.gave_pulse = True
        held.save(update_fields=["gave_pulse"])
    count, _new = PulseCount.objects.get_or_create(gathering_id=seat.gathering_id, score=score)
    PulseCount.objects.filter(pk=count.pk).update(people=F("people") + 1)
    activity.stir(seat.gathering.key, "", "")


def pulse_of(gathering: Gathering) -> Pulse:
    """What the room gave, as counts."""
    counts = PulseCount.objects.filter(gathering=gathering)
    people = counts.aggregate(people=Sum("people"))["people"] or 0
    high = counts.filter(score__gte=HIGH).aggregate(people=Sum("people"))["people"] or 0
    return Pulse(people=people, high=high)


def _score(said: object) -> int:
    if type(said) is not int or not 0 <= said <= HIGHEST_PULSE:
        raise NotUnderstood
    return said


take_up("pulse", give_pulse)
