"""What an undo of the control room needs: kept in the cache for a while, under a word that nobody guesses."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.cache import cache
from django.http import Http404
from django.urls import reverse

from gapsessions.gatherings.models import Gathering

SECONDS = 600


def offer(gathering: Gathering, address: str, what: Any, *, seconds: int = SECONDS) -> str:
    """Keep what the undo behind the named address needs; give the tag by which a toast offers it."""
    word = secrets.token_urlsafe(12)
    cache.set(_name(gathering, address, word), what, seconds)
    return f"undo:{reverse(address, args=[gathering.session.code, gathering.key, word])}"


def take(gathering: Gathering, address: str, word: str) -> Any:
    """Take it out, once; raises Http404 where it was used, is too old, or belongs to another room or address."""
    name = _name(gathering, address, word)
    found = cache.get(name)
    if found is None:
        raise Http404
    cache.delete(name)
    return found


def _name(gathering: Gathering, address: str, word: str) -> str:
    return f"{address}:{gathering.key}:{word}"
