"""Who may listen to a room from the desk: active members of its organisation, until they lose the right."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user

from gapsessions.accounts.access import READERS, memberships_of
from gapsessions.accounts.actions import listener_of
from gapsessions.accounts.models import User
from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import Grant, Visitor, open_channel
from gapsessions.web.requests import HttpRequest


def person_of_cookies(cookies: Mapping[str, str]) -> User | None:
    """Who is signed in by these cookies; the live lane runs no middleware."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not (key.isascii() and key.isalnum()):
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


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
