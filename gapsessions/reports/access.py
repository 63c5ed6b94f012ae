"""Which files of a report a member may take: those of a version of a session that the member may read."""

from __future__ import annotations

from gapsessions.reports.freshness import fresh_files
from gapsessions.reports.models import ReportFile
from gapsessions.sessions.access import may_run, session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.web.requests import object_or_404

__all__ = ["file_of", "may_run", "session_for", "session_to_run"]


def file_of(session: GapSession, key: str, kind: str) -> ReportFile:
    """Return one file of a version that is ready, or raise Http404; also where it holds words that were withdrawn."""
    found = fresh_files(session).select_related("version__snapshot")
    return object_or_404(found, version__key=key, kind=kind)
