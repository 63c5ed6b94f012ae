"""The worker's part of the slider: a proposal cut, named and explained at every stop, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.labelling import label_themes
from gapsessions.method.proposing import STOPS, ThemeProposal
from gapsessions.themes.models import Proposal, ProposalState
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.proposals.stops import pack, stop_of
from gapsessions.themes.proposed import Labels, Proposed, ProposedName
from gapsessions.themes.reasons import give_reasons

KEPT = 3
"""Proposals of a session whose cuts are kept: an undo brings back the last ones, older ones are history."""


@dataclass(frozen=True, slots=True, repr=False)  # no answer in any traceback
class Material:
    """What a run had before it; rows run along ``answers``."""

    answers: tuple[UUID, ...]
    texts: Sequence[str]
    vectors: Vectors
    languages: Sequence[str]
    encoder: Encoder


def keep_first(proposal: Proposal, proposed: Proposed, granularity: float) -> None:
    """Keep the cut that the proposal itself is, and forget those of proposals that nobody comes back to."""
    Cut.objects.update_or_create(
        proposal=proposal,
        stop=stop_of(granularity),
        defaults={"themes": len(proposed.themes), "result": pack(proposed)},
    )
    recent = Proposal.objects.filter(session=proposal.session_id).order_by("-created_at", "-pk")[:KEPT]
    Cut.objects.filter(proposal__session=proposal.session_id).exclude(
        proposal__in=list(recent.values_list("pk", flat=True))
    ).delete()


def cut_everywhere(proposal: Proposal, proposed: Proposed, found: ThemeProposal, material: Material) -> None:
    """Work out every other stop and keep it; ends early where the proposal was taken over or put away.

    One statement per stop, outside of any transaction. A group of answers keeps its name from stop to stop.
    """
    there = set(Cut.objects.filter(proposal=proposal).values_list("stop", flat=True))
    start = stop_of(found.granularity)
    named = _Names(proposed)
    last: dict[Labels, Proposed] = {proposed.labels: proposed}
    for stop in sorted(set(range(len(STOPS))) - there, key=lambda other: (abs(other - start), other)):
        if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.READY).exists():
            return
        labels = tuple(int(label) for label in found.recut(STOPS[stop]))
        if labels not in last:
            last[labels] = _at(labels, found, material, named.call)
        kept = last[labels]
        Cut.objects.update_or_create(
            proposal=proposal, stop=stop, defaults={"themes": len(kept.themes), "result": pack(kept)}
        )


def _at(
    labels: Labels, found: ThemeProposal, material: Material, call: Callable[[Labels, list[ProposedName]], None]
) -> Proposed:
    numbers = np.asarray(labels, np.intp)
    names = [
        ProposedName(label.name, label.keywords, label.quote)
        for label in label_themes(
            material.texts, numbers, found.view.vectors, languages=material.languages, encoder=material.encoder
        )
    ]
    call(labels, names)
    return Proposed(
        answers=material.answers,
        labels=labels,
        confidence=tuple(float(sure) for sure in found.view.confidence(numbers)),
        reasons=give_reasons(
            material.texts, material.vectors, labels, [name.keywords for name in names], material.languages
        ),
        themes=tuple(names),
        broader=None,
        finer=None,
        notices=(),
    )


class _Names:
    """Names given so far, by the very answers they stand for: the slider moves, what stays keeps its name."""

    def __init__(self, proposed: Proposed) -> None:
        self._given: dict[tuple[int, ...], ProposedName] = {}
        self._learn(proposed.labels, list(proposed.themes))

    def call(self, labels: Labels, names: list[ProposedName]) -> None:
        """Give groups that were named before their old names, unless another group of this cut has it."""
        taken = {name.name.casefold() for name in names}
        for number, group in enumerate(_groups(labels, len(names))):
            old = self._given.get(group)
            if old is None or old == names[number]:
                continue
            if old.name.casefold() == names[number].name.casefold() or old.name.casefold() not in taken:
                taken.discard(names[number].name.casefold())
                taken.add(old.name.casefold())
                names[number] = old
        self._learn(labels, names)

    def _learn(self, labels: Labels, names: list[ProposedName]) -> None:
        for group, name in zip(_groups(labels, len(names)), names, strict=True):
            self._given.setdefault(group, name)


def _groups(labels: Labels, count: int) -> list[tuple[int, ...]]:
    groups: list[list[int]] = [[] for _ in range(count)]
    for row, label in enumerate(labels):
        if label >= 0:
            groups[label].append(row)
    return [tuple(group) for group in groups]
