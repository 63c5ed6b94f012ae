"""Who may see and who may run a gathering: whoever may its session; everybody else is answered 404."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gapsessions.accounts.access import FACILITATORS, READERS
from gapsessions.accounts.models import Role
from gapsessions.gatherings.models import Gathering
from gapsessions.sessions.access import sessions_of
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.web.requests import HttpRequest, object_or_404


def gathering_for(request: HttpRequest, code: str, key: str) -> Gathering:
    """Return the gathering, with its session and organisation, for anybody who may read it, or raise Http404."""
    return object_or_404(_of(request, Gathering.objects.all(), READERS), session__code=code, key=key)


def gathering_to_run(request: HttpRequest, code: str, key: str) -> Gathering:
    """Return the gathering for facilitators and owners, or raise Http404; SessionIsArchived where it is only read."""
    return _in_use(object_or_404(_of(request, Gathering.objects.all(), FACILITATORS), session__code=code, key=key))


def removed_gathering(request: HttpRequest, code: str, key: str) -> Gathering:
    """Return a gathering that may have been taken out, for whoever could run it, or raise as `gathering_to_run`."""
    return _in_use(object_or_404(_of(request, Gathering.everything.all(), FACILITATORS), session__code=code, key=key))


def _in_use(gathering: Gathering) -> Gathering:
    if gathering.session.archived_at:
        raise SessionIsArchived(gathering.session.code)
    return gathering


def _of(request: HttpRequest, gatherings: QuerySet[Gathering], roles: Collection[Role]) -> QuerySet[Gathering]:
    return gatherings.filter(session__in=sessions_of(request, roles)).select_related("session__organisation")
