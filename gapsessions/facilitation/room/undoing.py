"""Undo of what does not fit in an address: kept in the cache for ten minutes under a name nobody guesses."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.cache import cache
from django.http import Http404

SECONDS = 600


def keep(gathering: str, what: Any) -> str:
    """Keep what an undo needs; give the word it is found by again."""
    word = secrets.token_urlsafe(12)
    cache.set(f"room-undo:{gathering}:{word}", what, SECONDS)
    return word


def take(gathering: str, word: str) -> Any:
    """Take it out, once; raises Http404 where it was used or is too old."""
    name = f"room-undo:{gathering}:{word}"
    found = cache.get(name)
    if found is None:
        raise Http404
    cache.delete(name)
    return found
