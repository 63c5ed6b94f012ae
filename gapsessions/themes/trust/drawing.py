"""Which notes a second sorter gets: a share from each theme, drawn by a seed, shown in an order that tells nothing."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID


def draw(themes: Mapping[UUID, int], count: int, seed: int) -> list[UUID]:
    """Draw up to ``count`` answers, from each theme in proportion to its size, in an order without any trace of it.

    Seats go by largest remainders (Hamilton), ties to the larger theme, then the lower number. The same themes and
    seed give the same notes in the same order.
    """
    strata: dict[int, list[UUID]] = defaultdict(list)
    for answer, theme in themes.items():
        strata[theme].append(answer)
    total = len(themes)
    count = min(count, total)
    if not count:
        return []
    seats = {theme: count * len(inside) // total for theme, inside in strata.items()}
    rest = sorted(strata, key=lambda theme: (-(count * len(strata[theme]) % total), -len(strata[theme]), theme))
    for theme in rest[: count - sum(seats.values())]:
        seats[theme] += 1
    chance = random.Random(seed)  # noqa: S311 (anybody may draw the same again; nothing is to be kept secret)
    drawn = [
        answer for theme in sorted(strata) for answer in chance.sample(sorted(strata[theme], key=str), seats[theme])
    ]
    chance.shuffle(drawn)
    return drawn
