"""Notes written while groups still write find their places within two seconds, on a board that is there already."""

from __future__ import annotations

from collections.abc import Collection

from gapsessions.background.queue import leave_once
from gapsessions.background.regular import every_minute
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.activity import hear_stirs
from gapsessions.themes.queries import newcomers_of


@hear_stirs
def place_what_was_written(gatherings: Collection[str]) -> None:
    """Leave new notes of these gatherings to the worker, where their session has themes: three queries a session.

    A phone's own request does none of this: the tick asks once a second, whoever wrote. One task waits at a time.
    """
    # The method with its numbers is loaded by those who need it: each process of the product loads this file.
    from gapsessions.themes.tasks import place_newcomers

    sessions = GapSession.objects.filter(
        gatherings__key__in=gatherings, themes__other=False, archived_at__isnull=True
    ).distinct()
    for session in sessions:
        if newcomers_of(session).exists():
            leave_once(place_newcomers, session.pk)


@every_minute
def be_ready() -> None:
    """Have the model open in the worker while a room writes whose session has themes: no note waits for it."""
    from gapsessions.themes.encoder import the_encoder  # as above

    if GapSession.objects.filter(gatherings__stage=Stage.WRITE, themes__other=False, archived_at__isnull=True).exists():
        the_encoder()
