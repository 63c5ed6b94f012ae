"""Who may read behind a link: whoever holds its secret, while it is open; everybody else is answered 404."""

from __future__ import annotations

import re

from django.core.cache import cache
from django.http import Http404

from gapsessions.reports.freshness import fresh_files
from gapsessions.reports.models import ReportFile
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.reports.sharing.queries import open_links
from gapsessions.sessions.access import session_for, session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.storage.codes import hash_of
from gapsessions.web.limits import MissBudget, address_key
from gapsessions.web.requests import HttpRequest, object_or_404

__all__ = ["file_behind", "link_of_session", "link_to_read", "session_for", "session_to_run"]

WRONG = MissBudget("share-link", allowed=60, seconds=600)
"""After so many wrong addresses from one network, only links that were opened before are looked up."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_KNOWN_SECONDS = 24 * 3600


def link_to_read(request: HttpRequest, token: str, kind: LinkKind) -> ShareLink:
    """Return the open link of this secret, with session, organisation and version, or raise Http404.

    What is malformed, unknown, over, closed or of another kind looks alike. 128 bits are not guessed; the budget
    keeps those who try from reading the database as often as they like, and nobody else from reading a report.
    """
    where, digest = address_key(str(request.META.get("REMOTE_ADDR", ""))), hash_of(token)
    if _TOKEN.fullmatch(token) and (not WRONG.spent(where) or cache.get(f"share-link:{digest}")):
        found = open_links().filter(kind=kind.value, token_hash=digest, session__rehearsal_of__isnull=True)
        found = found.select_related("session__organisation", "version__snapshot").defer(
            "version__snapshot__payload", "session__organisation__logo"
        )
        link = found.first()
        if link is not None:
            cache.set(f"share-link:{digest}", True, _KNOWN_SECONDS)
            return link
    WRONG.miss(where)
    raise Http404


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
