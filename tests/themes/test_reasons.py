"""Reasons name what an answer shares with its theme, the parts of compounds included."""

from __future__ import annotations

import numpy as np

from gapsessions.themes.reasons import give_reasons


def test_compound_shares_the_word_that_is_a_part_of_it():
    texts = ["Limit ist gering", "Das Limit stört", "Mein Kreditlimit", "Zimmer zu klein"]
    reasons = give_reasons(texts, np.zeros((4, 0), np.float32), (0, 0, 0, 1), [("Limit",), ("Zimmer",)], ["de"] * 4)
    assert [reason.words for reason in reasons] == [(0,), (0,), (0,), (0,)]


def test_a_part_is_no_compound():
    texts = ["Limit ist gering", "Mein Kreditlimit"]
    reasons = give_reasons(texts, np.zeros((2, 0), np.float32), (0, 0), [("Kreditlimit",)], ["de"] * 2)
    assert [reason.words for reason in reasons] == [(), (0,)]
