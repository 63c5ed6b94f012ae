"""Cookies by which a browser is known in a room without an account: a phone's seat, a helper's link."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http.response import HttpResponseBase

TOKEN_BYTES = 16
"""128 bits, from the system's generator."""


def new_token() -> str:
    """What only the browser will keep; the server keeps its hash."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def name_for(what: str, key: str) -> str:
    """The cookie of one seat or one link: a browser may hold several.

    Under HTTPS its name keeps subdomains and plain HTTP from setting it.
    """
    return f"{'__Host-' if settings.HTTPS else ''}{what}-{key}"


def hand_out(response: HttpResponseBase, name: str, token: str, *, seconds: int) -> None:
    """Give the browser its token; scripts cannot read it, and other sites cannot send it."""
    response.set_cookie(name, token, max_age=seconds, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")


def take_away(response: HttpResponseBase, name: str) -> None:
    """Make the browser forget it."""
    hand_out(response, name, "", seconds=0)
