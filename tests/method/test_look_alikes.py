"""Answers about two notes, and what they say of notes like those two."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.method.doubts import Doubts, Kind
from gapsessions.method.look_alikes import ALIKE_AT, LookAlikes
from gapsessions.method.similarity import Matrix
from gapsessions.method.theme_view import open_view
from tests.method.planted import planted_answers

Pairs = list[tuple[int, int]]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Matrix, Pairs, Pairs]:
    notes = draw(st.integers(2, 9))
    half = np.random.default_rng(draw(st.integers(0, 10**6))).normal(scale=3, size=(notes, notes))
    place = st.integers(0, notes - 1)
    pairs = st.lists(st.tuples(place, place), max_size=5)
    return (half + half.T).astype(np.float32), draw(pairs), draw(pairs)


def groups(*members: list[int], of: int) -> sp.csr_matrix:
    return sp.csr_matrix([[float(note in some) for note in range(of)] for some in members], dtype=np.float32)


@settings(max_examples=50, deadline=None)
@given(answered(), st.data())
def test_votes_are_mutual_bounded_and_turned_by_the_opposite_answer(
    case: tuple[Matrix, Pairs, Pairs], data: st.DataObject
):
    scaled, together, apart = case
    some = st.lists(st.integers(0, len(scaled) - 1), min_size=1, unique=True)
    two = groups(data.draw(some), data.draw(some), of=len(scaled))
    said, opposite = LookAlikes(scaled, together, apart), LookAlikes(scaled, apart, together)
    sides = said.sides(two)
    votes = said.votes(sides, sides[:, :, ::-1])
    assert votes[0] == pytest.approx(votes[1], abs=1e-5)
    assert abs(votes[0]) <= len(together) + len(apart) + 1e-5
    sides = opposite.sides(two)
    assert opposite.votes(sides, sides[:, :, ::-1]) == pytest.approx(-votes, abs=1e-5)


def test_vote_on_the_very_pair_is_one_and_fades_with_likeness():
    scaled = np.zeros((4, 4), np.float32)
    scaled[0, 2] = scaled[2, 0] = ALIKE_AT / 2
    said = LookAlikes(scaled, [(0, 1)], [])
    sides = said.sides(groups([0], [1], [2], [3], [0, 2], of=4))
    assert said.votes(sides[:, :, [1]], sides).tolist() == [1, 0, 0.5, 0, 0.75]
    assert said.votes(sides[:, :, [0]], sides).tolist() == [0, 1, 0, 0, 0]


def test_nothing_answered_says_nothing():
    said = LookAlikes(np.ones((2, 2), np.float32), [], [])
    sides = said.sides(groups([0], [1], of=2))
    assert said.votes(sides, sides[:, :, ::-1]).tolist() == [0, 0]


def test_answer_about_one_note_counts_for_its_look_alike():
    texts, vectors, truth = planted_answers(themes=4, each=8, seed=3)
    view = open_view(texts, vectors, ["en"] * len(texts), frozenset())
    labels = np.array(truth)
    labels[[0, 1]] = 3

    def chance(*pairs: tuple[int, int, bool]) -> float:
        doubts = Doubts(view, labels, pairs, ())
        place = int(np.flatnonzero(doubts.core == 1)[0])
        moves = [one for one in doubts.by_worth() if one.kind is Kind.MOVE and one.rows == (place,)]
        return moves[0].chance if moves else 0.0

    assert chance((0, 4, False)) < chance() < chance((0, 4, True))
