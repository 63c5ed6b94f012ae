"""The desk at 300 sheets of 40 answers: how many queries it takes; how long is for `./run bench`."""

from __future__ import annotations

import pytest

from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Style
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.rooms import make_gathering, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(organisation):
    session = make_session(organisation, title="A big one")
    for perspective in Perspective:
        gathering = make_gathering(session, perspective, Style.OWN_SHEETS)
        sheets = Sheet.objects.bulk_create(Sheet(gathering=gathering, kind=SheetKind.SINGLE) for _ in range(100))
        Answer.objects.bulk_create(
            Answer(sheet=sheet, question=list(Question)[number % 4], text=f"Note {number}")
            for sheet in sheets
            for number in range(40)
        )
    return session


def test_overview_of_a_big_session_takes_few_queries(desk, big, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        overview = desk.get(f"/s/{big.code}/").context["overview"]
    assert (overview.notes, overview.sheets, overview.people) == (12_000, 300, 300)
