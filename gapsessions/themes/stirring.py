"""A word without words: boards of a session that hear it ask for what is new (docs/decisions/0110)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from gapsessions.live.channels import Grant, Visitor, open_channel, publish
from gapsessions.live.events import Event
from gapsessions.sessions.listening import grant_to_members
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.activity import hear_stirs
from gapsessions.themes.models import Board


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
    return revision


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
    return grant_to_members(visitor, lambda session: [topic_of(session.code)])


open_channel("themes", _board)
