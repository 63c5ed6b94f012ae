"""Who sits where: even tables of 6-8, mixed by a word, the same again for the same seed, and late-comers (spec.md 3).

The rule. So many people sit at `k` tables of `n // k` or `n // k + 1`. Of all `k` that keep every table within 6-8,
the one nearest to seven people a table is taken, and of two as near the one with smaller tables. Fewer than 6, 9, 10,
11 and 17 people cannot be seated within 6-8: then the split whose worst table is nearest to 6-8 is offered instead,
`fits` says so, and the smaller tables win again where two are as near. People are dealt round the tables like cards,
one mixing word after the other, so that both the tables and the shares of each word on them differ by one at most. Who
comes late sits at the smallest table; of several, where the own word is rarest. Nobody who sits is moved for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

SMALLEST, LARGEST = 6, 8
USUAL = 7


@dataclass(frozen=True)
class Split:
    """Sizes of tables, the larger ones first; `fits` where all of them are within 6-8."""

    sizes: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Every table has 6-8 people."""
        return all(SMALLEST <= size <= LARGEST for size in self.sizes)

    @property
    def people(self) -> int:
        """Everybody together."""
        return sum(self.sizes)


@dataclass(frozen=True)
class Person:
    """Somebody to be seated: any stable id, and the word to be mixed by or ""."""

    id: str
    tag: str = ""


def even(people: int, tables: int) -> Split:
    """So many people at so many tables, as even as can be. Raises ValueError without tables."""
    if tables < 1 or people < 0:
        raise ValueError("There must be a table, and nobody is less than nobody.")
    each, over = divmod(people, tables)
    return Split(tuple(each + (place < over) for place in range(tables)))


def split(people: int) -> Split:
    """How so many people are best seated; nobody: no table. Look at `fits` before it is taken for granted."""
    if people < 1:
        return Split(())
    return min((even(people, tables) for tables in _worth_trying(people)), key=_badness)


def _worth_trying(people: int) -> range:
    most = -(-people // SMALLEST)
    return range(max(1, people // LARGEST), most + 1)


def _badness(option: Split) -> tuple[int, float, int]:
    outside = max(max(SMALLEST - size, size - LARGEST, 0) for size in option.sizes)
    return outside, abs(option.people / len(option.sizes) - USUAL), -len(option.sizes)


def deal(people: Iterable[Person], tables: int, seed: int) -> dict[str, int]:
    """Seat everybody: the table, 0 to `tables` - 1, for each id; the same for the same people, tables and seed.

    The first `n % tables` tables get one more.
    """
    random = Random(seed)
    by_tag: defaultdict[str, list[str]] = defaultdict(list)
    for person in sorted(people, key=lambda one: one.id):
        by_tag[person.tag].append(person.id)
    # The word most people share is dealt first, those without one last: they fill up.
    tags = sorted(by_tag, key=lambda tag: (not tag, -len(by_tag[tag]), tag))
    queue: list[str] = []
    for tag in tags:
        random.shuffle(by_tag[tag])
        queue += by_tag[tag]
    return {who: place % tables for place, who in enumerate(queue)}


def table_for_late(sizes: Sequence[int], same_tag: Mapping[int, int] | None = None) -> int:
    """The table a late-comer goes to: the smallest; of several, where `same_tag` counts fewest; then the first.

    Raises ValueError without tables.
    """
    counts = same_tag or {}
    return min(range(len(sizes)), key=lambda place: (sizes[place], counts.get(place, 0), place))
