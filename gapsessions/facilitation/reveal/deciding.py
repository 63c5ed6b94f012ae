"""What a room decides at the reveal, as the big screen sends it: once however often, also hours later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from gapsessions.accounts.models import User
from gapsessions.plan.actions import add_action
from gapsessions.plan.models import Action
from gapsessions.sessions.models import GapSession
from gapsessions.themes.queries import now_called, present_theme_of

LARGEST = 16_000
"""Bytes of a decision; its words are cut to what the plan holds."""


class NotUnderstood(Exception):
    """What was sent is no decision; it would not be understood the next time either."""


@dataclass(frozen=True)
class Decision:
    """What, by whom, until when, about which theme; ``entry`` is the id that the screen gave it."""

    entry: UUID
    what: str
    owner: str
    due: date | None
    theme: str


def read_decision(body: bytes) -> Decision:
    """Read what the screen sent; raises NotUnderstood."""
    try:
        sent = json.loads(body)
        return Decision(
            entry=UUID(_word(sent, "op")),
            what=_word(sent, "what"),
            owner=_word(sent, "owner"),
            due=date.fromisoformat(due) if (due := _word(sent, "due")) else None,
            theme=_word(sent, "theme")[:12],
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        # No "from": the message of the cause could quote what was typed.
        raise NotUnderstood from None


def _word(sent: Any, name: str) -> str:
    value = sent.get(name, "") if isinstance(sent, dict) else None
    if not isinstance(value, str):
        raise TypeError
    return value.encode("utf-8", "ignore").decode()


def decide(*, session: GapSession, decision: Decision, by: User | None) -> Action:
    """Write it into the plan; the same entry again is the same action. Raises as `plan.actions.add_action`."""
    theme = present_theme_of(session, decision.theme) if decision.theme else None
    return add_action(
        session=session,
        what=decision.what,
        owner=decision.owner,
        due=decision.due,
        theme=theme,
        by=by,
        entry=decision.entry,
    )


def told(action: Action, heirs: Mapping[str, str]) -> dict[str, str]:
    """An action as the screen shows it; `heirs` are those of `themes.queries.heirs_of`."""
    return {
        "op": str(action.entry),
        "what": action.what,
        "owner": action.owner.name if action.owner else "",
        "due": date_format(action.due, "j F Y") if action.due else "",
        "theme": now_called(action.theme_key, heirs),
    }
