"""Who is signed in, for the live lane, which runs no middleware."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user

from gapsessions.accounts.models import User
from gapsessions.web.requests import HttpRequest


def person_of_cookies(cookies: Mapping[str, str]) -> User | None:
    """Who is signed in by these cookies; None where nobody is."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not (key.isascii() and key.isalnum()):
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None
