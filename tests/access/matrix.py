"""Who may do what at which address: one row for every URL; a URL without a row fails the build.

A role that is not named in a row gets the same 404 as for an address that does not exist, whatever the method.
"""

from __future__ import annotations

from dataclasses import dataclass

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = (
    "nobody",
    "participant",
    "participant of another breakout",
    "participant of another session",
    "facilitator",
    "facilitator elsewhere",
    "link holder",
    "deactivated",
)
EVERYBODY = frozenset(ROLES)
READ = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Row:
    """What one address lets happen, and whom."""

    path: str
    methods: frozenset[str] = READ
    roles: frozenset[str] = EVERYBODY


ROWS: dict[str, Row] = {
    "front-page": Row("/"),
    "alive": Row("/healthz"),
    "ready": Row("/readyz"),
    "styleguide": Row("/styleguide/", roles=frozenset()),  # only with DEBUG
}
"""Every name of the URLconf, with its namespace."""

CHANNELS: dict[str, frozenset[str]] = {
    "heartbeat": EVERYBODY,
}
"""Every channel of the live lane, with the roles that may listen."""
