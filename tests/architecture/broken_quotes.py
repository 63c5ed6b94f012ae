"""Rows that break the rules of quotes and predictions, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from gapsessions.disparity.models import PredictionMatch, QuoteLog, QuoteMark
from gapsessions.sheets.models import Prediction
from gapsessions.themes.models import Theme


def _logged(room: Any, **fields: str) -> QuoteLog:
    return QuoteLog(session=room.session, **{"perspective": "staff", "question": "improve", **fields})


def _matched_twice(room: Any, theme: Theme | None) -> list[models.Model]:
    prediction = Prediction.objects.create(gathering=room.gathering, text="The queue")
    return [PredictionMatch(prediction=prediction, theme=theme) for _ in range(2)]


QUOTES: dict[str, Callable[[Any], list[models.Model]]] = {
    "quote_standing_known": lambda r: [QuoteMark(answer=r.answer, standing="loved")],
    "quote_redacted_not_too_long": lambda r: [QuoteMark(answer=r.answer, redacted="x" * 2001)],
    "quote_log_act_known": lambda r: [_logged(r, act="loved")],
    "quote_log_reason_where_words_go": lambda r: [_logged(r, act="withdrawn")],
    "prediction_match_once_per_theme": lambda r: _matched_twice(r, r.theme),
    "prediction_match_one_none": lambda r: _matched_twice(r, None),
}
