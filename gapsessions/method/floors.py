"""Which parts of a perspective may be shown on their own, so that no subtraction ever leaves a handful of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FIGURES, VERBATIMS = 5, 8
"""People who must stand behind figures, and behind words, of a part (spec.md section 9)."""


class PartKind(StrEnum):
    """By what a perspective is taken apart."""

    SEGMENT = "segment"
    GATHERING = "gathering"


@dataclass(frozen=True, slots=True)
class Atom:
    """The people of one gathering who belong to one segment ("" for none); the smallest thing there is to tell apart.

    ``settled`` is False while more of them may come: figures of today and of tomorrow would differ by those.
    """

    gathering: str
    segment: str
    people: int
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A part that may be shown, and the atoms that are counted in it; small ones may be missing."""

    kind: PartKind
    name: str
    atoms: frozenset[tuple[str, str]]
    people: int


def parts_of(atoms: Iterable[Atom], floor: int = FIGURES) -> tuple[Part, ...]:
    """The parts of one perspective that may be shown, gatherings first, each by name.

    Atoms are put together into blocks of at least ``floor`` people, and every part is made of whole blocks, as is the
    perspective itself. So whatever is added or subtracted, nothing smaller than a block comes out. Small atoms are put
    together within their gathering, else within their segment, else they count in the whole alone; a remainder that is
    too small takes the smallest block with it. A part that nothing is left of is not shown, nor is a part that is the
    whole.
    """
    blocks, rest = _blocks([atom for atom in atoms if atom.people], floor)
    everything = {(atom.gathering, atom.segment) for block in (*blocks, rest) for atom in block}
    found: dict[tuple[PartKind, str], list[Atom]] = defaultdict(list)
    for block in blocks:
        gatherings, segments = {atom.gathering for atom in block}, {atom.segment for atom in block}
        if len(gatherings) == 1:
            found[PartKind.GATHERING, min(gatherings)] += block
        if len(segments) == 1 and segments != {""}:
            found[PartKind.SEGMENT, min(segments)] += block
    parts = (
        Part(kind, name, frozenset((atom.gathering, atom.segment) for atom in held), sum(a.people for a in held))
        for (kind, name), held in found.items()
    )
    shown = (part for part in parts if part.atoms != everything)
    return tuple(sorted(shown, key=lambda part: (part.kind is PartKind.SEGMENT, part.name)))


def _blocks(atoms: list[Atom], floor: int) -> tuple[list[list[Atom]], list[Atom]]:
    """(blocks that parts are made of, the rest, which is empty or a block itself)."""
    blocks = [[atom] for atom in atoms if atom.settled and atom.people >= floor]
    small = [atom for atom in atoms if atom.settled and atom.people < floor]
    for by_gathering in (True, False):
        pools: dict[str, list[Atom]] = defaultdict(list)
        for atom in small:
            pools[atom.gathering if by_gathering else atom.segment].append(atom)
        blocks += [pool for pool in pools.values() if _people(pool) >= floor]
        small = [atom for pool in pools.values() if _people(pool) < floor for atom in pool]
    rest = [atom for atom in atoms if not atom.settled] + small
    if rest and blocks and _people(rest) < floor:
        smallest = min(blocks, key=lambda block: (_people(block), [(atom.gathering, atom.segment) for atom in block]))
        blocks.remove(smallest)
        rest += smallest
    return blocks, rest


def _people(block: Iterable[Atom]) -> int:
    return sum(atom.people for atom in block)
