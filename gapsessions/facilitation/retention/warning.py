"""Which of the sessions on a desk will be erased within 30 days, and who of those who see it may keep them longer."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gapsessions.accounts.access import OWNERS, memberships_of, person_of
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import soon_to_be_erased
from gapsessions.web.requests import HttpRequest

MOST = 5
"""Warnings on one page; the next ones come when these are settled."""


def soon_erased(request: HttpRequest, sessions: QuerySet[GapSession]) -> list[GapSession]:
    """Those of the sessions that will be erased soon, the next one first; `mine` where the person owns them."""
    own = memberships_of(person_of(request), OWNERS).filter(organisation=OuterRef("organisation"))
    soon = soon_to_be_erased(timezone.localdate()).filter(pk__in=sessions.values("pk"))
    return list(soon.annotate(mine=Exists(own)).order_by("keep_until", "pk")[:MOST])
