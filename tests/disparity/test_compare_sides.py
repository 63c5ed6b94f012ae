"""Compare where not every side has answered yet: nobody shares what only others said."""

from __future__ import annotations

from gapsessions.disparity.page import compare_page
from gapsessions.disparity.standing import keep_comparison, standing_of
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.themes.actions import create_theme, move_answers
from tests.factories.rooms import make_gathering, make_table, write

L, S, C = Perspective


def only(session, *sides):
    """A session of which these sides alone have handed in sheets; the others were asked, too."""
    theme = create_theme(session=session, name="Kind people")
    for side in sides:
        room = make_gathering(session, side)
        notes = [write(make_table(room), Question.STRENGTH, f"they are kind {number}")[0].pk for number in range(4)]
        move_answers(answers=notes, to=theme, by=None)
    keep_comparison(session=session)
    return standing_of(session).content


def test_one_side_alone_is_compared_with_nobody(session):
    page = compare_page(only(session, L))
    assert page.title == "Raised most: “Kind people”"
    assert page.lede == "One perspective only: what leadership wrote down, with nothing to compare it with yet."


def test_side_that_has_not_answered_yet_is_no_part_of_what_all_share(session):
    page = compare_page(only(session, L, C))
    assert page.title == "Leadership and customers praised “Kind people”."
    assert "staff" not in page.lede.lower()
    assert page.lede == ""
