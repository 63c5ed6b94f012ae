"""How long things are kept: the audit date, warnings, erasing on the day, what stays, and saving everything."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from gapsessions.background import regular
from gapsessions.facilitation.retention.actions import erase_due, erase_for_good, warn_of_erasure
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.facilitation.retention.record import figures_of, lines_of
from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.method.vocabulary import Perspective, Question, Stage
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.keeping import keep_longer, keep_until_of, plan_audit
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Receipt
from gapsessions.themes.actions import create_theme, move_answers
from tests.factories.people import browser_of, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table, write
from tests.factories.whole import CANARY, make_whole_session

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()


def test_session_is_kept_two_years_or_until_ninety_days_after_the_next_audit(organisation):
    assert open_session(organisation=organisation, title="Autumn").keep_until == in_days(730)
    plan_audit(organisation=organisation, day=in_days(365))
    assert open_session(organisation=organisation, title="Winter").keep_until == in_days(455)


def test_session_opened_shortly_before_an_audit_is_that_audit_itself(organisation):
    organisation.next_audit = date(2026, 6, 1)
    assert keep_until_of(organisation, date(2026, 4, 1)) == date(2026, 8, 30)
    assert keep_until_of(organisation, date(2026, 5, 20)) == date(2026, 5, 20) + timedelta(days=730)
    assert keep_until_of(organisation, date(2026, 7, 1)) == date(2026, 7, 1) + timedelta(days=730)


def test_audit_moves_the_last_day_of_sessions_but_not_of_those_chosen_by_hand(organisation, session):
    chosen = make_session(organisation, "By hand")
    keep_longer(session=chosen, until=in_days(1000))
    assert plan_audit(organisation=organisation, day=in_days(200)) == 1
    session.refresh_from_db()
    chosen.refresh_from_db()
    assert (session.keep_until, chosen.keep_until) == (in_days(290), in_days(1000))


def test_no_audit_erases_anything_before_owners_could_be_warned(organisation, session):
    GapSession.objects.filter(pk=session.pk).update(created_at=timezone.now() - timedelta(days=720))
    plan_audit(organisation=organisation, day=None)
    session.refresh_from_db()
    assert session.keep_until == in_days(30)


def test_worker_erases_on_the_day_after_the_last_and_not_before(session):
    assert erase_due in regular._jobs
    session.keep_until = in_days(0)
    session.save()
    assert erase_due() == 0
    session.keep_until = in_days(-1)
    session.save()
    assert erase_due() == 1
    assert not GapSession.objects.exists()
    assert erase_due() == 0


def test_session_whose_room_goes_on_waits_for_its_close_a_week_at_most(session):
    make_gathering(session, stage=Stage.WRITE, code="KVTRMB")
    GapSession.objects.update(keep_until=in_days(-7))
    assert erase_due() == 0
    GapSession.objects.update(keep_until=in_days(-8))
    assert erase_due() == 1


def test_only_counts_of_five_people_and_more_stay(organisation, fay):
    session = make_whole_session(organisation, fay)
    receipts = Receipt.objects.count()
    codes = list(Gathering.everything.filter(session=session).exclude(code="").values_list("code", flat=True))
    record = erase_for_good(session=session)
    assert not Answer.objects.exists()
    assert Receipt.objects.count() < receipts
    assert not UsedCode.objects.filter(code__in=codes, free_from=None).exists()
    kept = json.dumps(record.figures)
    assert CANARY not in kept
    assert "says" not in kept
    counts = [one for theme in record.figures["themes"] for one in theme["counts"]]
    assert counts
    assert all(one["raised"] <= one["of"] for one in counts)


def test_theme_of_few_people_leaves_nothing_not_even_its_name(session, fay):
    room = make_gathering(session, Perspective.STAFF)
    tables = [make_table(room, head_count=count) for count in (2, 2, 6)]
    themes = {name: create_theme(session=session, name=name) for name in ("Many", "Few")}
    for place, table in enumerate(tables):
        many, few = write(table, Question.IMPROVE, f"many {place}", f"few {place}")
        move_answers(answers=[many.pk], to=themes["Many"], by=fay)
        if place < 2:
            move_answers(answers=[few.pk], to=themes["Few"], by=fay)
    figures = figures_of(session)
    assert [theme["name"] for theme in figures["themes"]] == ["Many"]
    assert lines_of(figures)[0].counts == ((Perspective.STAFF, Question.IMPROVE, 3, 3),)
    assert figures["sides"] == {"staff": {"sheets": 3, "people": 10}}


def test_session_without_anything_to_count_leaves_no_record(session):
    assert erase_for_good(session=session) is None
    assert not SessionRecord.objects.exists()


def test_owners_are_written_to_once_where_mail_works(session, olga, fay, settings):
    settings.MAIL_WORKS, settings.PUBLIC_URL = True, "https://gaps.example.org"
    GapSession.objects.update(keep_until=in_days(30))
    assert (warn_of_erasure(), warn_of_erasure()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [olga.email]
    assert f"https://gaps.example.org/s/{session.code}/keep/" in letter.body
    session.refresh_from_db()
    keep_longer(session=session, until=in_days(20))
    cache.clear()
    assert warn_of_erasure() == 1  # another day, another warning


def test_letter_that_fails_is_tried_again_later(session, olga, settings, monkeypatch):
    settings.MAIL_WORKS, settings.PUBLIC_URL = True, "https://gaps.example.org"
    GapSession.objects.update(keep_until=in_days(30))
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("no")))
        assert warn_of_erasure() == 0
    assert warn_of_erasure() == 0  # within the hour
    cache.clear()
    assert warn_of_erasure() == 1


def test_without_mail_the_desk_alone_says_it(session, olga, fay, vera):
    GapSession.objects.update(keep_until=in_days(31))
    assert warn_of_erasure() == 0
    assert "is kept until" not in browser_of(olga).get("/sessions/").text
    GapSession.objects.update(keep_until=in_days(30))
    for person, may in ((olga, True), (fay, False), (vera, False)):
        for page in ("/sessions/", f"/s/{session.code}/"):
            text = browser_of(person).get(page).text
            assert "is kept until" in text
            assert ("Keep it longer" in text) is may


def test_owner_keeps_a_session_longer(session, olga, fay):
    at, owner = f"/s/{session.code}/keep/", browser_of(olga)
    owner.post(at, {"until": in_days(100).isoformat()})
    session.refresh_from_db()
    assert (session.keep_until, session.kept_by_hand) == (in_days(100), True)
    for wrong in (in_days(0), in_days(-3), in_days(9999), "soon", ""):
        assert owner.post(at, {"until": str(wrong)}).status_code == 422
    assert browser_of(fay).get(at).status_code == 404


def test_owner_sets_the_audit_and_takes_it_back(organisation, session, olga):
    at, owner = f"/organisations/{organisation.code}/keeping/", browser_of(olga)
    page = owner.post(at, {"next_audit": in_days(200).isoformat()}, follow=True)
    assert "moved with it" in page.text
    organisation.refresh_from_db()
    assert organisation.next_audit == in_days(200)
    owner.post(at, {"next_audit": ""})
    organisation.refresh_from_db()
    assert organisation.next_audit is None
    assert owner.post(at, {"next_audit": in_days(-1).isoformat()}).status_code == 422


def test_record_is_read_by_owners_of_its_organisation_alone(organisation, fay, olga, oscar):
    session = make_whole_session(organisation, fay)
    record = erase_for_good(session=session)
    at = f"/organisations/{organisation.code}/keeping/{record.key}/"
    assert "of 3" in browser_of(olga).get(at).text
    for person in (fay, oscar):
        assert browser_of(person).get(at).status_code == 404


def test_everything_an_organisation_holds_is_saved_and_nothing_of_others(organisation, olga, fay):
    whole = make_whole_session(organisation, fay)
    make_gathering(make_session(organisation, "Going on"), stage=Stage.WRITE, code="KVTRMD", name="Tuesday")
    make_session(make_organisation("Somebody else"), "Theirs")
    page = browser_of(olga).get(f"/organisations/{organisation.code}/everything.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content)))
    assert archive.testzip() is None
    names = [name for name in archive.namelist() if name.startswith("sessions/")]
    assert names == [f"sessions/autumn-{whole.code}.gapsession"]
    unpacked = gzip.decompress(archive.read(names[0]))
    assert b"cleo@example.org" in unpacked
    facts = json.loads(archive.read("organisation.json"))
    assert {member["email"] for member in facts["members"]} == {olga.email, fay.email}
    readme = archive.read("README.txt").decode()
    assert "Going on: Tuesday is going on" in readme
    assert "Theirs" not in readme
    assert browser_of(fay).get(f"/organisations/{organisation.code}/everything.zip").status_code == 404
