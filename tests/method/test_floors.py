"""Parts of a perspective: five people behind every figure, and behind every difference of figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gapsessions.method.floors import FIGURES, VERBATIMS, Atom, PartKind, parts_of

atoms = st.lists(
    st.builds(
        Atom,
        gathering=st.sampled_from("ABCDE"),
        segment=st.sampled_from(["", "north", "south", "under 30"]),
        people=st.integers(0, 14),
        settled=st.sampled_from([True, True, True, False]),
    ),
    max_size=14,
    unique_by=lambda atom: (atom.gathering, atom.segment),
)


def views(found, floor):
    """Every view of a perspective as the set of atoms counted in it: the whole, and each part."""
    whole = frozenset((a.gathering, a.segment) for a in found if a.people)
    return [whole, *(part.atoms for part in parts_of(found, floor))]


@settings(max_examples=400, deadline=None)
@given(atoms, st.sampled_from([FIGURES, VERBATIMS]))
def test_no_two_views_differ_by_fewer_than_the_floor(found, floor):
    people = {(a.gathering, a.segment): a.people for a in found}
    for one, other in combinations(views(found, floor), 2):
        for difference in (one - other, other - one, one ^ other):
            size = sum(people[atom] for atom in difference)
            assert size == 0 or size >= floor, (one, other)
    for part in parts_of(found, floor):
        assert part.people == sum(people[atom] for atom in part.atoms) >= floor


def reduced(rows):
    """Reduced row echelon form over the rationals."""
    rows, place = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(place, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for r in range(len(rows)):
            if r != place and rows[r][column]:
                rows[r] = [a - rows[r][column] * b for a, b in zip(rows[r], rows[place], strict=True)]
        place += 1
    return rows[:place]


def tellable(rows, wanted):
    """Whether a sum of views, each as often as one likes, gives exactly this set."""
    return len(reduced([*rows, wanted])) == len(reduced(rows))


@settings(max_examples=150, deadline=None)
@given(atoms)
def test_no_sum_of_views_leaves_fewer_people_than_the_floor(found):
    people = {(a.gathering, a.segment): a.people for a in found if a.people}
    assume(sum(people.values()) >= FIGURES)  # a whole perspective is always shown
    order = sorted(people)
    rows = [[int(atom in view) for atom in order] for view in views(found, FIGURES)]
    for size in (1, 2, 3):
        for few in combinations(order, size):
            if sum(people[atom] for atom in few) < FIGURES:
                assert not tellable(rows, [int(atom in few) for atom in order]), few


@settings(max_examples=100, deadline=None)
@given(atoms)
def test_part_is_of_one_gathering_or_segment_and_never_of_the_unsettled(found):
    unsettled = {(a.gathering, a.segment) for a in found if not a.settled}
    for part in parts_of(found):
        place = 0 if part.kind is PartKind.GATHERING else 1
        assert {atom[place] for atom in part.atoms} == {part.name}
        assert not part.atoms & unsettled


@settings(max_examples=100, deadline=None)
@given(atoms, st.randoms())
def test_order_of_atoms_does_not_matter(found, random):
    again = list(found)
    random.shuffle(again)
    assert {p.name: p.atoms for p in parts_of(found) if p.kind is PartKind.GATHERING} == {
        p.name: p.atoms for p in parts_of(again) if p.kind is PartKind.GATHERING
    }


def shown(*found):
    return {(part.kind.value, part.name): part.people for part in parts_of([Atom(*one) for one in found])}


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ((("A", "", 4), ("B", "", 20)), {}),  # B alone would tell of the four in A
        ((("A", "", 5), ("B", "", 20)), {("gathering", "A"): 5, ("gathering", "B"): 20}),
        ((("A", "", 4), ("B", "", 3), ("C", "", 9)), {("gathering", "C"): 9}),  # seven remain
        ((("A", "", 2), ("B", "", 6), ("C", "", 9)), {("gathering", "C"): 9}),  # B goes with the two of A
        ((("A", "", 30),), {}),  # the whole
        (
            (("L", "north", 7), ("L", "south", 3), ("L", "west", 3)),
            {("segment", "north"): 7},  # south and west together
        ),
        (
            (("A", "north", 3), ("B", "north", 3), ("A", "", 9)),
            {("gathering", "A"): 9, ("segment", "north"): 6},
        ),
    ],
)
def test_hand_worked_cases(found, says):
    assert shown(*found) == says


def test_whoever_may_still_come_is_in_no_part():
    found = [Atom("link", "north", 12, settled=False), Atom("A", "north", 6), Atom("B", "south", 6)]
    assert {(p.name, p.people) for p in parts_of(found)} == {("A", 6), ("B", 6), ("north", 6), ("south", 6)}
