"""Addresses whose secret is all that opens them: wrong ones have a budget, and every refusal is the same 404."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import Http404

from gapsessions.storage.codes import hash_of
from gapsessions.web.limits import MissBudget, address_key
from gapsessions.web.requests import HttpRequest

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""What 16 bytes of the system's generator look like in an address."""

Found = TypeVar("Found")


def behind_secret(
    request: HttpRequest, token: str, find: Callable[[str], Found | None], *, wrong: MissBudget, known_for: int
) -> Found:
    """Return what ``find`` gives for the secret's digest, or raise Http404.

    What is malformed, unknown, over or closed looks alike. Once a network has spent its budget, only links that were
    opened before, within ``known_for`` seconds, are looked up for it: 128 bits are not guessed, but nobody reads the
    database as often as they like, and whoever has a link goes on.
    """
    where, digest = address_key(str(request.META.get("REMOTE_ADDR", ""))), hash_of(token)
    known = f"{wrong.name}:{digest}"
    if TOKEN.fullmatch(token) and (not wrong.spent(where) or cache.get(known)):
        found = find(digest)
        if found is not None:
            cache.set(known, True, known_for)
            return found
    wrong.miss(where)
    raise Http404
