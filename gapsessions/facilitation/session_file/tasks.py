"""What the worker does for a session that is carried away; the argument is an id, and twice changes nothing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gapsessions.background.discretion import discreet
from gapsessions.facilitation.session_file.models import PackedFile
from gapsessions.facilitation.session_file.packing import carry_out, note_packing
from gapsessions.sessions.models import GapSession


@task()
@discreet
def pack_session(file_id: int) -> None:
    """Pack a session's file; one that was erased or is done is no error."""
    wish = PackedFile.objects.select_related("session__organisation").defer("data").filter(pk=file_id).first()
    if wish is not None:
        carry_out(wish=wish)


@transaction.atomic
def ask_to_pack(*, session: GapSession, contacts: bool) -> None:
    """Leave the packing to the worker, once; raises SessionIsBeingHeld."""
    wish = note_packing(session=session, contacts=contacts)
    if wish is not None:
        pack_session.enqueue(wish.pk)
