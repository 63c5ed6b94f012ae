"""Many replies at once to an open link, perhaps from one network: counted in memory for the desk, gone within the hour.

A link that was passed on to the wrong people, or a person who answers again and again, shows as a burst. Nothing is
refused for it and nothing is written down: the counts live in the cache, under keyed digests of addresses.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Style
from gapsessions.web.limits import address_key

MINUTES = 10
MANY = 30
"""Phones within ten minutes that are worth a look, however many are invited..."""
SHARE = 0.25
"""...as long as they are a quarter of those invited, where anybody said how many."""
FROM_ONE_NETWORK = 10
"""Phones of one network within ten minutes; a company's office is one network, so this is a hint and no proof."""


@dataclass(frozen=True)
class Burst:
    """What came in within the last ten to twenty minutes: phones in all, and the most of one network."""

    phones: int
    of_one_network: int


def count_join(gathering: Gathering, address: str) -> None:
    """Count a phone that came in by an open link."""
    if gathering.style != Style.OPEN_LINK:
        return
    window = _window()
    digest = salted_hmac("gapsessions.breakouts.bursts", address_key(address), algorithm="sha256").hexdigest()[:24]
    _add(_name(gathering, window))
    of_one = _add(_name(gathering, window, digest))
    most = _name(gathering, window, "most")
    if of_one > int(cache.get(most, 0)):
        cache.set(most, of_one, MINUTES * 120)


def burst_of(gathering: Gathering) -> Burst | None:
    """The burst of the last minutes, or None where nothing is worth a look."""
    if gathering.style != Style.OPEN_LINK:
        return None
    now = _window()
    names = {window: _name(gathering, window) for window in (now - 1, now)}
    found = cache.get_many([name + more for name in names.values() for more in ("", ":most")])
    phones = max(int(found.get(name, 0)) for name in names.values())
    of_one = max(int(found.get(f"{name}:most", 0)) for name in names.values())
    many = phones >= max(MANY, SHARE * (gathering.invited or 0))
    return Burst(phones, of_one) if many or of_one >= FROM_ONE_NETWORK else None


def _window() -> int:
    return int(time.time()) // (MINUTES * 60)


def _name(gathering: Gathering, window: int, more: str = "") -> str:
    return f"joined:{gathering.key}:{window}" + (f":{more}" if more else "")


def _add(name: str) -> int:
    cache.add(name, 0, MINUTES * 120)
    try:
        return int(cache.incr(name))
    except ValueError:  # it ran out between the two calls
        return 1
