"""What was decided about the theme that is opened: a later step knows it, and tells the compare page through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gapsessions.disparity.wishes import Wishes
from gapsessions.sessions.models import GapSession


@dataclass(frozen=True, slots=True)
class Decided:
    """What the drawer shows of it: a template with its words; ``state`` changes whenever it would look different."""

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""


Teller = Callable[[GapSession, Wishes], Decided]
_tellers: list[Teller] = []


def tell_decided(teller: Teller) -> Teller:
    """Have this step tell what was decided; nothing is shown while no step does."""
    _tellers[:] = [teller]
    return teller


def decided_about(session: GapSession, wishes: Wishes) -> Decided:
    """What stands in the plan about the theme that is opened: one that the comparison knows."""
    return _tellers[0](session, wishes) if _tellers else Decided()
