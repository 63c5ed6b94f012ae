"""Even tables of 6-8, mixed, repeatable, and nobody moves for a late-comer."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsessions.method.allocation import LARGEST, SMALLEST, Person, deal, even, split, table_for_late

IMPOSSIBLE = {*range(1, 6), 9, 10, 11, 17}


@pytest.mark.parametrize("people", range(1, 400))
def test_tables_have_six_to_eight_wherever_that_is_possible(people):
    found = split(people)
    assert found.people == people
    assert max(found.sizes) - min(found.sizes) <= 1
    assert found.fits == (people not in IMPOSSIBLE)
    possible = any(SMALLEST * tables <= people <= LARGEST * tables for tables in range(1, people + 1))
    assert found.fits == possible


@pytest.mark.parametrize(
    ("people", "sizes"),
    [
        (0, ()),
        (1, (1,)),
        (5, (5,)),
        (6, (6,)),
        (8, (8,)),
        (9, (9,)),
        (10, (5, 5)),
        (11, (6, 5)),
        (12, (6, 6)),
        (17, (6, 6, 5)),
        (18, (6, 6, 6)),
        (24, (6, 6, 6, 6)),
        (28, (7, 7, 7, 7)),
        (40, (7, 7, 7, 7, 6, 6)),
    ],
)
def test_split_is_what_one_would_do_by_hand(people, sizes):
    assert split(people).sizes == sizes


def test_tables_can_be_given():
    assert even(10, 4).sizes == (3, 3, 2, 2)
    with pytest.raises(ValueError, match="table"):
        even(10, 0)


people_and_tables = st.tuples(
    st.lists(st.sampled_from(["", "north", "south", "head office"]), max_size=120), st.integers(1, 20)
)


@given(people_and_tables, st.integers(0, 2**32))
def test_everybody_sits_once_at_even_tables_with_each_word_spread(room, seed):
    tags, tables = room
    people = [Person(str(number), tag) for number, tag in enumerate(tags)]
    seated = deal(people, tables, seed)
    assert set(seated) == {person.id for person in people}
    sizes = Counter(seated.values())
    assert sorted((sizes[table] for table in range(tables)), reverse=True) == list(even(len(people), tables).sizes)
    for tag in set(tags):
        shares = Counter(seated[person.id] for person in people if person.tag == tag)
        counts = [shares[table] for table in range(tables)]
        assert max(counts) - min(counts) <= 1


@given(people_and_tables, st.integers(0, 2**32), st.randoms())
def test_same_seed_seats_the_same_whatever_order_people_are_listed_in(room, seed, random):
    tags, tables = room
    people = [Person(str(number), tag) for number, tag in enumerate(tags)]
    mixed = people[:]
    random.shuffle(mixed)
    assert deal(people, tables, seed) == deal(mixed, tables, seed)


def test_other_seeds_seat_otherwise():
    people = [Person(str(number)) for number in range(40)]
    assert len({tuple(sorted(deal(people, 6, seed).items())) for seed in range(20)}) == 20


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(1, 60))
def test_late_comers_level_the_tables(sizes, late):
    now = sizes[:]
    for _ in range(late):
        now[table_for_late(now)] += 1
    assert sum(now) == sum(sizes) + late
    assert all(after >= before for before, after in zip(sizes, now, strict=True))
    grown = [after for before, after in zip(sizes, now, strict=True) if after > before]
    assert max(grown) - min(now) <= 1


def test_late_comer_sits_where_the_own_word_is_rarest():
    assert table_for_late([6, 6, 7], {0: 3, 1: 1}) == 1
    assert table_for_late([6, 6, 7]) == 0
