"""How sure the machine is, as the board and the proposal's page both say it."""

from __future__ import annotations

import pytest

from gapsessions.themes.sureness import in_words, level_of


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.0, "A guess"), (0.499, "A guess"), (0.5, "Fairly sure"), (0.749, "Fairly sure"), (0.75, "Very sure")],
)
def test_confidence_has_three_steps(confidence, words):
    assert in_words(level_of(confidence)) == words


def test_what_a_person_decided_needs_no_words():
    assert in_words(0) == ""
