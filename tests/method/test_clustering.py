"""Likeness, tree and cut: the same themes in any order, at any size, with any vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.method.clustering import choose_granularity, cut_tree, grow_tree, least_size, usual_count
from gapsessions.method.similarity import (
    centre_languages,
    compare_answers,
    learn_vocabulary,
    lexical_share,
    split_terms,
    weigh_terms,
)
from gapsessions.method.theme_view import ThemeView, open_view
from tests.method.planted import planted_answers


def themes_of(texts: list[str], labels: np.ndarray) -> set[frozenset[str]]:
    return {frozenset(texts[i] for i in np.flatnonzero(labels == theme)) for theme in set(labels.tolist())}


def view_of(texts: list[str], vectors: np.ndarray) -> ThemeView:
    return open_view(texts, vectors, ["en"] * len(texts), frozenset())


def test_planted_themes_are_found_again():
    texts, vectors, truth = planted_answers(themes=6, each=10, seed=1)
    _, labels = choose_granularity(view_of(texts, vectors).tree)
    assert len(set(zip(labels.tolist(), sorted(truth), strict=True))) == 6


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), themes=st.integers(1, 6), each=st.integers(1, 8), granularity=st.floats(-0.1, 1.4))
def test_order_of_answers_changes_no_theme(seed: int, themes: int, each: int, granularity: float):
    texts, vectors, _ = planted_answers(themes=themes, each=each, seed=seed, noise=1.5)
    order = np.random.default_rng(seed).permutation(len(texts))
    shuffled = [texts[i] for i in order]
    straight = view_of(texts, vectors).cut(granularity)
    assert np.array_equal(view_of(shuffled, vectors[order]).cut(granularity), straight[order])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), copies=st.lists(st.integers(0, 11), min_size=1, max_size=20))
def test_answers_with_the_same_words_share_a_theme(seed: int, copies: list[int]):
    texts, vectors, _ = planted_answers(themes=4, each=3, seed=seed, noise=2.0)
    rows = [*range(12), *copies]
    doubled = [texts[i] if at % 2 else f"  {texts[i].upper()} " for at, i in enumerate(rows)]
    labels = view_of(doubled, vectors[rows]).cut(0.4)
    assert all(labels[at] == labels[i] for at, i in enumerate(rows))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 40), granularity=st.floats(-0.1, 1.4))
def test_every_answer_gets_a_theme_and_themes_are_numbered_by_size(seed: int, n: int, granularity: float):
    rng = np.random.default_rng(seed)
    texts = [f"word{rng.integers(12)} word{rng.integers(12)} a{at}" for at in range(n)]
    vectors = rng.normal(size=(n, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = view_of(texts, vectors).cut(granularity)
    sizes = np.bincount(labels)
    assert labels.min() == 0
    assert (np.diff(sizes) <= 0).all()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), noise=st.floats(0.5, 4.0), granularity=st.floats(-0.1, 1.4))
def test_theme_among_many_answers_is_one_answer_or_large_enough(seed: int, noise: float, granularity: float):
    texts, vectors, _ = planted_answers(themes=20, each=10, seed=seed, noise=noise, words=False)
    sizes = np.bincount(view_of(texts, vectors).cut(granularity))
    assert ((sizes == 1) | (sizes >= least_size(200))).all()


def test_finer_cuts_have_more_themes_over_the_whole_slider():
    texts, vectors, _ = planted_answers(themes=12, each=8, seed=2, noise=3.0, words=False)
    view = view_of(texts, vectors)
    assert view.cut(-0.1).max() < view.cut(0.4).max() < view.cut(1.4).max()


@pytest.mark.parametrize("dimensions", [0, 8])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 30])
def test_identical_answers_are_one_theme(n: int, dimensions: int):
    vectors = np.full((n, dimensions), dimensions**-0.5 if dimensions else 0, np.float32)
    assert view_of(["same words"] * n, vectors).cut(0.4).tolist() == [0] * n


def test_answers_without_any_term_still_cluster():
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 0, 0, 1, 1, 1, 1]]
    labels = view_of(["!!", "??", "1", "2", "3", "4", "5", "6"], vectors).cut(0.4)
    assert labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_two_unlike_answers_are_two_themes_and_two_alike_are_one():
    unlike = view_of(["parking full", "kind staff"], np.eye(2, dtype=np.float32))
    alike = view_of(["parking full", "parking was full"], np.eye(2, dtype=np.float32)[[0, 0]])
    assert sorted(unlike.cut(0.4).tolist()) == [0, 1]
    assert alike.cut(0.4).tolist() == [0, 0]


LEFT_OVER = ["Employ more cleaners", "Look at things thoroughly", "My daughter visits", "Bus line busy"]


def with_left_over(each: int) -> tuple[list[str], np.ndarray]:
    """Four themes, and four answers that are like nothing else, but still a little like one another."""
    texts, vectors, _ = planted_answers(themes=4, each=each, seed=3, noise=0.2)
    apart = np.eye(4, 24, 16) + 0.3 * np.eye(1, 24, 23)
    everything = np.vstack([np.pad(vectors, ((0, 0), (0, 8))), apart / np.linalg.norm(apart, axis=1, keepdims=True)])
    return [*texts, *LEFT_OVER], everything.astype(np.float32)


@pytest.mark.parametrize("each", [8, 14])
def test_answers_that_are_left_over_and_share_nothing_stand_alone(each: int):
    texts, vectors = with_left_over(each)
    labels = view_of(texts, vectors).cut(0.4)
    assert np.bincount(labels).tolist() == [each] * 4 + [1] * 4
    assert {frozenset([text]) for text in LEFT_OVER} <= themes_of(texts, labels)


def test_likeness_multiplied_in_strips_takes_the_same_themes_apart(monkeypatch: pytest.MonkeyPatch):
    view = view_of(*with_left_over(8))
    whole = view.cut(0.4)
    monkeypatch.setattr("gapsessions.method.clustering.STRIP", 5)
    assert np.bincount(view.cut(0.4)).tolist() == [8] * 4 + [1] * 4
    assert np.array_equal(view.cut(0.4), whole)


def test_two_answers_that_share_what_no_other_has_are_a_theme():
    texts, vectors = with_left_over(8)
    texts[-3], vectors[-3] = "Employ cleaners, please", vectors[-4]
    texts, vectors = texts[:-2], vectors[:-2]
    assert frozenset(texts[-2:]) in themes_of(texts, view_of(texts, vectors).cut(0.4))


def test_answer_that_stood_alone_joins_the_theme_half_of_which_holds_its_word(monkeypatch: pytest.MonkeyPatch):
    texts, vectors = with_left_over(8)
    texts[-1] = "Bus line topica busy, quite another morning without seats or shelter"
    joined = themes_of(texts, view_of(texts, vectors).cut(0.4))
    assert {*texts[:8], texts[-1]} in joined
    monkeypatch.setattr("gapsessions.method.clustering.SHARED", 2)
    assert {texts[-1]} in themes_of(texts, view_of(texts, vectors).cut(0.4))


@pytest.mark.parametrize(
    ("code", "texts"),
    [("en", ["None", "N/A", "Can't think of anything", "Nothing at all"]), ("de", ["Nichts", "Keine", "Nein"])],
)
def test_answers_that_add_nothing_are_one_theme_however_they_say_it(code: str, texts: list[str]):
    more, _, _ = planted_answers(themes=4, each=8, seed=7)
    everything = [*more, *texts]
    view = open_view(everything, np.zeros((len(everything), 0), np.float32), [code] * len(everything), frozenset())
    assert frozenset(texts) in themes_of(everything, view.cut(0.4))


def test_likeness_is_symmetric_and_standardised_over_pairs():
    texts, vectors, _ = planted_answers(themes=5, each=8, seed=4)
    terms = split_terms(texts, ["en"] * len(texts))
    likeness = compare_answers(vectors, weigh_terms(terms, learn_vocabulary(terms)))
    assert np.allclose(likeness.scaled, likeness.scaled.T, atol=1e-3)
    assert abs(likeness.scaled[~np.eye(len(texts), dtype=bool)].mean()) < 0.1


def test_terms_are_weighed_by_hand():
    terms = [["park", "park", "full"], ["park"], []]
    vocabulary = learn_vocabulary(terms)
    rows = weigh_terms([*terms, ["unseen"]], vocabulary).toarray()
    full, park = np.log(4 / 2) + 0.2, (np.log(4 / 3) + 0.2) * (1 + np.log(2))
    assert vocabulary.index == {"full": 0, "park": 1}
    assert rows[0] == pytest.approx(np.array([full, park]) / np.hypot(full, park), abs=1e-6)
    assert rows[1].tolist() == [0, 1]
    assert rows[2:].tolist() == [[0, 0], [0, 0]]


def test_words_count_more_where_the_encoder_does_not_know_the_language():
    assert lexical_share(0, ["en"], frozenset()) == 1
    assert lexical_share(384, ["en", "en"], frozenset({"en"})) == 0.5
    assert lexical_share(384, ["de", "en"], frozenset({"en"})) == 0.625
    assert lexical_share(384, ["de"], frozenset()) == 0.5


def test_centring_brings_the_same_theme_in_two_languages_together():
    rng = np.random.default_rng(5)
    theme = np.repeat(np.eye(4, 16), 10, axis=0)
    languages = ["de", "en"] * 20
    shift = np.where(np.array(languages)[:, None] == "de", 1.0, -1.0) * np.eye(1, 16, 15)
    vectors = theme + 1.5 * shift + 0.1 * rng.normal(size=theme.shape)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    centred = centre_languages(vectors, languages)
    assert vectors[0] @ vectors[1] < 0  # one theme, two languages
    assert centred[0] @ centred[1] > 0.3 > centred[0] @ centred[20]
    assert centre_languages(vectors, ["en"] * 40) is vectors


def test_usual_count_is_what_facilitators_make():
    assert [round(usual_count(n)) for n in (60, 150, 400)] == [8, 11, 14]
    assert [least_size(n) for n in (4, 60, 166, 167, 400)] == [1, 1, 1, 3, 4]


def test_large_sessions_compare_a_sample_and_place_the_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gapsessions.method.theme_view.ALL_PAIRS_UP_TO", 100)
    monkeypatch.setattr("gapsessions.method.theme_view.SAMPLE", 80)
    texts, vectors, truth = planted_answers(themes=5, each=60, seed=6)
    view = view_of(texts, vectors)
    labels = view.cut(0.4)
    assert (view.sampled, len(view.outside)) == (80, 220)
    assert len(set(zip(labels.tolist(), truth, strict=True))) == labels.max() + 1 == 5
    assert view.confidence(labels)[view.outside].min() > 0.5
    order = np.random.default_rng(1).permutation(len(texts))
    again = view_of([texts[i] for i in order], vectors[order]).cut(0.4)
    assert np.array_equal(again, labels[order])


def test_tree_of_fewer_than_four_answers_needs_no_distribution():
    tree = grow_tree(compare_answers(np.eye(3, dtype=np.float32), weigh_terms([[], [], []], learn_vocabulary([[]]))))
    assert tree.merges is None
    assert cut_tree(tree, 1.4).tolist() == [0, 1, 2]
