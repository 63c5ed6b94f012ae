"""Who may read and who may run a session: active members of its organisation; everybody else is answered 404."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gapsessions.accounts.access import FACILITATORS, OWNERS, READERS, has_role, memberships_of, person_of
from gapsessions.accounts.models import Role
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sessions.models import GapSession
from gapsessions.web.requests import HttpRequest, object_or_404


def sessions_of(request: HttpRequest, roles: Collection[Role] = READERS) -> QuerySet[GapSession]:
    """The sessions the person may open in one of the roles, each with its organisation."""
    allowed = memberships_of(person_of(request), roles)
    return GapSession.objects.filter(organisation__memberships__in=allowed).select_related("organisation")


def kept_sessions_of(request: HttpRequest, roles: Collection[Role] = READERS) -> QuerySet[GapSession]:
    """The same without rehearsals, which are counted, listed and reported nowhere: their rooms alone are entered."""
    return sessions_of(request, roles).filter(rehearsal_of__isnull=True)


def session_for(request: HttpRequest, code: str) -> GapSession:
    """Return the session for anybody who may read it, or raise Http404."""
    return object_or_404(kept_sessions_of(request), code=code)


def session_to_run(request: HttpRequest, code: str, *, archived: bool = False) -> GapSession:
    """Return the session for its facilitators and owners, or raise Http404.

    One in the archive is refused with SessionIsArchived, unless the page is among the few that are for `archived` ones.
    """
    found = object_or_404(kept_sessions_of(request, FACILITATORS), code=code)
    if found.archived_at and not archived:
        raise SessionIsArchived(found.code)
    return found


def session_to_erase(request: HttpRequest, code: str) -> GapSession:
    """Return the session for the owners of its organisation, or raise Http404: what is erased does not come back."""
    return object_or_404(kept_sessions_of(request, OWNERS), code=code)


def may_run(request: HttpRequest, session: GapSession) -> bool:
    """Tell a template whether to offer the verbs; the views behind them ask again. None in the archive."""
    return session.archived_at is None and facilitates(request, session)


def facilitates(request: HttpRequest, session: GapSession) -> bool:
    """Whether the person runs sessions of this organisation: they see more also where nothing can be changed."""
    return has_role(person_of(request), session.organisation, FACILITATORS)
