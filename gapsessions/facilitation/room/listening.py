"""Who may listen to a room from the desk: active members of its organisation, until they lose the right."""

from __future__ import annotations

from gapsessions.accounts.access import READERS, memberships_of
from gapsessions.accounts.actions import listener_of
from gapsessions.accounts.signed_in import person_of_cookies
from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import Grant, Visitor, open_channel


def _grant(visitor: Visitor, topic: str) -> Grant | None:
    user = person_of_cookies(visitor.cookies)
    if user is None:
        return None
    mine = Gathering.objects.filter(session__organisation__memberships__in=memberships_of(user, READERS))
    if not mine.filter(key=visitor.path).exists():
        return None
    # Whoever counts notes tells the desk; the screen shows a total and asks for it then.
    return Grant(frozenset({topic, topics.desk(visitor.path)}), listener_of(user.pk))


def desk(visitor: Visitor) -> Grant | None:
    """A control room."""
    return _grant(visitor, topics.desk(visitor.path))


def screen(visitor: Visitor) -> Grant | None:
    """The projector, in a browser where a member is signed in."""
    return _grant(visitor, topics.screen(visitor.path))


open_channel("desk", desk)
open_channel("screen", screen)
