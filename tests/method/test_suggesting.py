"""Questions about the themes: worth asking, never twice, and the same in any order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gapsessions.method.suggesting import MergeTwo, MoveNote, Question, SplitOne, Verdict, next_questions
from gapsessions.method.theme_view import ThemeView, open_view
from tests.method.planted import planted_answers


def view_of(texts: list[str], vectors: np.ndarray) -> ThemeView:
    return open_view(texts, vectors, ["en"] * len(texts), frozenset())


def planted(themes: int = 4, each: int = 8, seed: int = 3) -> tuple[ThemeView, np.ndarray]:
    texts, vectors, truth = planted_answers(themes=themes, each=each, seed=seed)
    return view_of(texts, vectors), np.array(truth)


def test_theme_cut_in_two_is_asked_to_be_merged():
    view, labels = planted()
    labels[:4] = 9
    question = next_questions(view, labels, (), 1)[0]
    assert isinstance(question, MergeTwo)
    assert {question.one, question.other} == {0, 9}
    assert "topica" in question.words
    assert "\u201ctopica\u201d" in question.reason.said()


def test_two_themes_put_together_are_asked_to_be_split():
    view, labels = planted()
    labels[labels == 1] = 0
    question = next_questions(view, labels, (), 1)[0]
    assert isinstance(question, SplitOne)
    assert set(question.rows) in (set(range(8)), set(range(8, 16)))
    assert question.words


def test_note_in_the_wrong_theme_is_asked_to_move():
    view, labels = planted()
    labels[0] = 3
    questions = next_questions(view, labels, (), 10)
    moves = [question for question in questions if isinstance(question, MoveNote)]
    assert (moves[0].rows, moves[0].theme, moves[0].into) == ((0,), 3, 0)


def boards(draw: st.DrawFn) -> tuple[list[str], np.ndarray, np.ndarray, int]:
    seed = draw(st.integers(0, 10**6))
    texts, vectors, _ = planted_answers(
        themes=draw(st.integers(1, 4)), each=draw(st.integers(1, 6)), seed=seed, noise=2
    )
    numbers = st.integers(-1, 5)
    labels = np.array(draw(st.lists(numbers, min_size=len(texts), max_size=len(texts))))
    return texts, vectors, labels, seed


BOARDS = st.composite(boards)()


def carried_out(question: Question, labels: np.ndarray) -> np.ndarray:
    labels = labels.copy()
    if isinstance(question, MergeTwo):
        labels[labels == question.other] = question.one
    elif isinstance(question, SplitOne):
        labels[list(question.rows)] = labels.max() + 1
    else:
        labels[list(question.rows)] = question.into
    return labels


@settings(max_examples=25, deadline=None)
@given(board=BOARDS, answers=st.lists(st.booleans(), min_size=12, max_size=12))
def test_nothing_is_asked_twice_whatever_is_answered(board, answers: list[bool]):
    texts, vectors, labels, _ = board
    view, verdicts, asked = view_of(texts, vectors), [], set()
    for yes in answers:
        questions = next_questions(view, labels, verdicts, 1)
        if not questions:
            break
        question = questions[0]
        pairs = frozenset((frozenset((v.one, v.other)), v.together) for v in question.verdicts(yes))
        assert pairs not in asked
        asked.add(pairs)
        verdicts += question.verdicts(yes)
        labels = carried_out(question, labels) if yes else labels
    assume(asked)


@settings(max_examples=25, deadline=None)
@given(board=BOARDS)
def test_order_and_numbers_of_answers_and_themes_change_no_question(board):
    texts, vectors, labels, seed = board
    order = np.random.default_rng(seed).permutation(len(texts))
    straight = next_questions(view_of(texts, vectors), labels, (), 9)
    shuffled = next_questions(view_of([texts[i] for i in order], vectors[order]), labels[order], (), 9)
    assume(straight)
    spoken = [{texts[row] for row in question.speaking} for question in straight]
    assert spoken == [{texts[order[row]] for row in question.speaking} for question in shuffled]


@settings(max_examples=25, deadline=None)
@given(board=BOARDS, pins=st.sets(st.integers(0, 23)))
def test_questions_hold_what_they_promise(board, pins: set[int]):
    texts, vectors, labels, _ = board
    pinned = {row for row in pins if row < len(texts)}
    questions = next_questions(view_of(texts, vectors), labels, (), 9, pinned=pinned)
    assume(questions)
    touched: list[int] = []
    for question in questions:
        assert 0 <= question.chance <= 1
        if isinstance(question, MergeTwo):
            touched += [question.one, question.other]
            assert [labels[row] for row in question.speaking] == [question.one, question.other]
            continue
        touched += [question.theme] + ([question.into] if isinstance(question, MoveNote) else [])
        assert {int(labels[row]) for row in question.rows} == {question.theme}
        if isinstance(question, SplitOne):
            assert min(len(question.rows), int((labels == question.theme).sum()) - len(question.rows)) >= 2
        else:
            assert pinned.isdisjoint(question.rows)
    assert len(touched) == len(set(touched))
    assert min(touched) >= 0


def test_verdict_survives_new_numbers_of_themes():
    view, labels = planted()
    labels[:4] = 9
    first = next_questions(view, labels, (), 1)[0]
    again = next_questions(view, labels + 20, first.verdicts(yes=False), 1)[0]
    assert not (isinstance(again, MergeTwo) and {again.one, again.other} == {20, 29})


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_answer_makes_no_trouble(n: int):
    view = view_of(["parking full", "kind staff"][:n], np.eye(2, dtype=np.float32)[:n])
    assert len(next_questions(view, np.arange(n), (), 5)) == (1 if n == 2 else 0)
    assert next_questions(view, np.full(n, -1), (), 5) == ()


def test_clean_themes_raise_no_question():
    view, labels = planted()
    assert next_questions(view, labels, (), 9) == ()


def test_verdicts_of_rows_in_no_theme_are_passed_over():
    view, labels = planted()
    labels[labels == 1] = 2
    labels[0] = -1
    strays = [Verdict(0, 9, together=True), Verdict(0, 20, together=False), Verdict(9, 500, together=True)]
    assert next_questions(view, labels, strays, 3) == next_questions(view, labels, (), 3) != ()


def test_twins_outside_the_tree_move_with_their_note(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gapsessions.method.theme_view.ALL_PAIRS_UP_TO", 30)
    monkeypatch.setattr("gapsessions.method.theme_view.SAMPLE", 30)
    texts, vectors, truth = planted_answers(themes=3, each=10, seed=3)
    view = view_of([*texts, texts[0]], vectors[[*range(30), 0]])
    assert len(view.outside) == 1
    labels = np.array([*truth, 0])
    labels[[0, 30]] = 2
    moves = [one for one in next_questions(view, labels, (), 9) if isinstance(one, MoveNote)]
    assert [(one.rows, one.theme, one.into) for one in moves] == [((0, 30), 2, 0)]
