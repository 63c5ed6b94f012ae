"""A proposal at one stop of the granularity slider: how it is kept, and how it is read back without the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gapsessions.method.proposing import STEP, STOPS
from gapsessions.themes.models import Proposal
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.proposed import Labels, Proposed, ProposedName, Reason

PER_MILLE = 1000
"""Confidence is kept in whole per mille: three digits instead of eighteen, and no page shows more."""


def stop_of(granularity: float) -> int:
    """The stop of the slider nearest to a granularity; between two, the broader."""
    return min(range(len(STOPS)), key=lambda stop: abs(STOPS[stop] - granularity))


def pack(proposed: Proposed) -> dict[str, Any]:
    """What a cut keeps of a proposal; the answers themselves are those of the proposal."""
    return {
        "labels": proposed.labels,
        "sure": [round(sure * PER_MILLE) for sure in proposed.confidence],
        "why": [[reason.words, reason.nearest] for reason in proposed.reasons],
        "themes": [[theme.name, theme.keywords, theme.quote] for theme in proposed.themes],
    }


def unpack(answers: tuple[UUID, ...], kept: Mapping[str, Any], notices: tuple[str, ...] = ()) -> Proposed:
    """Read back what `pack` wrote; broader and finer are to be asked of `neighbours`."""
    return Proposed(
        answers=answers,
        labels=tuple(kept["labels"]),
        confidence=tuple(sure / PER_MILLE for sure in kept["sure"]),
        reasons=tuple(Reason(tuple(words), nearest) for words, nearest in kept["why"]),
        themes=tuple(ProposedName(name, tuple(keywords), quote) for name, keywords, quote in kept["themes"]),
        broader=None,
        finer=None,
        notices=notices,
    )


def read_stop(proposal: Proposal, stop: int) -> Proposed | None:
    """The proposal at a stop; None where it has not been worked out. Two queries, the model is not needed."""
    kept = Cut.objects.filter(proposal=proposal, stop=stop).values_list("result", flat=True).first()
    if kept is None:
        return None
    answers, notices = Proposal.objects.values_list("result__answers", "result__notices").get(pk=proposal.pk)
    return unpack(tuple(UUID(answer) for answer in answers), kept, tuple(notices))


def themes_per_stop(proposal: Proposal) -> dict[int, int]:
    """How many themes each stop has that is worked out; one query."""
    return dict(Cut.objects.filter(proposal=proposal).order_by("stop").values_list("stop", "themes"))


def neighbours(proposal: Proposal, stop: int) -> tuple[Labels | None, Labels | None]:
    """The labels one step broader and one step finer than a stop, None where there is none (method/proposing.py)."""
    found = themes_per_stop(proposal)
    here = found[stop]

    def far_enough(stops: list[int]) -> Labels | None:
        for other in stops:
            if abs(found[other] - here) >= max(1, STEP * here):
                return tuple(Cut.objects.values_list("result__labels", flat=True).get(proposal=proposal, stop=other))
        return None

    return far_enough([at for at in sorted(found, reverse=True) if at < stop]), far_enough(
        [at for at in sorted(found) if at > stop]
    )
