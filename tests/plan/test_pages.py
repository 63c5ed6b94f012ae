"""The plan at the desk: what it shows to whom, what each press does, and that each can be taken back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from gapsessions.disparity.actions import read_snapshot
from gapsessions.disparity.models import StandingComparison
from gapsessions.disparity.standing import keep_comparison
from gapsessions.facilitation.reporting.completing import complete
from gapsessions.facilitation.reporting.tasks import ask_for_version, make_report
from gapsessions.method.vocabulary import Perspective
from gapsessions.plan.actions import add_action, set_status
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.placing import Place, place_theme, places_of
from gapsessions.reports import actions as reports
from gapsessions.themes.actions import reopen_themes
from gapsessions.themes.ballot.models import Ballot, BallotOption
from gapsessions.web.pages import wanted_part
from tests.factories.catalogue import HOSTILE
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db


SENDABLE = [text.replace("\ud800", "") for text in HOSTILE]
"""A browser sends no lone surrogates."""


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def undo_of(answer) -> str:
    """Where the undo of the last toast goes to."""
    return [m.extra_tags.removeprefix("undo:") for m in get_messages(answer.wsgi_request) if m.extra_tags][-1]


def text_of(answer) -> str:
    page = re.sub(r"<(?:script|svg)\b.*?</(?:script|svg)>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def at(worked):
    return f"/s/{worked.code}/plan/"


def test_page_ranks_and_points_out(desk, at):
    page = text_of(desk.get(at))
    for words in (
        "Where to start",
        "3 themes, ranked",
        "No one proposed a start",
        "A start proposed by leadership only",
    ):
        assert words in page
    assert page.index("Calling back") < page.index("Fees") < page.index("Video advice")


def test_themes_are_hidden_until_they_are_closed(desk, worked, at):
    add_action(session=worked, what="Paint the hall", by=None)
    reopen_themes(session=worked)
    page = text_of(desk.get(at))
    assert "The themes show when they are closed" in page
    assert "Paint the hall" in page
    assert "Calling back" not in page


def test_plan_waits_for_the_first_comparison_and_says_when_it_is_old(desk, worked, at):
    assert "Something changed" not in text_of(desk.get(at))
    worked.title = "Renamed"
    worked.save()
    assert "Something changed. Comparing again." in text_of(desk.get(at))
    StandingComparison.objects.all().delete()
    page = desk.get(at).content.decode()
    assert "Comparing the perspectives" in page


def test_placing_by_place_quarter_and_off(desk, worked, theme_of, at):
    key = theme_of["Fees"].key
    for sent, there in (
        ({"impact": "6", "effort": "2"}, Place(6, 2)),
        ({"quadrant": "leave", "impact": "6", "effort": "2"}, Place(2, 5)),
        ({"off": "1"}, None),
    ):
        answer = desk.post(f"{at}place/{key}/", sent)
        assert answer.headers["Location"] == at
        assert places_of(worked).get(key) == there
    assert places_of(worked) == {}
    desk.post(undo_of(answer))
    assert places_of(worked) == {key: Place(2, 5)}
    assert desk.post(undo_of(answer)).status_code == 404, "an undo works once"


@pytest.mark.parametrize(
    "sent",
    [{}, {"impact": "6"}, {"impact": "0", "effort": "1"}, {"impact": "x", "effort": "7"}, {"quadrant": "nowhere"}],
)
def test_place_that_is_none_is_refused_with_a_sentence(desk, worked, theme_of, at, sent):
    answer = desk.post(f"{at}place/{theme_of['Fees'].key}/", sent)
    assert "nothing was changed" in said(answer)
    assert places_of(worked) == {}


def test_part_of_the_page_answers_what_asked_for_it(desk, theme_of, at):
    headers = {"HX-Request": "true", "HX-Target": "div%23places"}
    answer = desk.post(f"{at}place/{theme_of['Fees'].key}/", {"quadrant": "first"}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert wanted_part(answer.wsgi_request) == "places"
    assert "<html" not in page
    assert 'id="places"' in page
    assert f'id="dot-{theme_of["Fees"].key}"' in page


def test_impact_from_the_votes(desk, worked, theme_of, at):
    room = worked.gatherings.get(perspective=Perspective.CUSTOMERS)
    ballot = Ballot.objects.create(gathering=room, dots=3, closed=True, papers_counted=8)
    for name, dots in (("Fees", 12), ("Calling back", 4)):
        BallotOption.objects.create(ballot=ballot, theme=theme_of[name], name=name, dots=dots)
    keep_comparison(session=worked)
    page = text_of(desk.get(at))
    assert "12 dots from 8 people" in page
    answer = desk.post(f"{at}votes/")
    key = {name: theme.key for name, theme in theme_of.items()}
    assert places_of(worked) == {key["Fees"]: Place(6, 3, voted=True), key["Calling back"]: Place(2, 3, voted=True)}
    desk.post(undo_of(answer))
    assert places_of(worked) == {}


def test_votes_that_are_not_there_place_nothing(desk, worked, at):
    assert "no vote" in said(desk.post(f"{at}votes/"))
    assert places_of(worked) == {}


SAID = {
    "what": "Call back the same day",
    "owner": "Mira Holt",
    "due": "2027-01-15",
    "sponsor": "The chair",
    "departments": "Service",
    "measure": "Calls made",
    "status": "planned",
    "note": "",
}


def test_action_is_written_down_changed_and_taken_back(desk, worked, theme_of, at):
    entry = str(uuid.uuid4())
    for _ in range(2):
        answer = desk.post(f"{at}actions/new/", SAID | {"theme": theme_of["Fees"].key, "entry": entry})
        assert answer.headers["Location"] == at
    action = Action.objects.get()
    assert (action.what, action.owner.name, str(action.due)) == ("Call back the same day", "Mira Holt", "2027-01-15")
    assert "Call back the same day" in text_of(desk.get(at))
    page = f"{at}actions/{action.key}/"
    answer = desk.post(
        page, SAID | {"what": "Call back at once", "status": "under_way", "seen": "1", "next": "actions"}
    )
    assert answer.headers["Location"] == f"{at}actions/"
    assert desk.post(undo_of(answer)).headers["Location"] == f"{at}actions/", "an undo leads back to the same page"
    action.refresh_from_db()
    assert (action.what, action.status, action.theme_key) == (
        "Call back the same day",
        "planned",
        theme_of["Fees"].key,
    )


def test_form_says_what_is_missing_and_keeps_what_was_typed(desk, at):
    answer = desk.post(f"{at}actions/new/", SAID | {"what": "\u200b", "due": "31.02.2027", "note": "Kept"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please say what will be done." in page or "Please fill this in." in page
    assert "Kept" in page
    assert not Action.objects.exists()


def test_whoever_saves_over_somebody_elses_change_is_shown_it_first(desk, worked, at):
    action = add_action(session=worked, what="Call back", by=None)
    set_status(action=action, status=ActionStatus.UNDER_WAY, seen=1)
    page = f"{at}actions/{action.key}/"
    answer = desk.post(page, SAID | {"what": "Mine", "seen": "1"})
    assert answer.status_code == 409
    assert "Somebody has changed this action meanwhile" in text_of(answer)
    assert 'name="seen" value="2"' in answer.content.decode()
    action.refresh_from_db()
    assert action.what == "Call back"
    desk.post(page, SAID | {"what": "Mine", "seen": "2"})
    action.refresh_from_db()
    assert action.what == "Mine"


def test_undo_is_refused_where_somebody_went_on(desk, worked, at):
    action = add_action(session=worked, what="Call back", by=None)
    answer = desk.post(f"{at}actions/{action.key}/status/", {"status": "done", "seen": "1"})
    set_status(action=action, status=ActionStatus.DROPPED, seen=2)
    assert "stays as it is" in said(desk.post(undo_of(answer)))
    assert Action.objects.get().status == "dropped"


@pytest.mark.parametrize("sent", [{}, {"status": "lost", "seen": "1"}, {"status": "done", "seen": "x"}])
def test_status_that_is_none_changes_nothing(desk, worked, at, sent):
    action = add_action(session=worked, what="Call back", by=None)
    assert "nothing was changed" in said(desk.post(f"{at}actions/{action.key}/status/", sent))
    assert Action.objects.get().version == 1


def test_removed_action_is_offered_to_be_put_back(desk, worked, at):
    action = add_action(session=worked, what="Call back", by=None)
    answer = desk.post(f"{at}actions/{action.key}/remove/")
    assert "1 action was taken out" in text_of(desk.get(at))
    desk.post(undo_of(answer))
    assert "was taken out" not in text_of(desk.get(at))


def test_actions_page_counts_what_is_missing(desk, worked, at):
    today = timezone.localdate()
    add_action(session=worked, what="Late", due=today - timedelta(3), owner="Tom", by=None)
    add_action(session=worked, what="Soon", due=today + timedelta(3), by=None)
    page = text_of(desk.get(f"{at}actions/"))
    for words in (
        "2 are open. 0 done. Owner and date today: 1 of 2.",
        "1 action is overdue",
        "1 action has no owner",
        "Who in the leadership stands behind it?",
    ):
        assert words in page
    assert page.index("Overdue") < page.index("Due within 30 days")


def test_viewer_reads_and_is_offered_no_verb(vera, worked, theme_of, at):
    add_action(session=worked, what="Call back", owner="Mira", by=None)
    place_theme(session=worked, theme=theme_of["Fees"].key, impact=6, effort=2)
    for page in (at, f"{at}actions/"):
        shown = browser_of(vera).get(page).content.decode()
        assert "Call back" in shown
        assert 'method="post"' not in shown.partition("<main")[2]
        assert "/actions/new/" not in shown


def test_archived_plan_can_be_read_and_offers_no_verb(desk, worked, theme_of, at):
    action = add_action(session=worked, what="Call back", owner="Mira", by=None)
    worked.archived_at = timezone.now()
    worked.save()
    page = desk.get(at).content.decode()
    assert "Call back" in page
    assert f'action="{at}' not in page
    answer = desk.post(f"{at}actions/{action.key}/status/", {"status": "done", "seen": "1"})
    assert "in the archive" in said(answer)


@pytest.mark.parametrize(("page", "most"), [("", 28), ("actions/", 14)])
def test_number_of_queries_does_not_grow(desk, worked, theme_of, at, page, most, django_assert_max_num_queries):
    """Sixteen of those of the plan ask whether the comparison still holds."""
    desk.get(at + page)
    for number in range(30):
        add_action(session=worked, what=f"Step {number}", owner=f"Owner {number}", theme=theme_of["Fees"], by=None)
    with django_assert_max_num_queries(most):
        desk.get(at + page)


def test_hostile_words_stay_words(desk, worked, theme_of, at):
    for text in SENDABLE:
        desk.post(
            f"{at}actions/new/",
            SAID | {"what": text, "owner": text, "sponsor": text, "measure": text, "departments": text, "note": text},
        )
    assert Action.objects.count() == len(SENDABLE)
    for page in (at, f"{at}actions/"):
        shown = desk.get(page).content.decode()
        for raw in ("<script>alert(1)", "<img src=", "<style>@import", "<object data", '<link rel="attachment'):
            assert raw not in shown


def test_report_holds_the_plan_as_it_stands(worked, theme_of, fay, monkeypatch):
    monkeypatch.setattr(reports, "pdf_bytes", lambda document, **wishes: b"%PDF-1.7 of a test")
    monkeypatch.setattr(reports, "_pages_of", lambda data: 1)
    add_action(session=worked, what="Call back", owner="Mira", theme=theme_of["Calling back"], by=fay)
    place_theme(session=worked, theme=theme_of["Fees"].key, impact=6, effort=2)
    version = ask_for_version(session=worked, by=fay, paper="a4")
    make_report.func(version.pk)
    version.refresh_from_db()
    content = read_snapshot(version.snapshot)
    names = {theme.theme: theme.name for theme in content.themes}
    assert [(one.what, one.owner, names[one.theme]) for one in content.actions] == [
        ("Call back", "Mira", "Calling back")
    ]
    assert [(names[one.theme], one.impact, one.effort) for one in content.priorities] == [("Fees", 6, 2)]
    assert complete(worked, content).actions == content.actions
