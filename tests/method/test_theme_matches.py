"""Themes of two waves, paired by what they are called and what their notes say."""

from __future__ import annotations

import numpy as np

from gapsessions.method.theme_matches import match_themes


def pairs(found):
    return [(one.now, one.before) for one in found]


def test_same_name_is_the_same_theme_whatever_the_notes_say():
    far = np.eye(2, dtype=np.float32)
    assert pairs(match_themes(["Parking"], ["parking "], far[:1], far[1:])) == [(0, 0)]


def test_name_is_enough_where_there_are_no_vectors():
    found = match_themes(["Waiting times", "Parking", "Menu"], ["Parking places", "Wait times", "Letters"])
    assert set(pairs(found)) == {(0, 1), (1, 0)}


def test_meaning_carries_a_pair_that_is_worded_anew():
    now = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    before = np.array([[0, 1, 0.1], [1, 0.1, 0]], np.float32)
    found = match_themes(
        ["Long queues", "Nobody calls back"], ["Unanswered letters", "Time until one is served"], now, before
    )
    assert set(pairs(found)) == {(0, 1), (1, 0)}


def test_nothing_in_common_is_no_pair():
    now, before = np.array([[1, 0]], np.float32), np.array([[0, 1]], np.float32)
    assert match_themes(["Parking"], ["Friendly staff"], now, before) == ()
    assert match_themes([], ["Parking"]) == ()


def test_each_theme_stands_in_one_pair_and_the_best_whole_wins():
    now = np.array([[1, 0.05], [0.96, 0.28]], np.float32)
    before = np.array([[1, 0.06]], np.float32)
    assert pairs(match_themes(["A1", "B2"], ["C3"], now, before)) == [(0, 0)]


def test_theme_without_notes_has_no_direction_and_is_paired_by_name_alone():
    now, before = np.zeros((1, 3), np.float32), np.ones((1, 3), np.float32)
    assert match_themes(["Parking"], ["Menu"], now, before) == ()
    assert pairs(match_themes(["Parking"], ["Parking"], now, before)) == [(0, 0)]
