"""When a side calls a competitor's difference mostly good: the table of disparity.md section 1."""

from __future__ import annotations

import pytest

from gapsessions.method.disparity import compare
from gapsessions.method.findings import ReadingName
from gapsessions.method.vocabulary import Scope, Valence
from tests.factories.answers import C, L, sheets_with

MOSTLY_GOOD = [
    (1, 0, 0.818),
    (2, 0, 0.924),
    (3, 0, 0.967),
    (2, 1, 0.712),
    (3, 1, 0.840),
    (4, 1, 0.912),
    (4, 2, 0.791),
    (5, 2, 0.872),
    (8, 4, 0.876),
]


@pytest.mark.parametrize(("good", "bad", "chance"), MOSTLY_GOOD)
def test_mostly_good_has_the_printed_chance(good: int, bad: int, chance: float) -> None:
    """P(good) of g good and b bad sheets decides the alarm at .80; the n of its cap is g + b."""
    sheets = sheets_with(L, {Scope.COMPETITOR: (0, 12)})
    valences = (Valence.GOOD,) * good + (Valence.BAD,) * bad
    sheets += sheets_with(C, {Scope.COMPETITOR: (12, 12)}, valences=valences)
    readings = compare(sheets, 1, asked={}, shuffles=1).themes[0].readings
    capped = min(chance, {1: 0.949, 2: 0.989}.get(good + bad, 1.0))
    expected = [] if chance < 0.80 else [(ReadingName.COMPETITOR_ALARM, capped)]
    assert [(reading.name, reading.capped) for reading in readings] == expected
