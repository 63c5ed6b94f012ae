"""A word without words for the compare page: whatever stirs the session's rooms or themes makes it look again."""

from __future__ import annotations

from gapsessions.accounts.access import READERS, memberships_of
from gapsessions.accounts.actions import listener_of
from gapsessions.accounts.signed_in import person_of_cookies
from gapsessions.gatherings import topics
from gapsessions.live.channels import Grant, Visitor, open_channel, publish
from gapsessions.live.events import Event
from gapsessions.sessions.models import GapSession
from gapsessions.themes.stirring import topic_of as themes_of


def topic_of(code: str) -> str:
    """The compare pages of a session."""
    return f"compare:{code}"


def stir_comparison(session: GapSession) -> None:
    """Tell every compare page that something on it is new, once it is on the disk."""
    publish(topic_of(session.code), Event.of("stir"))


def _page(visitor: Visitor) -> Grant | None:
    """Active members of the session's organisation; rooms that are added later are heard at the next connection."""
    user = person_of_cookies(visitor.cookies)
    if user is None:
        return None
    mine = GapSession.objects.filter(organisation__memberships__in=memberships_of(user, READERS))
    session = mine.filter(code=visitor.path, rehearsal_of=None).first()
    if session is None:
        return None
    rooms = {topics.desk(key) for key in session.gatherings.values_list("key", flat=True)}
    return Grant(frozenset({topic_of(visitor.path), themes_of(visitor.path), *rooms}), listener_of(user.pk))


open_channel("compare", _page)
