"""A word without words: boards of a session that hear it ask for what is new (docs/decisions/0110)."""

from __future__ import annotations

import time
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from gapsessions.live import channels
from gapsessions.live.channels import Grant, Visitor, open_channel, publish
from gapsessions.live.events import Event
from gapsessions.live.tick import every_second
from gapsessions.sessions.listening import grant_to_members
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.activity import hear_stirs
from gapsessions.themes.models import Board, Proposal

CONNECTING = 60.0
"""Seconds within which a board that was let in has opened its stream."""
_told: dict[str, tuple[int, float]] = {}
"""The revision that boards open in this process were told of, and when, by the code of their session."""

_proposed: dict[str, str | None] = {}
"""How far the newest proposal was when they were last told."""


def topic_of(code: str) -> str:
    """The boards of a session."""
    return f"themes:{code}"


def board_changed(session: GapSession) -> int:
    """Count one more thing that happened to the themes and tell every board; give the new revision.

    Whoever calls holds the session's row, so that revisions come in the order of the commits.
    """
    Board.objects.get_or_create(session=session)
    Board.objects.filter(session=session).update(revision=F("revision") + 1)
    revision = revision_of(session)
    publish(topic_of(session.code), Event.of("stir", revision=revision))
    transaction.on_commit(lambda: _note(session.code, revision), robust=True)
    return revision


def _note(code: str, revision: int) -> None:
    if code in _told:
        _told[code] = (max(revision, _told[code][0]), time.monotonic())


@every_second
def tell_what_the_worker_did() -> None:
    """Tell boards of acts of another process: without Redis no word of the worker gets here, but what it wrote does.

    Two queries a second, and none while no board is open.
    """
    if settings.REDIS_URL:
        return
    now = time.monotonic()
    for code, (_revision, since) in list(_told.items()):
        if now - since > CONNECTING and not channels.broker.listening(topic_of(code)):
            _told.pop(code, None)
            _proposed.pop(code, None)
    stands = Board.objects.filter(session__code__in=list(_told)).values_list("session__code", "revision")
    for code, revision in stands if _told else ():
        if code in _told and revision > _told[code][0]:
            _note(code, revision)
            publish(topic_of(code), Event.of("stir", revision=revision))
    newest = Proposal.objects.filter(session=OuterRef("pk")).order_by("-created_at", "-pk").values("state")[:1]
    states = GapSession.objects.filter(code__in=list(_told)).values_list("code", Subquery(newest))
    for code, state in states if _told else ():
        if _proposed.setdefault(code, state) != state:
            _proposed[code] = state
            publish(topic_of(code), Event.of("stir"))


def revision_of(session: GapSession) -> int:
    """Where the board stands; 0 before anything happened."""
    return Board.objects.filter(session=session).values_list("revision", flat=True).first() or 0


def stir_board(session: GapSession) -> None:
    """Tell every board that something beside the themes is new, such as a proposal's progress."""
    publish(topic_of(session.code), Event.of("stir"))


@hear_stirs
def tell_unsorted_boards(gatherings: Collection[str]) -> None:
    """Let boards without themes show what was just written; where there are themes, its being placed tells them."""
    writing = GapSession.objects.filter(gatherings__key__in=gatherings, archived_at__isnull=True)
    for session in writing.exclude(themes__other=False).distinct():
        stir_board(session)


def _board(visitor: Visitor) -> Grant | None:
    return grant_to_members(visitor, _topics)


def _topics(session: GapSession) -> list[str]:
    _told.setdefault(session.code, (revision_of(session), time.monotonic()))
    return [topic_of(session.code)]


open_channel("themes", _board)
