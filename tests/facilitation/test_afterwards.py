"""What the desk says once the themes are closed: what it counts, for many sessions at once, and in which words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gapsessions.facilitation.afterwards import afterwards_of
from gapsessions.facilitation.next_step import Afterwards, NextStep, Verb
from gapsessions.facilitation.overview import overview_of
from gapsessions.facilitation.wording import offer
from gapsessions.plan.actions import add_action, set_status
from gapsessions.plan.models import ActionStatus
from gapsessions.plan.said.models import SaidPage
from gapsessions.plan.waves.actions import open_next_wave
from gapsessions.reports.sharing.models import ShareLink
from gapsessions.sessions.models import GapSession
from tests.factories.plans import make_worked_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(organisation, fay):
    return make_worked_session(organisation, fay)


def after(session):
    found = GapSession.objects.select_related("organisation").get(pk=session.pk)
    return afterwards_of([found])[found.pk]


def test_plan_is_counted_as_its_own_page_counts_it(worked):
    today = timezone.localdate()
    add_action(session=worked, what="Late", owner="Mira", due=today - timedelta(3), by=None)
    add_action(session=worked, what="Loose", by=None)
    done = add_action(session=worked, what="Done", by=None)
    set_status(action=done, status=ActionStatus.DONE, seen=1)
    assert after(worked) == Afterwards(decided=3, still_open=2, loose=1, overdue=1, moving=1)


def test_links_and_what_is_published_count(worked, fay):
    SaidPage.objects.create(session=worked)
    ShareLink.objects.create(session=worked, kind="preview", token_hash="a" * 64, expires_at=timezone.now())
    assert after(worked) == Afterwards(), "a draft tells nobody, and a preview is not the report"
    SaidPage.objects.update(published_at=timezone.now())
    assert after(worked).told


def test_audit_that_is_near_asks_for_the_next_wave_until_there_is_one(worked):
    today = timezone.localdate()
    organisation = worked.organisation
    for opened, audit, due in ((300, 31, False), (300, 30, True), (300, -5, True), (20, 5, False)):
        GapSession.objects.update(created_at=timezone.now() - timedelta(opened))
        organisation.next_audit = today + timedelta(audit)
        organisation.save()
        assert (after(worked).due_again is not None) is due, (opened, audit)
    GapSession.objects.update(created_at=timezone.now() - timedelta(300))
    open_next_wave(session=worked, title="Again")
    assert after(worked).due_again is None


def test_wave_asks_for_its_matches(worked, organisation, fay):
    again = make_worked_session(organisation, fay)
    GapSession.objects.filter(pk=again.pk).update(wave_of=worked)
    assert after(again).unmatched
    assert not after(worked).unmatched


def test_many_sessions_take_as_many_queries_as_one(worked, organisation, fay, django_assert_num_queries):
    sessions = [worked, *(make_worked_session(organisation, fay) for _ in range(2))]
    found = list(GapSession.objects.select_related("organisation").filter(pk__in=[one.pk for one in sessions]))
    with django_assert_num_queries(5):
        afterwards_of(found)


def test_overview_leads_from_the_comparison_to_the_plan(desk, worked):
    at = f"/s/{worked.code}/"
    assert overview_of(worked).offer.href == f"{at}compare/"
    add_action(session=worked, what="Call back", by=None)
    page = desk.get(at).content.decode()
    assert "1 action has no owner or no date yet." in page
    assert overview_of(worked).offer.href == f"{at}plan/actions/"
    assert page.partition("<main")[2].count("btn primary") == 1


def test_every_verb_has_words_and_a_page():
    session = GapSession(code="SOMESESSION1")
    for verb in Verb:
        room = "SOMEROOM" if verb in (Verb.GO_LIVE, Verb.PREPARE) else ""
        said = offer(session, NextStep(verb, gathering=room, actions=2, notes=2, day=date(2027, 5, 3)), "Staff")
        assert said.sentence.endswith("."), verb
        assert said.button, verb
        assert said.short, verb
        assert said.href not in ("", "/s/SOMESESSION1/"), verb
