"""A word without words for the compare page: whatever stirs the session's rooms or themes makes it look again."""

from __future__ import annotations

from gapsessions.gatherings import topics
from gapsessions.live.channels import Grant, Visitor, open_channel, publish
from gapsessions.live.events import Event
from gapsessions.sessions.listening import grant_to_members
from gapsessions.sessions.models import GapSession
from gapsessions.themes.stirring import topic_of as themes_of


def topic_of(code: str) -> str:
    """The compare pages of a session."""
    return f"compare:{code}"


def stir_comparison(session: GapSession) -> None:
    """Tell every compare page that something on it is new, once it is on the disk."""
    publish(topic_of(session.code), Event.of("stir"))


def topics_behind(session: GapSession) -> frozenset[str]:
    """Whatever changes a comparison; rooms that are added later are heard at the next connection."""
    rooms = {topics.desk(key) for key in session.gatherings.values_list("key", flat=True)}
    return frozenset({topic_of(session.code), themes_of(session.code), *rooms})


def _page(visitor: Visitor) -> Grant | None:
    return grant_to_members(visitor, topics_behind)


open_channel("compare", _page)
