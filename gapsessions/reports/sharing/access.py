"""Who may read behind a link: whoever holds its secret, while it is open; everybody else is answered 404."""

from __future__ import annotations

from django.http import Http404

from gapsessions.reports.freshness import fresh_files
from gapsessions.reports.models import ReportFile
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.reports.sharing.queries import open_links
from gapsessions.sessions.access import session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.web.limits import MissBudget
from gapsessions.web.requests import HttpRequest, object_or_404
from gapsessions.web.secret_links import behind_secret

__all__ = ["file_behind", "link_of_session", "link_to_read", "session_for", "session_to_run"]

WRONG = MissBudget("share-link", allowed=60, seconds=600)
"""After so many wrong addresses from one network, only links that were opened before are looked up."""
_KNOWN_SECONDS = 24 * 3600


def link_to_read(request: HttpRequest, token: str, kind: LinkKind) -> ShareLink:
    """Return the open link of this secret, with session, organisation and version, or raise Http404."""

    def find(digest: str) -> ShareLink | None:
        found = open_links().filter(kind=kind.value, token_hash=digest, session__rehearsal_of__isnull=True)
        found = found.select_related("session__organisation", "version__snapshot").defer(
            "version__snapshot__payload", "session__organisation__logo"
        )
        return found.first()

    return behind_secret(request, token, find, wrong=WRONG, known_for=_KNOWN_SECONDS)


def file_behind(link: ShareLink, kind: str) -> ReportFile:
    """Return a file of the link's version where the link is for taking files, or raise Http404.

    One that still holds withdrawn words is not there until it has been made again.
    """
    files = fresh_files(link.session).filter(version=link.version_id, version__draft=False)
    if not link.downloads:
        raise Http404
    return object_or_404(files.select_related("version__snapshot").defer("version__snapshot__payload"), kind=kind)


def link_of_session(session: GapSession, key: str) -> ShareLink:
    """Return one link of a session that the person may run, or raise Http404."""
    return object_or_404(session.share_links.select_related("session", "version"), key=key)
