"""Saying what a prediction means: one theme or several of the session, or none of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from gapsessions.disparity.models import PredictionMatch
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Prediction
from gapsessions.themes.models import Theme

MOST_THEMES = 3
"""A short sentence means no more."""


@transaction.atomic
def match_prediction(*, session: GapSession, prediction: Prediction, themes: Collection[str], none: bool) -> bool:
    """Match a prediction to the themes with these keys, to ``none`` of them, or, with neither, to nothing yet.

    Gives whether anything changed; keys that are not of the session are left out. Raises SessionIsArchived.
    """
    refuse_archived(session.pk)
    Prediction.objects.select_for_update().get(pk=prediction.pk)
    found = Theme.objects.filter(session=session, other=False, key__in=[*themes][:MOST_THEMES])
    wanted: set[int | None] = set(found.values_list("pk", flat=True))
    if none and not wanted:
        wanted = {None}
    matches = PredictionMatch.objects.filter(prediction=prediction)
    before = set(matches.values_list("theme", flat=True))
    if before == wanted:
        return False
    matches.delete()
    PredictionMatch.objects.bulk_create(PredictionMatch(prediction=prediction, theme_id=theme) for theme in wanted)
    return True
