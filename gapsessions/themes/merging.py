"""What a merge changes beyond the themes: a later step knows it, and has the board say so with the merge."""

from __future__ import annotations

from collections.abc import Callable

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme

Teller = Callable[[GapSession, Theme], str]
"""From a session and the theme that took another in to a sentence; "" where there is nothing to say."""
_tellers: list[Teller] = []


def tell_of_merge(teller: Teller) -> Teller:
    """Have this step say what a merge means for it."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def told_of_merge(session: GapSession, into: Theme) -> str:
    """What is to be said besides, each sentence after a space; "" mostly."""
    return "".join(f" {said}" for teller in _tellers if (said := teller(session, into)))
