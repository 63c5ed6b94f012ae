"""A word without words for the pages of the plan: whoever decides, places or reports makes the others look again."""

from __future__ import annotations

from gapsessions.disparity.listening import stir_comparison, topics_behind
from gapsessions.live.channels import Grant, Visitor, open_channel, publish
from gapsessions.live.events import Event
from gapsessions.sessions.listening import grant_to_members
from gapsessions.sessions.models import GapSession


def topic_of(code: str) -> str:
    """The pages of a session's plan."""
    return f"plan:{code}"


def stir_plan(session: GapSession) -> None:
    """Tell every page of the plan that something on it is new, once it is on the disk; compare shows decisions, too."""
    publish(topic_of(session.code), Event.of("stir"))
    stir_comparison(session)


def _page(visitor: Visitor) -> Grant | None:
    return grant_to_members(visitor, lambda session: {topic_of(session.code), *topics_behind(session)})


open_channel("plan", _page)
