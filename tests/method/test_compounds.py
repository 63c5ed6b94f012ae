"""Compounds count for their parts, where the session has these as words."""

from __future__ import annotations

import numpy as np

from gapsessions.method.compounds import learn_stems, with_parts
from gapsessions.method.placement import Placer
from gapsessions.method.similarity import split_terms


def test_compound_counts_for_the_words_in_it():
    texts = ["Geldautomaten gesucht", "Wo ist ein Automat", "Mein Geld fehlt"]
    terms = split_terms(texts, ["de"] * 3)
    found = with_parts(terms, ["de"] * 3, learn_stems(terms, ["de"] * 3))
    assert set(found[0]) >= {"geldautomat", "automat", "geld"}
    assert found[1:] == terms[1:]


def test_language_that_writes_words_apart_stays_as_it_is():
    terms = split_terms(["The cashpoint", "cash", "point"], ["en"] * 3)
    assert learn_stems(terms, ["en"] * 3) == {}
    assert with_parts(terms, ["en"] * 3, {}) == terms


def test_late_answer_finds_its_theme_by_a_part_of_its_word():
    texts = ["Aufladen geht nicht", "Das Aufladen dauert", "Limit ist gering", "Das Limit stört", "Zimmer zu klein"]
    placer = Placer(texts, np.zeros((5, 0), np.float32), [1, 1, 2, 2, 3], languages=["de"] * 5)
    (placement,) = placer.place(["Kreditlimit"], np.zeros((1, 0), np.float32), languages=["de"])
    assert placement.theme == 2
