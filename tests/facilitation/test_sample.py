"""The sample session: brought once, sorted by its labels, compared and reported; erased like any other."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from gapsessions.accounts.models import Membership, Organisation, Role
from gapsessions.disparity.actions import compare_session
from gapsessions.facilitation.sample import (
    LIVE_TITLE,
    ORGANISATION,
    TITLE,
    finish_sample,
    open_sample,
    sample_of_this_machine,
)
from gapsessions.gatherings.models import Gathering
from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.reports.models import ReportVersion
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.models import Placement, Proposal, Theme
from gapsessions.themes.models import Role as Place
from gapsessions.themes.queries import undecided_of

pytestmark = pytest.mark.django_db


def said_by_command() -> str:
    out = StringIO()
    call_command("sample_session", address="http://here:1", stdout=out)
    return out.getvalue()


def test_sample_is_brought_once_and_its_address_said_each_time():
    first, second = said_by_command(), said_by_command()
    session = GapSession.objects.get(title=TITLE)
    assert first == second
    assert f"http://here:1/s/{session.code}/" in first
    assert Answer.objects.filter(sheet__gathering__session=session).count() == 522
    sheets = {
        side: Sheet.objects.filter(gathering__session=session, gathering__perspective=side).count()
        for side in Perspective
    }
    assert sheets == {Perspective.LEADERSHIP: 9, Perspective.STAFF: 9, Perspective.CUSTOMERS: 52}
    live = Gathering.objects.exclude(code="").get(session__title=LIVE_TITLE)
    assert (live.stage, live.breakouts.count()) == ("lobby", 3)
    assert f"http://here:1/j/{live.code}/" in first
    assert list(Gathering.objects.filter(census=True).values_list("perspective", flat=True)) == ["leadership"]


def test_erased_sample_does_not_come_back():
    said_by_command()
    for session in GapSession.objects.all():
        erase_session(session=session)
    assert said_by_command() == ""
    assert not GapSession.objects.exists()
    assert not Answer.objects.exists()


def test_owners_of_the_machine_own_the_sample(olga, fay):
    session = open_sample()
    owners = Membership.objects.filter(organisation=session.organisation)
    assert [(one.user, one.role) for one in owners] == [(olga, Role.OWNER)]


def test_owners_of_several_organisations_do_not_meet_in_the_sample(olga, oscar):
    assert open_sample() is None
    assert said_by_command() == ""
    assert not GapSession.objects.exists()


def test_sample_of_a_fresh_machine_waits_for_the_first_owner():
    open_sample()
    assert not Organisation.objects.get(name=ORGANISATION).memberships.exists()


def test_finished_sample_is_sorted_compared_and_asked_to_be_printed(olga, monkeypatch):
    monkeypatch.setattr("gapsessions.facilitation.sample.encode_missing", lambda session, encoder: None)
    monkeypatch.setattr("gapsessions.facilitation.sample.the_encoder", LexicalOnly)
    monkeypatch.setattr("gapsessions.facilitation.sample.keep_comparison", lambda session: None)
    session = open_sample()

    finish_sample(session=session)
    finish_sample(session=session)  # as a worker that takes up what another left

    session.refresh_from_db()
    assert session.themes_closed_at is not None
    told = [item["said"] for item in session.said_page.published["items"]]
    assert told == ["Letters that nobody understands", "Promised calls that never come", "Waiting on the phone"]
    assert Placement.objects.filter(role=Place.PRIMARY).count() == 522
    assert Placement.objects.filter(role=Place.ALSO_IN).count() == 8
    assert Theme.objects.filter(other=True).count() == 1
    assert not Theme.objects.filter(other=False, quote=None).exists()
    assert ReportVersion.objects.get().created_by == olga
    waiting = Proposal.objects.get()
    assert (waiting.session.title, waiting.state) == (LIVE_TITLE, "ready")
    assert undecided_of(waiting.session).count() == 53
    content = compare_session(session, shuffles=50)
    assert content.provenance.reviewed
    assert content.provenance.moves_after_closing == 0
    assert {"Metal card", "Phone queue"} <= {theme.name for theme in content.themes}
    assert sample_of_this_machine() == session


@pytest.mark.django_db
def test_sample_shows_pulse_and_predictions_once(organisation):
    from gapsessions.facilitation.sample_asides import tell_asides
    from gapsessions.sheets.models import Prediction, PulseCount
    from tests.factories.rooms import make_gathering, make_session, make_single, make_table

    session = make_session(organisation)
    leaders = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS)
    make_single(leaders)
    for _ in range(2):
        make_table(make_gathering(session, Perspective.STAFF))
    for _ in range(2):
        tell_asides(session=session)
    assert sum(PulseCount.objects.filter(gathering=leaders).values_list("people", flat=True)) == 9
    assert PulseCount.objects.values("gathering").distinct().count() == 2
    assert Prediction.objects.count() == 7
