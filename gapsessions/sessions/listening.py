"""Who hears at the desk what happens in a session: active members of its organisation, until they lose the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gapsessions.accounts.access import READERS, memberships_of
from gapsessions.accounts.actions import listener_of
from gapsessions.accounts.signed_in import person_of_cookies
from gapsessions.live.channels import Grant, Visitor
from gapsessions.sessions.models import GapSession


def grant_to_members(visitor: Visitor, topics: Callable[[GapSession], Iterable[str]]) -> Grant | None:
    """Let a member hear these topics of the session whose code the visitor names; rehearsals are heard by nobody."""
    user = person_of_cookies(visitor.cookies)
    if user is None:
        return None
    mine = GapSession.objects.filter(organisation__memberships__in=memberships_of(user, READERS))
    session = mine.filter(code=visitor.path, rehearsal_of=None).first()
    return Grant(frozenset(topics(session)), listener_of(user.pk)) if session else None
