"""What readings are called on screen."""

from __future__ import annotations

import pytest

from gapsessions.method.findings import ReadingName
from gapsessions.method.wording import RARELY, READINGS


@pytest.mark.parametrize("name", [ReadingName.INSIDE_VIEW, ReadingName.PET_PROJECT])
def test_reading_that_does_not_ask_about_staff_says_nothing_of_them(name):
    for label in (READINGS[name], RARELY[READINGS[name]]):
        assert "customers" in label
        assert "only" not in label
