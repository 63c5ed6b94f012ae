"""Answers about two notes, and what they say of notes like those two."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.method.clustering import Labels, membership
from gapsessions.method.doubts import Doubts, Kind
from gapsessions.method.look_alikes import ALIKE_AT, LookAlikes
from gapsessions.method.similarity import Matrix
from gapsessions.method.theme_view import open_view
from tests.method.planted import planted_answers

Pairs = list[tuple[int, int]]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Matrix, Labels, Pairs, Pairs]:
    notes = draw(st.integers(2, 9))
    half = np.random.default_rng(draw(st.integers(0, 10**6))).normal(scale=3, size=(notes, notes))
    labels = np.array(draw(st.lists(st.integers(0, 3), min_size=notes, max_size=notes)), np.intp)
    place = st.integers(0, notes - 1)
    pairs = st.lists(st.tuples(place, place), max_size=5)
    return (half + half.T).astype(np.float32), labels, draw(pairs), draw(pairs)


@settings(max_examples=50, deadline=None)
@given(answered())
def test_votes_are_mutual_bounded_and_turned_by_the_opposite_answer(case: tuple[Matrix, Labels, Pairs, Pairs]):
    scaled, labels, together, apart = case
    belongs = membership(labels, 4)
    said, opposite = LookAlikes(scaled, together, apart, belongs), LookAlikes(scaled, apart, together, belongs)
    some = np.flatnonzero(labels == labels[0])
    one, other = said.of(some), said.of(np.array([len(labels) - 1]))
    assert said.votes(one, other) == pytest.approx(said.votes(other, one))
    assert abs(said.votes(one, other)) <= len(together) + len(apart) + 1e-5
    turned = opposite.votes(opposite.of(some), opposite.of(np.array([len(labels) - 1])))
    assert turned == pytest.approx(-said.votes(one, other), abs=1e-5)
    assert said.of_theme(int(labels[0])) == pytest.approx(one, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(answered())
def test_rest_of_a_theme_is_the_theme_without_the_part(case: tuple[Matrix, Labels, Pairs, Pairs]):
    scaled, labels, together, apart = case
    said = LookAlikes(scaled, together, apart, membership(labels, 4))
    theme = np.flatnonzero(labels == labels[0])
    if len(theme) > 1:
        rest = said.of_rest(int(labels[0]), said.of(theme[:1]), 1)
        assert rest == pytest.approx(said.of(theme[1:]), abs=1e-5)


def test_vote_on_the_very_pair_is_one_and_fades_with_likeness():
    scaled = np.zeros((4, 4), np.float32)
    scaled[0, 2] = scaled[2, 0] = ALIKE_AT / 2
    said = LookAlikes(scaled, [(0, 1)], [], membership(np.zeros(4, np.intp), 1))

    def votes(one: int, other: int) -> float:
        return said.votes(said.of(np.array([one])), said.of(np.array([other])))

    assert [votes(0, 1), votes(1, 0), votes(2, 1), votes(3, 1)] == [1, 1, 0.5, 0]


def test_nothing_answered_says_nothing():
    said = LookAlikes(np.ones((2, 2), np.float32), [], [], membership(np.array([0, 1]), 2))
    assert said.votes(said.of(np.array([0])), said.of_theme(1)) == 0


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
