"""How often one may be wrong: budgets of misses, so that guessing ends while a full room joins unhindered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.utils.crypto import salted_hmac

EVERYBODY = "everybody"
"""The key of a budget that all addresses share."""


@dataclass(frozen=True)
class MissBudget:
    """So many misses per key in a window of `seconds`; what succeeds costs nothing.

    Three hundred phones behind one address therefore never meet a limit. Windows are fixed, so at the turn of one up to
    twice `allowed` may pass; choose `allowed` with that in mind.
    """

    name: str
    allowed: int
    seconds: int

    def miss(self, key: str) -> bool:
        """Count one miss and tell whether it was still within the budget."""
        place = self._place(key)
        cache.add(place, 0, self.seconds)
        try:
            return cache.incr(place) <= self.allowed
        except ValueError:  # it ran out between the two calls: a new window has begun
            return True

    def spent(self, key: str) -> bool:
        """Tell whether the budget is used up, without counting."""
        return int(cache.get(self._place(key), 0)) >= self.allowed

    def _place(self, key: str) -> str:
        # Addresses are personal data: the cache holds a keyed digest, not the address.
        digest = salted_hmac("gapsessions.web.limits", key, algorithm="sha256").hexdigest()[:32]
        return f"miss:{self.name}:{int(time.time()) // self.seconds}:{digest}"


def address_key(address: str) -> str:
    """Return what counts as one address: IPv4 as it is, IPv6 by its /64, which is one household or one attacker."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
