"""What is asked of whom: switched off and on again without losing a word, and said in the comparison."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from gapsessions.disparity.actions import compare_session
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.queries import asked_questions, every_wording_of
from gapsessions.sheets.models import Answer
from gapsessions.sheets.queries import questions_with_notes
from tests.factories.rooms import make_gathering, make_table, write

STAFF, COMPETITOR = Perspective.STAFF, Question.COMPETITOR
SWITCH = "ask-staff-competitor"


@pytest.fixture
def autumn(organisation):
    return open_session(organisation=organisation, title="Autumn review")


@pytest.fixture
def path(autumn):
    return f"/s/{autumn.code}/settings/questions/"


def filled_in(desk, path, *off) -> dict[str, str]:
    """The form as the page shows it, with some switches turned off."""
    form = desk.get(path).context["form"]
    said = {field.name: "on" if field.value() is True else field.value() for field in form}
    return {name: value for name, value in said.items() if value is not False and name not in off}


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_question_is_switched_off_and_keeps_its_words(desk, autumn, path):
    form = filled_in(desk, path, SWITCH) | {"staff-competitor": "Who does it better?"}
    assert "nobody is asked it" not in said(desk.post(path, form))
    assert COMPETITOR not in asked_questions(autumn)[STAFF]
    assert COMPETITOR in asked_questions(autumn)[Perspective.CUSTOMERS]
    desk.post(path, filled_in(desk, path) | {SWITCH: "on"})
    assert COMPETITOR in asked_questions(autumn)[STAFF]
    assert every_wording_of(autumn)[STAFF, COMPETITOR] == "Who does it better?"


def test_notes_under_a_question_that_is_switched_off_stay_and_are_spoken_of(desk, autumn, path):
    sheet = make_table(make_gathering(autumn, STAFF))
    write(sheet, COMPETITOR, "The other bank calls back", "They open on Saturdays")
    assert "2 notes stand here already" in desk.get(path).content.decode()
    answer = desk.post(path, filled_in(desk, path, SWITCH))
    assert "Staff, question 3: nobody is asked it from now on. The 2 notes under it stay, and count." in said(answer)
    assert Answer.objects.filter(struck_out=False).count() == 2
    shown = {question.kind: question for question in questions_with_notes(sheet)}
    assert (shown[COMPETITOR].standing, shown[COMPETITOR].asked) == (2, False)
    assert shown[COMPETITOR].wording == "What do others do differently? Is that good or bad for customers?"


def test_question_that_was_answered_before_is_compared_and_worded(desk, autumn, path):
    write(make_table(make_gathering(autumn, STAFF)), COMPETITOR, "They open on Saturdays")
    desk.post(path, filled_in(desk, path, SWITCH, "ask-customers-competitor"))
    content = compare_session(autumn)
    asked = {side.perspective: side.asked for side in content.comparison.sides}
    assert COMPETITOR in asked[STAFF]
    assert COMPETITOR not in asked[Perspective.CUSTOMERS]
    assert (STAFF, COMPETITOR) in content.wording
    assert (Perspective.CUSTOMERS, COMPETITOR) not in content.wording


def test_whole_perspective_can_be_left_out(desk, autumn, path):
    desk.post(path, filled_in(desk, path, *(f"ask-customers-{kind}" for kind in Question)))
    assert asked_questions(autumn)[Perspective.CUSTOMERS] == frozenset()


def test_session_that_asks_nobody_anything_is_refused(desk, autumn, path):
    before = asked_questions(autumn)
    everything = [f"ask-{who}-{kind}" for who in Perspective for kind in Question]
    form = filled_in(desk, path, *everything) | {"staff-improve": "What slows you down?"}
    page = desk.post(path, form)
    assert page.status_code == 422
    assert "Ask at least one question" in page.content.decode()
    assert "What slows you down?" in page.content.decode()
    assert asked_questions(autumn) == before


def test_sheet_of_a_perspective_that_is_asked_nothing_says_so(desk, autumn, path):
    sheet = make_table(make_gathering(autumn, STAFF))
    desk.post(path, filled_in(desk, path, *(f"ask-staff-{kind}" for kind in Question)))
    page = desk.get(f"/s/{autumn.code}/g/{sheet.gathering.key}/sheets/{sheet.pk}/").content.decode()
    assert "nobody here is asked anything" in page
    assert "data-composer" not in page
