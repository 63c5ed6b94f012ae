"""Taking back what was just done to the plan: kept in the cache for a while, under a word that nobody guesses."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.http import Http404
from django.urls import reverse

from gapsessions.plan.actions import ActionWords, change_action
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.placing import Before, put_places_back
from gapsessions.sessions.models import GapSession

SECONDS = 600


@dataclass(frozen=True)
class Undo:
    """What an act has changed: places of themes, or the words of one action, whose version was then ``version``."""

    places: Before | None = None
    action: str = ""
    words: ActionWords | None = None
    version: int = 0


def offer(session: GapSession, undo: Undo, *, back: str = "") -> str:
    """Keep an undo, and give the tag by which a toast offers it; ``back`` names the page it leads back to."""
    word = secrets.token_urlsafe(12)
    cache.set(_name(session, word), asdict(undo), SECONDS)
    return f"undo:{reverse('plan-undo', args=[session.code, word])}{back}"


def take_back(session: GapSession, word: str) -> None:
    """Undo it, once; raises Http404 where it was used, is too old, or belongs to another session.

    Raises ChangedMeanwhile where somebody went on from there, and SessionIsArchived.
    """
    kept = cache.get(_name(session, word))
    if kept is None:
        raise Http404
    cache.delete(_name(session, word))
    if kept["places"] is not None:
        places: Before = kept["places"]
        put_places_back(session=session, before=places)
    if kept["action"]:
        action = Action.objects.filter(session=session, key=kept["action"]).first()
        if action is None:
            raise Http404
        words = ActionWords(**kept["words"] | {"status": ActionStatus(kept["words"]["status"])})
        change_action(action=action, words=words, seen=kept["version"])


def _name(session: GapSession, word: str) -> str:
    return f"plan-undo:{session.code}:{word}"
