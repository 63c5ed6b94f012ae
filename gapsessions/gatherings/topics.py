"""Names of what a room's screens listen to: one place, so that whoever speaks and whoever listens mean the same."""

from __future__ import annotations

from uuid import UUID


def room(gathering: str) -> str:
    """All phones of a gathering, by its key: stage, question, timer, message."""
    return f"room:{gathering}"


def table(breakout: str) -> str:
    """The phones at one table, by the breakout's key: notes, read back, call for help."""
    return f"table:{breakout}"


def seat(seat: UUID) -> str:
    """One phone, whichever pages it has open; also the key under which its streams are ended (`revoke`)."""
    return f"seat:{seat}"


def desk(gathering: str) -> str:
    """The control rooms of a gathering."""
    return f"desk:{gathering}"


def screen(gathering: str) -> str:
    """The projector of a gathering."""
    return f"screen:{gathering}"
