"""How often a password may be wrong, such that guessing ends and yet nobody can lock an owner out.

There is no budget per account: whoever knows an owner's address could spend it on the morning of a gathering. Misses
are counted per network address, and a browser in which the owner has signed in before has a budget of its own, so that
not even somebody behind the same router can use up the owner's.
"""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gapsessions.accounts.models import User, UserManager
from gapsessions.web.limits import MissBudget, address_key

COOKIE = "known"
_YEAR = 365 * 24 * 3600
_STRANGERS = MissBudget("password-of-a-stranger", allowed=20, seconds=600)
_KNOWN = MissBudget("password-in-a-known-browser", allowed=20, seconds=600)


def too_many(request: HttpRequest, email: str) -> bool:
    """Tell whether no further password is looked at for now, right or wrong."""
    budget, key = _budget(request, email)
    return budget.spent(key)


def count_wrong(request: HttpRequest, email: str) -> None:
    """Count a wrong password."""
    budget, key = _budget(request, email)
    budget.miss(key)


def remember_browser(response: HttpResponseBase, user: User, *, secure: bool) -> None:
    """Leave a signed cookie saying that this person has signed in here; it opens nothing."""
    value = f"{user.pk}:{secrets.token_urlsafe(9)}"
    response.set_signed_cookie(COOKIE, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")


def _budget(request: HttpRequest, email: str) -> tuple[MissBudget, str]:
    try:
        known = request.get_signed_cookie(COOKIE, "", max_age=_YEAR)
    except BadSignature:
        known = ""
    owner = known.partition(":")[0]
    address = UserManager.normalize_email(email)
    if owner.isdigit() and User.objects.filter(pk=int(owner), email=address).exists():
        return _KNOWN, known
    return _STRANGERS, address_key(str(request.META.get("REMOTE_ADDR", "")))
