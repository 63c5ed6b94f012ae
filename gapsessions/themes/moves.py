"""The log of moves: whence and whither each answer went, by whom, and whether readings could be seen by then."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import MoveLog

Before = tuple[int | None, str]
"""Theme and standing of an answer before a move; None and "" where it was undecided."""
UNDECIDED: Before = (None, "")
BATCH = 1000


def log_moves(session: GapSession, before: Mapping[UUID, Before], to: int | None, by: User | None) -> list[MoveLog]:
    """Note that these answers went to a theme, or to none; all at the same moment."""
    at, closed = timezone.now(), session.readings_seen_at is not None
    return MoveLog.objects.bulk_create(
        (
            MoveLog(
                session=session,
                answer_id=answer,
                from_theme_id=theme,
                from_standing=standing,
                to_theme_id=to,
                by=by,
                at=at,
                after_closing=closed,
            )
            for answer, (theme, standing) in before.items()
        ),
        batch_size=BATCH,
    )
