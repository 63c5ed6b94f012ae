"""Files that hold words which were withdrawn are made anew without being asked: until then they are not given out."""

from __future__ import annotations

from django.db.models import F, Q

from gapsessions.background.queue import leave_once
from gapsessions.background.regular import every_minute
from gapsessions.reports.freshness import draft_stamp
from gapsessions.reports.models import BuildState, ReportVersion


@every_minute
def renew_what_is_stale() -> None:
    """Leave sessions with such files to the worker, each once; two queries where there are none."""
    # The report with its method is loaded where one is made: each process of the product loads this file.
    from gapsessions.facilitation.reporting.tasks import renew_reports

    made = ReportVersion.objects.filter(state=BuildState.READY).exclude(made_from="")
    changed = made.filter(Q(snapshot__isnull=False) & ~Q(snapshot__sha256=F("made_from")))
    sessions = set(changed.values_list("session", flat=True))
    for draft in made.filter(snapshot__isnull=True).select_related("session"):
        if draft.made_from != draft_stamp(draft.session):
            sessions.add(draft.session_id)
    for session in sorted(sessions):
        leave_once(renew_reports, session)
