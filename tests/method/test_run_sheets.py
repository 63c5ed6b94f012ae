"""Run sheets fill their minutes without a gap, ask all four questions, and keep the silence."""

from __future__ import annotations

import pytest

from gapsessions.method.run_sheets import LENGTHS, SILENCES, SILENT_MINUTES, run_sheet
from gapsessions.method.vocabulary import Question


@pytest.mark.parametrize("length", LENGTHS)
def test_parts_follow_each_other_and_fill_the_time(length):
    parts = run_sheet(length)
    assert (parts[0].begins, parts[-1].ends) == (0, length)
    assert [part.begins for part in parts[1:]] == [part.ends for part in parts[:-1]]


@pytest.mark.parametrize("length", LENGTHS)
def test_every_question_is_asked_once_in_order_with_time_beyond_the_silence(length):
    asked = [timed.part for timed in run_sheet(length) if timed.part.question]
    assert [part.question for part in asked] == list(Question)
    assert all(part.minutes >= max(SILENCES) + 2 for part in asked)
    assert all(part.minutes >= 3 * SILENT_MINUTES for part in asked)
    assert all(part.says for part in asked)


def test_other_lengths_are_unknown():
    with pytest.raises(KeyError):
        run_sheet(50)


def test_two_hours_have_a_break_in_the_middle():
    assert [timed.part.title for timed in run_sheet(120)][3] == "Break"
