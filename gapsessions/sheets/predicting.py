"""What leaders and staff think customers will raise most: up to three per phone, asked at the end of their own hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import clean, is_blank, without_controls
from gapsessions.method.vocabulary import Perspective
from gapsessions.sheets.from_phones import take_up
from gapsessions.sheets.models import LONGEST_PREDICTION, Prediction
from gapsessions.sheets.receipts import Operation
from gapsessions.sheets.refusals import NoteIsBlank, NoteTooLong, NotUnderstood, SheetIsClosed

MOST_PREDICTIONS = 3


def is_asked(gathering: Gathering) -> bool:
    """Whether this room predicts: leaders and staff, where the facilitator wants it."""
    return gathering.asks_prediction and gathering.perspective != Perspective.CUSTOMERS


@transaction.atomic
def predict(seat: Seat, said: Mapping[str, Any], operation: Operation) -> None:
    """Keep one prediction; raises SheetIsClosed where none is asked, or where the phone has handed in its three."""
    text = said.get("text")
    if not isinstance(text, str):
        raise NotUnderstood
    kept = clean(without_controls(text))
    if is_blank(kept):
        raise NoteIsBlank
    if len(kept) > LONGEST_PREDICTION:
        raise NoteTooLong(len(kept))
    held = Seat.objects.select_for_update().get(pk=seat.pk)
    if not is_asked(seat.gathering) or held.predictions >= MOST_PREDICTIONS:
        raise SheetIsClosed
    Prediction.objects.create(gathering_id=seat.gathering_id, text=kept)
    held.predictions += 1
    held.save(update_fields=["predictions"])


take_up("predict", predict)
