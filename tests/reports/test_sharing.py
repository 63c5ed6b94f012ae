"""Share links: whoever holds one reads a frozen version until a day, or until it is closed; others find nothing."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gapsessions.reports.models import BuildState
from gapsessions.reports.sharing import access, actions
from gapsessions.reports.sharing.actions import DayIsNotInReach, DraftsAreNotShared, NoLastingAddress
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from gapsessions.sessions.actions import archive, erase_session
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.storage.codes import hash_of
from gapsessions.web.logs import JsonFormatter
from tests.factories.board import make_report
from tests.factories.people import browser_of
from tests.factories.rooms import make_session
from tests.factories.shared import TOKEN, freeze, in_days, make_share_link, opened

PUBLIC = "https://gaps.example.org"


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = PUBLIC
    cache.clear()


@pytest.fixture
def version(session):
    return freeze(session)


@pytest.fixture
def reader():
    """Somebody without an account, somewhere."""
    return Client()


def new_link(session, version, by, **wishes):
    wishes = {"kind": LinkKind.REPORT, "last_day": in_days(7)} | wishes
    return actions.make_link(session=session, version=version, by=by, **wishes)


# making


def test_link_keeps_the_digest_of_its_secret_and_not_the_secret(session, version, fay):
    link, token = new_link(session, version, fay, label="  Board ")
    assert link.token_hash == hash_of(token)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)  # 128 bits
    assert link.label == "Board"
    assert token not in str(ShareLink.objects.filter(pk=link.pk).values().get())


def test_link_is_refused_where_it_would_die_with_the_machine(session, version, fay, settings):
    settings.PUBLIC_URL = ""
    with pytest.raises(NoLastingAddress):
        new_link(session, version, fay)
    page = browser_of(fay).get(f"/s/{session.code}/report/links/")
    assert b"no public address" in page.content
    assert b"Make the link" not in page.content


def test_draft_is_not_shared(session, fay):
    draft = make_report(session)
    for version in (draft, None, freeze(make_session(title="Another"))):
        with pytest.raises(DraftsAreNotShared):
            new_link(session, version, fay)


@pytest.mark.parametrize("days", [-1, 367])
def test_day_is_from_today_on_and_within_a_year(session, version, fay, days):
    with pytest.raises(DayIsNotInReach):
        new_link(session, version, fay, last_day=in_days(days))


def test_archived_session_gets_no_new_link_and_closes_old_ones(session, version, fay):
    link = make_share_link(session, version)
    archive(session=session)
    with pytest.raises(SessionIsArchived):
        new_link(session, version, fay)
    browser_of(fay).post(f"/s/{session.code}/report/links/{link.key}/", {"verb": "close"})
    link.refresh_from_db()
    assert link.closed_at


def test_desk_shows_the_address_once(session, version, fay):
    fays = browser_of(fay)
    wishes = {"kind": "report", "last_day": in_days(5).isoformat(), "label": "Board", "downloads": "on"}
    page = fays.post(f"/s/{session.code}/report/links/new/", wishes)
    address = re.search(rf'value="{PUBLIC}(/shared/[^"]+/)"', page.content.decode())[1]
    assert Client().get(address).status_code == 200
    again = fays.get(f"/s/{session.code}/report/links/").content.decode()
    assert "Board" in again
    assert "/shared/" not in again


def test_two_presses_make_one_link_and_the_address_that_is_shown_last_works(session, version, fay):
    fays, address = browser_of(fay), f"/s/{session.code}/report/links/"
    entry = re.search(r'name="entry" value="([^"]+)"', fays.get(address).content.decode())[1]
    wishes = {"kind": "report", "last_day": in_days(5).isoformat(), "entry": entry}
    pages = [fays.post(f"{address}new/", wishes).content.decode() for _ in range(2)]
    shown = [re.search(rf'value="{PUBLIC}(/shared/[^"]+/)"', page)[1] for page in pages]
    assert ShareLink.objects.count() == 1
    assert [Client().get(one).status_code for one in shown] == [404, 200]
    ShareLink.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    later = fays.post(f"{address}new/", wishes)  # the page that showed it, loaded again
    assert later.status_code == 422
    assert b"was made already" in later.content
    assert Client().get(shown[1]).status_code == 200


def test_entry_of_another_sessions_form_changes_nothing(session, version, fay, organisation):
    link = make_share_link(session, version)
    other = make_session(organisation, "Another")
    freeze(other)
    wishes = {"kind": "report", "last_day": in_days(5).isoformat(), "entry": link.key}
    assert browser_of(fay).post(f"/s/{other.code}/report/links/new/", wishes).status_code == 422
    assert opened(Client()).status_code == 200


def test_bad_day_is_said_beside_the_field(session, version, fay):
    page = browser_of(fay).post(f"/s/{session.code}/report/links/new/", {"kind": "report", "last_day": "2001-01-01"})
    assert page.status_code == 422
    assert b"This day is over" in page.content
    assert not ShareLink.objects.exists()


def test_viewer_sees_links_and_changes_none(session, version, vera):
    link, veras = make_share_link(session, version), browser_of(vera)
    assert veras.get(f"/s/{session.code}/report/links/").status_code == 200
    assert veras.post(f"/s/{session.code}/report/links/{link.key}/", {"verb": "close"}).status_code == 404
    assert opened(Client()).status_code == 200


# ending


def test_every_link_that_does_not_open_is_answered_alike(session, version, reader):
    make_share_link(session, version)
    make_share_link(session, version, "Closed-closed-closed12", closed_at=timezone.now())
    make_share_link(session, version, "Over-over-over-over123", expires_at=timezone.now() - timedelta(seconds=1))
    make_share_link(session, version, "Preview-preview-previe", kind=LinkKind.PREVIEW)
    tokens = [
        "Closed-closed-closed12",
        "Over-over-over-over123",
        "Preview-preview-previe",
        TOKEN[:-1] + "5",
        TOKEN.lower(),
        TOKEN[:-1],
        "x",
        hash_of(TOKEN),
    ]
    answers = [opened(reader, token) for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    without_token = {re.sub(rb'"X-CSRFToken": "[^"]*"', b"", answer.content) for answer in answers}
    assert len(without_token) == 1
    assert opened(reader).status_code == 200


def test_closed_link_opens_nothing_at_once_although_it_was_just_read(session, version, fay, reader):
    link = make_share_link(session, version, downloads=True)
    assert opened(reader).status_code == 200
    browser_of(fay).post(f"/s/{session.code}/report/links/{link.key}/", {"verb": "close"})
    assert opened(reader).status_code == 404
    assert reader.get(f"/shared/{TOKEN}/pdf/").status_code == 404


def test_new_link_takes_the_place_of_the_old_one(session, version, fay, reader):
    link = make_share_link(session, version, label="Board", downloads=True)
    page = browser_of(fay).post(f"/s/{session.code}/report/links/{link.key}/", {"verb": "renew"})
    address = re.search(rf'value="{PUBLIC}(/shared/[^"]+/)"', page.content.decode())[1]
    assert opened(reader).status_code == 404
    assert reader.get(address).status_code == 200
    renewed = ShareLink.objects.get(closed_at__isnull=True)
    assert (renewed.label, renewed.downloads, renewed.version) == ("Board", True, version)


def test_last_day_can_be_moved_and_a_closed_link_stays_closed(session, version, fay):
    link, fays = make_share_link(session, version), browser_of(fay)
    at = f"/s/{session.code}/report/links/{link.key}/"
    fays.post(at, {"verb": "day", "last_day": in_days(60).isoformat()})
    link.refresh_from_db()
    assert link.last_day == in_days(60)
    fays.post(at, {"verb": "day", "last_day": in_days(-3).isoformat()})
    link.refresh_from_db()
    assert link.last_day == in_days(60)
    fays.post(at, {"verb": "close"})
    fays.post(at, {"verb": "day", "last_day": in_days(90).isoformat()})
    assert opened(Client()).status_code == 404


def test_link_of_another_session_is_not_found_at_the_desk(session, version, fay, organisation):
    link = make_share_link(session, version)
    other = make_session(organisation, "Another")
    answer = browser_of(fay).post(f"/s/{other.code}/report/links/{link.key}/", {"verb": "close"})
    assert answer.status_code == 404
    assert opened(Client()).status_code == 200


def test_erasing_the_session_ends_its_links(session, version, reader):
    make_share_link(session, version)
    erase_session(session=session)
    assert opened(reader).status_code == 404
    assert not ShareLink.objects.exists()


def test_version_that_fails_later_opens_nothing_to_take(session, version, reader):
    make_share_link(session, version, downloads=True)
    version.state = BuildState.FAILED
    version.save()
    assert reader.get(f"/shared/{TOKEN}/pdf/").status_code == 404


# guessing, and leaving no trace


def test_who_guesses_is_no_longer_looked_up_and_readers_go_on(session, version, django_assert_num_queries):
    make_share_link(session, version)
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    assert opened(guesser).status_code == 200
    for number in range(access.WRONG.allowed):
        assert opened(guesser, f"Guess-guess-guess-{number:04d}").status_code == 404
    with django_assert_num_queries(0):
        assert opened(guesser, "Guess-guess-guess-5678").status_code == 404
    assert opened(guesser).status_code == 200  # somebody behind the same address reads on
    assert opened(Client(REMOTE_ADDR="203.0.113.8")).status_code == 200


def test_token_stands_in_no_log_line(session, version, reader, caplog, capfd):
    make_share_link(session, version)
    templates = logging.getLogger("django.template")
    level = templates.level
    speaking = [logging.getLogger(name) for name in ("gapsessions", "django", "uvicorn")]
    for logger in speaking:
        caplog.set_level(logging.DEBUG, logger=logger.name)
        logger.addHandler(caplog.handler)
    try:
        for address in (TOKEN, TOKEN[:-1] + "5", f"{TOKEN}/nothing"):
            # What a template looks for in vain is noted with a picture of all it was given: of a report that makes
            # two gigabytes, of which no line of ours holds a word. Of pages that find nothing it is little.
            templates.setLevel(logging.INFO if address == TOKEN else logging.DEBUG)
            opened(reader, address)
    finally:
        templates.setLevel(level)
        for logger in speaking:
            logger.removeHandler(caplog.handler)
    lines = "".join(JsonFormatter().format(record) for record in caplog.records)
    assert "shared/<str:token>/" in lines
    assert TOKEN[:12] not in lines
    assert TOKEN[:12] not in "".join(capfd.readouterr())
