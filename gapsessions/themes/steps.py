"""Which of the five steps of the exercise lie behind a session: what the bar of every page and the list show."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Sheet

STEPS = ("gather", "themes", "compare", "plan", "report")
"""Keys of the steps, in their order."""
NEEDED = 2
"""Perspectives with sheets that a comparison needs (spec.md section 6)."""


def steps_behind(*, all_closed: bool, heard: int, themes_closed: bool, reported: bool) -> tuple[str, ...]:
    """Keys of the finished steps, without gaps from the left.

    Gathering is over when every gathering is closed and enough perspectives were ``heard``. Sorting is over when
    people say so by closing the themes, with or without undecided notes. Comparing is reading, and the plan is open
    until somebody needs it, so a report stands for both.
    """
    if not all_closed or heard < NEEDED:
        return ()
    if not themes_closed:
        return STEPS[:1]
    return STEPS if reported else STEPS[:2]


def steps_done(session: GapSession) -> tuple[str, ...]:
    """Look up what `steps_behind` asks; two queries.

    Whether a report was made is asked of the rows that later steps hang on the session.
    """
    wrote = Exists(Sheet.objects.filter(gathering=OuterRef("pk")))
    held = Gathering.objects.filter(session=session).values_list("stage", "perspective", wrote)
    rows = list(held)
    return steps_behind(
        all_closed=all(stage == Stage.CLOSED for stage, _side, _wrote in rows),
        heard=len({side for _stage, side, wrote in rows if wrote}),
        themes_closed=session.themes_closed_at is not None,
        reported=session.snapshots.exists(),
    )
