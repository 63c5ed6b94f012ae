"""What the worker does before a gathering; the argument is an id, and doing it twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.facilitation.preparing.many import carry_out, note_print
from gapsessions.facilitation.preparing.models import HandoutKind, HandoutPrint
from gapsessions.gatherings.models import Gathering


@task()
@discreet
def print_handouts(print_id: int) -> None:
    """Print cards or sheets; one that was erased or is done is no error."""
    wish = HandoutPrint.objects.select_related("gathering__session__organisation").filter(pk=print_id).first()
    if wish is not None:
        carry_out(wish=wish)


@transaction.atomic
def ask_to_print(*, gathering: Gathering, kind: HandoutKind, address: str) -> None:
    """Leave the printing to the worker, once; the wish and the task are noted in one transaction, or neither."""
    wish = note_print(gathering=gathering, kind=kind, address=address)
    if wish is not None:
        print_handouts.enqueue(wish.pk)
