"""Where one theme comes apart."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.method.splitting import NAMED_BY, come_apart


def about(subjects, dimensions=8, seed=3):
    """Unit vectors close to one axis per subject."""
    rng = np.random.default_rng(seed)
    vectors = np.eye(dimensions, dtype=np.float32)[list(subjects)] + rng.normal(0, 0.02, (len(subjects), dimensions))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("each", [12, 2 * NAMED_BY])
def test_second_subject_is_taken_out_and_named(each):
    waiting = [f"The queue at the desk took {number} minutes" for number in range(each + 4)]
    parking = [f"No parking space in row {number}" for number in range(each)]
    part = come_apart(waiting + parking, about([0] * len(waiting) + [1] * len(parking)))
    assert part is not None
    assert set(part.rows) == set(range(len(waiting), len(waiting) + len(parking)))
    assert "parking" in part.name.lower()


def test_few_answers_stay_together():
    assert come_apart(["Long waits", "No parking", "Dark rooms"], about([0, 1, 2])) is None


def test_same_words_never_come_apart():
    assert come_apart(["Long waits"] * 10, about([0] * 10)) is None


def test_words_decide_where_there_are_no_vectors():
    texts = [f"Parking fees rise {n}" for n in range(8)] + [f"Friendly nurses smile {n}" for n in range(6)]
    part = come_apart(texts, np.zeros((len(texts), 0), np.float32))
    assert part is not None
    assert len({row < 8 for row in part.rows}) == 1
