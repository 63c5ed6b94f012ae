"""The reveal: what it shows to whom, how a step is cut into beats, and that a decision enters the plan once."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from gapsessions.disparity.standing import keep_comparison
from gapsessions.disparity.worded.reveal import reveal_of
from gapsessions.disparity.worded.reveal_parts import StepKind
from gapsessions.facilitation.reveal.slides import slides_of
from gapsessions.method.vocabulary import Question
from gapsessions.plan.models import Action
from gapsessions.sessions.actions import archive
from gapsessions.themes.actions import close_themes, create_theme, merge_themes, move_answers
from tests.factories.people import browser_of
from tests.factories.rooms import make_session, write
from tests.factories.shared import freeze
from tests.factories.snapshots import HOSTILE, awkward_snapshot, make_snapshot


@pytest.fixture
def closed(session):
    """Its themes are closed and a version is frozen."""
    session.themes_closed_at = timezone.now()
    session.save()
    freeze(session)
    return session


def decided(**words):
    return {"op": str(uuid4()), "what": "Print the letters larger", "owner": "Head of service"} | words


def send(browser, session, words):
    return browser.post(f"/s/{session.code}/reveal/decisions/", json.dumps(words), content_type="application/json")


# beats


def test_gap_is_told_side_by_side_then_summed_up_then_quoted_then_decided():
    slides = slides_of(reveal_of(make_snapshot()), [], {})
    gap = next(slide for slide in slides if slide.step.kind is StepKind.GAP and slide.quotes)
    assert [heard.beat for heard in gap.heard] == [1, 2, 3]
    assert gap.sentence == 4
    assert [beat for beat, _quote in gap.quotes] == list(range(5, 5 + len(gap.quotes)))
    assert gap.decision == gap.beats == 4 + len(gap.quotes) + 1


def test_expectation_comes_before_the_sides():
    reveal = reveal_of(make_snapshot())
    gap = next(step for step in reveal.steps if step.kind is StepKind.GAP)
    told = replace(reveal, steps=(replace(gap, expected=("Leadership expected it.",)),))
    (slide,) = slides_of(told, [], {})
    assert slide.expected == ((1, "Leadership expected it."),)
    assert [heard.beat for heard in slide.heard] == [2, 3, 4]


def test_agreement_is_told_by_all_at_once_and_decides_nothing():
    slides = slides_of(reveal_of(make_snapshot()), [], {})
    shared = next(slide for slide in slides if slide.step.kind is StepKind.AGREEMENT)
    assert {heard.beat for heard in shared.heard} == {1}
    assert shared.decision == 0


def test_every_mark_of_the_dumbbell_comes_with_its_side():
    told = [slide for slide in slides_of(reveal_of(make_snapshot()), [], {}) if slide.heard]
    assert len(told) > 2
    for slide in told:
        assert sum(len(heard.marks) for heard in slide.heard) == len(slide.step.row.plot.marks) > 0


# the page


def test_reveal_shows_the_frozen_version_to_every_member(closed, fay, vera):
    for person, forms in ((fay, True), (vera, False)):
        page = browser_of(person).get(f"/s/{closed.code}/reveal/").content.decode()
        assert "Version 1" in page
        assert "Letters nobody understands" in page
        assert ("data-decide>" in page or 'data-decide autocomplete="off"' in page) is forms


def test_reveal_of_a_session_as_it_stands_is_a_draft(session, lena, sam, cleo, fay):
    theme = create_theme(session=session, name="Kind people")
    for sheet in (lena, sam, cleo):
        answer = write(sheet, Question.STRENGTH, "The people at the desk are kind")[0]
        move_answers(answers=[answer.pk], to=theme, by=fay)
    close_themes(session=session)
    keep_comparison(session=session)
    page = browser_of(fay).get(f"/s/{session.code}/reveal/").content.decode()
    assert "Draft" in page
    assert "What we decide today" in page


def test_reveal_says_what_is_missing_while_themes_are_open(session, fay):
    freeze(session)
    page = browser_of(fay).get(f"/s/{session.code}/reveal/")
    assert b"The themes are still open" in page.content
    assert b"Letters nobody understands" not in page.content


def test_reveal_is_inert_whatever_was_written(session, fay):
    writable = tuple(text for text in HOSTILE if "\ud800" not in text)
    content = awkward_snapshot(writable, leaders=3, staff_tables=3, customer_tables=1, customer_singles=4, themes=14)
    session.themes_closed_at = timezone.now()
    session.save()
    freeze(session, content)
    page = browser_of(fay).get(f"/s/{session.code}/reveal/").content.decode().lower()
    assert page.count("<script") == 1  # our own module
    assert "<img" not in page
    assert "<style" not in page


def test_page_asks_the_database_as_often_for_forty_themes_as_for_four(session, fay, django_assert_max_num_queries):
    session.themes_closed_at = timezone.now()
    session.save()
    fays = browser_of(fay)
    for themes in (4, 40):
        freeze(session, make_snapshot(themes=themes))
        with django_assert_max_num_queries(14):
            fays.get(f"/s/{session.code}/reveal/")


# deciding


def test_decision_enters_the_plan_once_however_often_it_is_sent(closed, fay):
    fays = browser_of(fay)
    theme = create_theme(session=closed, name="Letters")
    words = decided(due="2027-02-15", theme=theme.key)
    answers = [send(fays, closed, words) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    action = Action.objects.get()
    assert (action.what, action.owner.name, action.theme_key) == (words["what"], "Head of service", theme.key)
    assert action.due.isoformat() == "2027-02-15"
    assert answers[0].json()["due"] == "15 February 2027"


def test_decision_without_owner_and_date_is_one_too(closed, fay):
    assert send(browser_of(fay), closed, {"op": str(uuid4()), "what": "Ask again in May"}).status_code == 201
    assert Action.objects.get().owner is None


OP = "6ffc9f7d-47d4-4790-865a-dc6b7e47c531"  # one that stays: names of tests are the same in every process


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"what": "No id"}',
        b'{"op": "1", "what": "x"}',
        b"\xff\xfe",
        json.dumps({"op": OP, "what": 5}).encode(),
        json.dumps({"op": OP, "what": "x", "due": "tomorrow"}).encode(),
        json.dumps({"op": OP, "what": "\u200b \n"}).encode(),
        json.dumps({"op": OP, "what": "x" * 20_000}).encode(),
        b"[" * 5000,
    ],
)
def test_what_is_no_decision_is_refused_for_good_and_changes_nothing(closed, fay, body):
    answer = browser_of(fay).post(f"/s/{closed.code}/reveal/decisions/", body, content_type="application/json")
    assert (answer.status_code, bool(answer.json()["said"])) == (422, True)
    assert not Action.objects.exists()


def test_decision_about_a_theme_that_was_merged_since_goes_to_its_heir(closed, fay):
    gone, heir = (create_theme(session=closed, name=name) for name in ("Letters", "Post"))
    key, fays = gone.key, browser_of(fay)
    assert send(fays, closed, decided(theme=key)).json()["theme"] == key
    merge_themes(into=heir, others=[gone], by=fay)
    assert send(fays, closed, decided(theme=key)).json()["theme"] == heir.key
    told = fays.get(f"/s/{closed.code}/reveal/plan/").json()["actions"]
    assert [action["theme"] for action in told] == [heir.key, heir.key]


def test_form_in_place_of_a_decision_is_refused_for_good(closed, fay):
    answer = browser_of(fay).post(f"/s/{closed.code}/reveal/decisions/", {"op": OP, "what": "Print the letters larger"})
    assert (answer.status_code, Action.objects.exists()) == (422, False)


def test_theme_of_another_session_is_left_out(closed, fay, organisation):
    theme = create_theme(session=make_session(organisation, "Another"), name="Elsewhere")
    assert send(browser_of(fay), closed, decided(theme=theme.key)).status_code == 201
    assert Action.objects.get().theme_key == ""


def test_viewer_and_stranger_decide_nothing(closed, vera, oscar):
    for person in (vera, oscar):
        assert send(browser_of(person), closed, decided()).status_code == 404
    assert not Action.objects.exists()


def test_archived_session_refuses_for_good(closed, fay):
    archive(session=closed)
    assert send(browser_of(fay), closed, decided()).status_code == 409
    assert not Action.objects.exists()


def test_token_is_renewed_with_the_plan(closed, fay):
    fays = browser_of(fay)
    send(fays, closed, decided())
    answer = fays.get(f"/s/{closed.code}/reveal/plan/").json()
    assert answer["csrf"]
    assert [one["what"] for one in answer["actions"]] == ["Print the letters larger"]
