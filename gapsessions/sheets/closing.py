"""What is forgotten as a room closes: who held which pen, and in which order notes came in."""

from __future__ import annotations

from django.db import transaction

from gapsessions.gatherings.models import Gathering
from gapsessions.sheets.models import Answer
from gapsessions.sheets.shuffling import lay_room_again
from gapsessions.sheets.silence import reveal_all
from gapsessions.sheets.tasks import forget_in_time


@transaction.atomic
def close_down(gathering: Gathering) -> None:
    """Make it impossible to tell from the database who wrote what, or what came after what; called at every close.

    Pens go with the last reveal. Sheets of single people, notes and receipts are laid down in an order drawn now. Keys
    of own sheets follow a quarter of an hour later, receipts after a day (`forgetting`): until then notes still come
    from phones that were offline. Doing it again does no harm.
    """
    reveal_all(gathering)
    Answer.objects.filter(sheet__gathering=gathering).exclude(pen_hash="").update(pen_hash="")
    lay_room_again(gathering)
    forget_in_time(gathering)
