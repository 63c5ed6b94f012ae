"""Matching predictions to themes: a press, a list, none of them, and back."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from gapsessions.disparity.asides.likeness import likely_themes
from gapsessions.disparity.models import PredictionMatch
from gapsessions.disparity.standing import keep_comparison
from gapsessions.method.vocabulary import Perspective, Question, Stage
from gapsessions.sheets.models import Prediction
from gapsessions.themes.actions import close_themes, create_theme, move_answers
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_session, make_table, write

L, S, C = Perspective


@pytest.fixture
def themes(session, fay):
    found = {name: create_theme(session=session, name=name) for name in ("Waiting times", "Prices", "Parking")}
    room = make_gathering(session, C)
    for theme in found.values():
        note = write(make_table(room), Question.IMPROVE, f"something about {theme.name}")[0]
        move_answers(answers=[note.pk], to=theme, by=fay)
    return found


@pytest.fixture
def predicted(session, themes):
    leaders = make_gathering(session, L)
    return Prediction.objects.create(gathering=leaders, text="They wait too long")


def page(browser, session):
    return " ".join(browser.get(reverse("predictions", args=[session.code])).content.decode().split())


def match(browser, session, prediction, **sent):
    return browser.post(reverse("prediction-match", args=[session.code, prediction.pk]), sent)


def test_nothing_is_matched_while_sorting_is_blind(desk, session, predicted):
    assert "They wait" not in page(desk, session)
    close_themes(session=session)
    assert "They wait too long" in page(desk, session)


def test_prediction_is_matched_with_a_press_and_undone(desk, session, themes, predicted):
    close_themes(session=session)
    answer = match(desk, session, predicted, theme=themes["Waiting times"].key)
    assert PredictionMatch.objects.get().theme == themes["Waiting times"]
    assert "All predictions are matched" in page(desk, session)
    undo = [m.extra_tags for m in get_messages(answer.wsgi_request)][-1].removeprefix("undo:")
    desk.post(undo)
    assert not PredictionMatch.objects.exists()


def test_undo_brings_back_what_was_matched_before(desk, session, themes, predicted):
    match(desk, session, predicted, theme=[themes["Prices"].key, themes["Parking"].key])
    assert PredictionMatch.objects.count() == 2
    answer = match(desk, session, predicted, theme="none")
    assert PredictionMatch.objects.get().theme is None
    undo = [m.extra_tags for m in get_messages(answer.wsgi_request)][-1].removeprefix("undo:")
    desk.post(undo)
    assert {m.theme.name for m in PredictionMatch.objects.all()} == {"Prices", "Parking"}


def test_themes_of_others_and_too_many_are_left_out(desk, session, organisation, themes, predicted):
    foreign = create_theme(session=make_session(organisation), name="Elsewhere")
    match(desk, session, predicted, theme=[foreign.key, "nothing", "x" * 400])
    assert not PredictionMatch.objects.exists()


def test_result_is_shown_per_perspective_only(desk, session, themes, predicted):
    close_themes(session=session)
    match(desk, session, predicted, theme=themes["Waiting times"].key)
    keep_comparison(session=session)
    shown = " ".join(desk.get(reverse("compare", args=[session.code])).content.decode().split())
    assert "Leadership named 1 of the customers’ top 3" in shown
    assert "They wait too long" not in shown


def test_predictions_of_open_rooms_are_nobodys_to_read(desk, session, themes, predicted):
    close_themes(session=session)
    predicted.gathering.stage = Stage.READ_BACK
    predicted.gathering.closed_at = None
    predicted.gathering.save()
    assert "They wait" not in page(desk, session)
    assert match(desk, session, predicted, theme="none").status_code == 404


def test_viewer_matches_nothing(vera, session, themes, predicted):
    close_themes(session=session)
    browser = browser_of(vera)
    assert "They wait too long" in page(browser, session)
    assert "prediction-match" not in page(browser, session)
    assert match(browser, session, predicted, theme="none").status_code == 404


def test_likely_themes_share_beginnings_of_words(themes):
    ordered = list(themes.values())
    first = likely_themes(["They wait too long", "the price of parking", "something else"], ordered)
    assert first[0][0].name == "Waiting times"
    assert {theme.name for theme in first[1][:2]} == {"Prices", "Parking"}
    assert [theme.name for theme in first[2]] == [theme.name for theme in ordered]


def test_page_takes_as_many_queries_for_forty_predictions(
    desk, session, themes, predicted, django_assert_max_num_queries
):
    close_themes(session=session)
    Prediction.objects.bulk_create(
        Prediction(gathering=predicted.gathering, text=f"Prediction {number}") for number in range(40)
    )
    with django_assert_max_num_queries(14):
        page(desk, session)
