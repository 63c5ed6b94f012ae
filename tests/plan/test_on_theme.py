"""Deciding about a theme on the compare page: in place, without a script, taken back, and seen by whoever looks on."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone

from gapsessions.disparity.listening import topic_of as comparisons_of
from gapsessions.live.channels import Visitor, channel
from gapsessions.plan import listening
from gapsessions.plan.actions import add_action, set_status
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.placing import place_theme
from gapsessions.themes.stirring import topic_of as themes_of
from tests.factories.people import browser_of
from tests.plan.test_pages import SENDABLE, said, text_of, undo_of

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true", "HX-Target": "section%23in-plan"}
SAID = {"what": "Call back the same day", "owner": "Mira Holt", "due": "2027-01-15"}


@pytest.fixture
def fees(theme_of):
    return theme_of["Fees"].key


@pytest.fixture
def opened(worked, fees):
    """The compare page with a theme opened, and where its form is sent."""
    query = f"theme={fees}&question=improve"
    return f"/s/{worked.code}/compare/?{query}", f"/s/{worked.code}/plan/themes/{fees}/?next=compare&{query}"


def test_without_a_script_the_form_stands_there_and_leads_back_to_the_theme(desk, opened):
    page, form = opened
    assert f'action="{form.replace("&", "&amp;")}"' in desk.get(page).content.decode()
    answer = desk.post(form, SAID)
    assert answer.headers["Location"] == f"{page}#in-plan"
    shown = text_of(desk.get(page))
    assert "In the plan Call back the same day" in shown
    assert "Mira Holt" in shown
    answer = desk.post(undo_of(answer))
    assert answer.headers["Location"] == f"{page}#in-plan"
    assert "Nothing is decided about it yet." in text_of(desk.get(page))
    desk.post(undo_of(answer))
    assert "Call back the same day" in text_of(desk.get(page))


def test_with_a_script_only_the_part_comes_back_and_shows_it(desk, opened):
    _page, form = opened
    answer = desk.post(form, SAID, headers=IN_PLACE)
    shown = answer.content.decode()
    assert "<html" not in shown
    assert "Call back the same day" in shown
    assert "It is in the plan." in shown
    assert not re.search(r'name="what" value="[^"]', shown), "the form is empty again"


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_what_is_missing_is_said_and_what_was_typed_stays(desk, opened, headers):
    _page, form = opened
    answer = desk.post(form, {"what": " ", "owner": "Mira Holt", "due": "soon"}, headers=headers)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mira Holt"' in shown
    assert "open" in shown.partition('class="decide"')[2][:60]
    assert not Action.objects.exists()


def test_form_sent_twice_is_one_action(desk, opened):
    page, form = opened
    entry = re.search(r'name="entry" value="([^"]+)"', desk.get(page).content.decode())[1]
    for _ in range(2):
        desk.post(form, SAID | {"entry": entry})
    assert Action.objects.count() == 1


def test_news_of_a_decision_change_the_version_and_nothing_else_does(desk, worked, opened, theme_of):
    page, _form = opened
    version = desk.get(page).context["news"].version
    add_action(session=worked, what="Elsewhere", theme=theme_of["Kind people"], by=None)
    assert desk.get(f"{page}&version={version}").status_code == 204
    action = add_action(session=worked, what="Here", theme=theme_of["Fees"], by=None)
    later = desk.get(f"{page}&version={version}")
    assert later.status_code == 200
    set_status(action=action, status=ActionStatus.DONE, seen=1)
    assert desk.get(f"{page}&version={later.context['news'].version}").status_code == 200


@pytest.mark.parametrize("theme", ["", "nothing", "a/b", "%2F", "x" * 40, "<script>", "..", "\u202e"])
def test_theme_that_is_none_opens_nothing(desk, worked, theme):
    page = desk.get(f"/s/{worked.code}/compare/", {"theme": theme, "question": "improve"})
    assert page.status_code == 200
    assert 'id="in-plan"' not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["all=x&page=2", "all=start&page=²", "all=start&page=0", "all=keep&page=99999", "all=1"]
)
def test_list_that_is_none_is_left_folded(desk, worked, query):
    assert desk.get(f"/s/{worked.code}/plan/?{query}").status_code == 200


def test_hostile_words_of_a_decision_stay_words(desk, worked, opened):
    page, form = opened
    for text in SENDABLE:
        desk.post(form, {"what": text, "owner": text})
    shown = desk.get(page).content.decode()
    assert Action.objects.count() == len(SENDABLE)
    for raw in ("<script>alert(1)", "<img src=", "<style>@import", "<object data", '<link rel="attachment'):
        assert raw not in shown


def test_viewer_sees_what_is_decided_and_no_form(vera, worked, opened, theme_of):
    add_action(session=worked, what="Call back", theme=theme_of["Fees"], by=None)
    shown = browser_of(vera).get(opened[0]).content.decode().partition('id="in-plan"')[2]
    assert "Call back" in shown
    assert "<form" not in shown.partition("</section>")[0]


def test_pages_of_the_plan_hear_the_plan_and_what_a_comparison_hears(desk, worked):
    cookies = {settings.SESSION_COOKIE_NAME: desk.cookies[settings.SESSION_COOKIE_NAME].value}
    grant = channel("plan")(Visitor(worked.code, cookies, "10.0.0.1"))
    assert {listening.topic_of(worked.code), themes_of(worked.code), comparisons_of(worked.code)} <= grant.topics


def test_every_change_stirs_the_plan(desk, worked, theme_of, opened, monkeypatch):
    heard = []
    monkeypatch.setattr(listening, "publish", lambda topic, _event: heard.append(topic))
    topic, at = listening.topic_of(worked.code), f"/s/{worked.code}/plan/"
    answer = desk.post(opened[1], SAID)
    action = Action.objects.get()
    place_theme(session=worked, theme=theme_of["Fees"].key, impact=6, effort=2)
    set_status(action=action, status=ActionStatus.DONE, seen=1)
    desk.post(undo_of(answer))
    desk.post(f"{at}actions/{action.key}/restore/")
    desk.post(f"{at}owners/{action.owner.key}/link/end/")
    assert heard == [topic] * 6


@pytest.mark.parametrize("page", ["", "actions/"])
def test_page_asks_for_news_and_is_told_when_there_are_none(desk, worked, page):
    at = f"/s/{worked.code}/plan/{page}"
    version = desk.get(at).context["news"].version
    assert desk.get(f"{at}?version={version}").status_code == 204
    add_action(session=worked, what="Paint the hall", by=None)
    part = desk.get(
        f"{at}?version={version}",
        headers={"HX-Request": "true", "HX-Target": f"div%23{'actions' if page else 'places'}"},
    )
    assert "Paint the hall" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_archived_session_takes_no_decision(desk, worked, opened):
    worked.archived_at = timezone.now()
    worked.save()
    assert "in the archive" in said(desk.post(opened[1], SAID))
    assert not Action.objects.exists()
