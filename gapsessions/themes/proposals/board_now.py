"""The board as a proposal meets it: themes, places, pins and pairs, read in four queries."""

from __future__ import annotations

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import KeptTogether, Placement, Role, Standing, Theme
from gapsessions.themes.proposals.meeting import BoardNow
from gapsessions.themes.queries import answers_of


def board_now(session: GapSession) -> BoardNow:
    """Read it. Placements of answers that no longer stand are left out."""
    rows = list(
        Placement.objects.filter(theme__session=session, role=Role.PRIMARY).values_list("answer", "theme", "standing")
    )
    readable = frozenset(answers_of(session).values_list("pk", flat=True))
    return BoardNow(
        themes={theme.pk: theme for theme in Theme.objects.filter(session=session, other=False).order_by("pk")},
        places={answer: (theme, standing) for answer, theme, standing in rows if answer in readable},
        pinned={answer: theme for answer, theme, standing in rows if standing == Standing.PINNED},
        readable=readable,
        kept=tuple(KeptTogether.objects.filter(session=session).order_by("pk").values_list("first", "second")),
    )
