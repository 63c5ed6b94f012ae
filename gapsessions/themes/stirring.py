"""A word without words: boards of a session that hear it ask for what is new (docs/decisions/0110)."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from typing import NamedTuple

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


class _Told(NamedTuple):
    """What the boards of a session that are open in this process were told of last."""

    revision: int
    proposal: tuple[int | None, str | None]
    """Which is the newest, and how far it was."""
    since: float
    """When a board was let in or told, by the monotonic clock."""


_told: dict[str, _Told] = {}
"""By the code of the session; empty where Redis carries the worker's own words."""
_telling = threading.Lock()
"""Boards come, acts are committed and the clock ticks in threads of their own."""


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
    with _telling:
        known = _told.get(code)
        if known is not None:
            _told[code] = known._replace(revision=max(revision, known.revision), since=time.monotonic())


@every_second
def tell_what_the_worker_did() -> None:
    """Tell boards of acts of another process: without Redis no word of the worker gets here, but what it wrote does.

    One query a second, and none while no board is open.
    """
    if settings.REDIS_URL:
        return
    _forget_who_left()
    for code, stands in _stands_of(list(_told)).items() if _told else ():
        with _telling:
            known = _told.get(code)
            if known is None or (stands.revision <= known.revision and stands.proposal == known.proposal):
                continue
            _told[code] = stands._replace(revision=max(stands.revision, known.revision))
        publish(topic_of(code), Event.of("stir"))


def _forget_who_left() -> None:
    now = time.monotonic()
    with _telling:
        for code, known in list(_told.items()):
            if now - known.since > CONNECTING and not channels.broker.listening(topic_of(code)):
                del _told[code]


def _stands_of(codes: Collection[str]) -> dict[str, _Told]:
    now = time.monotonic()
    newest = Proposal.objects.filter(session=OuterRef("pk")).order_by("-created_at", "-pk")
    sessions = GapSession.objects.filter(code__in=codes)
    rows = sessions.values_list(
        "code", "board__revision", Subquery(newest.values("pk")[:1]), Subquery(newest.values("state")[:1])
    )
    return {code: _Told(revision or 0, (proposal, state), now) for code, revision, proposal, state in rows}


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
    if not settings.REDIS_URL:
        _expect(session.code)
    return [topic_of(session.code)]


def _expect(code: str) -> None:
    """Keep the session in mind until its board has opened its stream."""
    with _telling:
        known = _told.get(code)
        if known is not None:  # one comes again: it may be forgotten no sooner than a new one
            _told[code] = known._replace(since=time.monotonic())
            return
    stands = _stands_of([code])
    with _telling:
        _told.update({new: stand for new, stand in stands.items() if new not in _told})


open_channel("themes", _board)
