"""Who may type on a sheet: facilitators of its session. Viewers read what sheets say together, not one by one."""

from __future__ import annotations

from uuid import UUID

from gapsessions.accounts.access import FACILITATORS
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.sessions.access import sessions_of
from gapsessions.sheets.models import Sheet
from gapsessions.web.requests import HttpRequest, object_or_404


def sheet_to_type(request: HttpRequest, code: str, key: str, sheet: UUID) -> Sheet:
    """Return the sheet with its breakout, gathering and session for facilitators, or raise Http404."""
    sheets = Sheet.objects.filter(
        gathering__session__in=sessions_of(request, FACILITATORS), gathering__removed_at__isnull=True
    ).select_related("breakout", "gathering__session__organisation")
    return object_or_404(sheets, gathering__session__code=code, gathering__key=key, pk=sheet)


def breakout_to_run(request: HttpRequest, code: str, key: str, table: str, *, removed: bool = False) -> Breakout:
    """Return a breakout with its gathering for facilitators, or raise Http404; `removed` finds those taken out, too."""
    gathering = gathering_to_run(request, code, key)
    breakouts = Breakout.everything.all() if removed else Breakout.objects.all()
    breakout = object_or_404(breakouts.filter(gathering=gathering), key=table)
    breakout.gathering = gathering
    return breakout
