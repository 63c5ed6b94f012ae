"""Who comes to the addresses of the matrix, with which methods, and how a row says what happens."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    "owner",
    "viewer",
    "taken out",
)
EVERYBODY = frozenset(ROLES)
OWNERS = frozenset({"owner"})
FACILITATOR = frozenset({"facilitator"})
"""The facilitator whose own file the matrix names."""
FACILITATORS = OWNERS | FACILITATOR
READERS = FACILITATORS | {"viewer"}
SIGNED_IN = READERS | {"facilitator elsewhere", "taken out"}

SEATED = frozenset({"participant", "participant of another breakout"})
"""Phones with a seat in the open gathering MATRIXOPEN1, code BCDFGJ: at the table MATRIXTABL2, and at another."""
HELPER = frozenset({"link holder"})

READ = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
BOTH = READ | POST


@dataclass(frozen=True)
class Row:
    """What one address lets happen, and whom.

    `get` and `post` are what an allowed role is answered (POST is tried with an empty form); `instead` names roles
    that are answered otherwise, such as a signed-in person who is led on from the sign-in page.
    """

    path: str
    methods: frozenset[str] = READ
    roles: frozenset[str] = EVERYBODY
    get: int = 200
    post: int = 200
    instead: dict[str, int] = field(default_factory=dict)


def led_on(roles: frozenset[str]) -> dict[str, int]:
    """Roles that are redirected."""
    return dict.fromkeys(roles, 302)
