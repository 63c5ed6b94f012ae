"""Predictions beside what customers raised: "leaders named 1 of the customers' top 3", per perspective only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from gapsessions.disparity.content import ForeseenContent, PredictionContent
from gapsessions.disparity.models import PredictionMatch
from gapsessions.gatherings.models import Gathering
from gapsessions.method.findings import Comparison
from gapsessions.method.vocabulary import Perspective, Scope, Stage
from gapsessions.sheets.models import Prediction

TOP = 3
"""How many of the things customers raised most a prediction may hit."""


def predictions_of(gatherings: Iterable[Gathering]) -> dict[UUID, Prediction]:
    """The predictions of rooms that have closed, by their random ids, which tell no order. One query."""
    closed = [gathering.pk for gathering in gatherings if gathering.stage == Stage.CLOSED]
    rows = Prediction.objects.filter(gathering__in=closed).select_related("gathering").order_by("pk")
    return {prediction.pk: prediction for prediction in rows}


def prediction_contents(
    gatherings: Iterable[Gathering], theme_numbers: Mapping[int, int]
) -> tuple[PredictionContent, ...]:
    """The predictions with what facilitators found them to mean; by perspective and words. Two queries.

    ``theme_numbers`` are the comparison's, by primary key; a theme that holds no answers is none of them.
    """
    predictions = predictions_of(gatherings)
    matched: dict[UUID, list[int | None]] = defaultdict(list)
    for prediction, theme in PredictionMatch.objects.filter(prediction__in=predictions).values_list(
        "prediction", "theme"
    ):
        matched[prediction].append(theme)
    found = (
        PredictionContent(
            perspective=Perspective(prediction.gathering.perspective),
            text=prediction.text,
            themes=tuple(sorted(theme_numbers[t] for t in matched[pk] if t in theme_numbers)),
            settled=bool(matched[pk]),
        )
        for pk, prediction in predictions.items()
    )
    return tuple(sorted(found, key=lambda each: (list(Perspective).index(each.perspective), each.text, each.themes)))


def most_raised(comparison: Comparison, side: Perspective = Perspective.CUSTOMERS) -> frozenset[int]:
    """The themes that most sheets of a side raised, over all questions: three, and whatever ties with the third."""
    reach = {}
    for findings in comparison.themes:
        count = findings.counts.get((side, Scope.ANY))
        if count is not None and count.raising and count.reach_n:
            reach[findings.theme] = count.reach_k / count.reach_n
    least = sorted(reach.values(), reverse=True)[:TOP][-1:] or [0.0]
    return frozenset(theme for theme, share in reach.items() if share >= least[0] - 1e-12)


def foreseen_contents(predictions: Iterable[PredictionContent], comparison: Comparison) -> tuple[ForeseenContent, ...]:
    """How many of the customers' top three each perspective named; nobody where customers raised nothing."""
    top = most_raised(comparison)
    if not top:
        return ()
    named: dict[Perspective, set[int]] = {}
    waiting: dict[Perspective, int] = defaultdict(int)
    for prediction in predictions:
        named.setdefault(prediction.perspective, set()).update(top.intersection(prediction.themes))
        waiting[prediction.perspective] += not prediction.settled
    of = min(TOP, len(top))
    return tuple(
        ForeseenContent(side, min(of, len(named[side])), of, waiting[side]) for side in Perspective if side in named
    )
