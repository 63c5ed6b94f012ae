"""Which proposed theme carries on which theme that is there, so that a new run does not shuffle the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

SAME = 0.3
"""Share of the answers of both that two themes must have in common to be called the same."""
INSIDE = 0.5
"""Share of a present theme's answers that must be in a proposed one for it to grow into that."""


def join_kept_together(
    labels: Mapping[UUID, int], kept: Iterable[tuple[UUID, UUID]], pinned: Mapping[UUID, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Join proposed themes that hold answers a person wants together.

    Gives the proposed theme that each one goes up in (itself where it is joined to none), and, for those tied
    to an answer that a person pinned elsewhere, the existing theme they must become.
    """
    parent = {label: label for label in set(labels.values())}

    def root(label: int) -> int:
        while parent[label] != label:
            label = parent[label]
        return label

    free = [(a, b) for a, b in kept if a in labels and b in labels and a not in pinned and b not in pinned]
    for first, second in free:
        low, high = sorted((root(labels[first]), root(labels[second])))
        parent[high] = low
    must: dict[int, int] = {}
    for first, second in kept:
        for here, there in ((first, second), (second, first)):
            if there in pinned and here in labels and here not in pinned:
                must.setdefault(root(labels[here]), pinned[there])
    return {label: root(label) for label in parent}, must


def match_themes(
    proposed: Mapping[int, Collection[UUID]],
    present: Mapping[int, Collection[UUID]],
    names: Mapping[int, str],
    present_names: Mapping[int, str],
    may_grow: Collection[int] = (),
) -> dict[int, int]:
    """Pair proposed with present themes one to one: most in common first, then by the same name, then by growth.

    In common is the share of answers that are in both among those in either; ties go to the lower numbers. What is
    left on both sides is paired where most of a present theme is inside a proposed one, and it ``may_grow``.
    """
    sets = {theme: set(answers) for theme, answers in present.items()}
    where: dict[UUID, int] = {answer: theme for theme, answers in present.items() for answer in answers}
    pairs: list[tuple[float, int, int]] = []
    grown: list[tuple[int, int, int]] = []
    for label, answers in proposed.items():
        for theme, shared in Counter(where[answer] for answer in answers if answer in where).items():
            alike = shared / len(sets[theme] | set(answers))
            if alike >= SAME:
                pairs.append((-alike, label, theme))
            if theme in may_grow and shared >= INSIDE * len(sets[theme]):
                grown.append((-shared, label, theme))
    matched: dict[int, int] = {}
    for _, label, theme in sorted(pairs):
        if label not in matched and theme not in matched.values():
            matched[label] = theme
    by_name = {name.casefold(): theme for theme, name in sorted(present_names.items(), reverse=True)}
    for label in sorted(proposed):
        theme_of_that_name = by_name.get(names[label].casefold())
        if label not in matched and theme_of_that_name is not None and theme_of_that_name not in matched.values():
            matched[label] = theme_of_that_name
    for _, label, theme in sorted(grown):
        if label not in matched and theme not in matched.values():
            matched[label] = theme
    return matched
