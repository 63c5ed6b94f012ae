"""What a share link opens: the frozen report as a page, its files where they may be taken, the preview of a reveal."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.test import Client

from gapsessions.disparity.codec import encode
from gapsessions.disparity.models import Snapshot
from gapsessions.reports.models import FileKind, ReportFile, ReportVersion
from gapsessions.reports.sharing import actions
from gapsessions.reports.sharing.models import LinkKind, ShareLink
from tests.factories.full_snapshots import full_snapshot, one_table_a_question
from tests.factories.shared import TOKEN, freeze, in_days, make_share_link, opened
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot, make_snapshot

WRITABLE = tuple(text for text in HOSTILE if "\ud800" not in text)
"""Lone surrogates never get as far as a snapshot."""
PERSON = {"Sec-Fetch-Dest": "document"}


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = "https://gaps.example.org"
    cache.clear()


@pytest.fixture
def version(session):
    return freeze(session)


@pytest.fixture
def reader():
    """Somebody without an account, somewhere."""
    return Client()


def test_reader_sees_the_frozen_report_in_its_own_words(session, version, reader):
    make_share_link(session, version)
    page = opened(reader).content.decode()
    for words in ("Tarnwell Bank", "What we share", "Where we differ", "Letters nobody understands", "of 9"):
        assert words in page
    assert "Gap Sessions" not in page


def test_page_stays_as_it_was_frozen(session, version, reader):
    make_share_link(session, version)
    before = opened(reader).content
    freeze(session, make_snapshot(themes=5, seed=11))
    assert opened(reader).content == before


def test_page_keeps_its_secret_to_itself(session, version, reader):
    make_share_link(session, version)
    answer = opened(reader)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.cookies == SimpleCookie()
    assert not re.search(rb'(?:href|src|action)="(?:https?:)?//', answer.content)
    assert b"<script" not in answer.content


def test_opening_is_counted_for_people_and_nobody_is_told_apart(session, version, reader):
    link = make_share_link(session, version)
    for headers in (PERSON, PERSON, {"Sec-Fetch-Dest": "empty"}, PERSON | {"Sec-Purpose": "prefetch"}):
        reader.get(f"/shared/{TOKEN}/", headers=headers, secure=True)
    reader.head(f"/shared/{TOKEN}/", headers=PERSON, secure=True)
    reader.get(f"/shared/{TOKEN}/", secure=True)  # a messenger that looks at links says nothing of itself
    before = ShareLink.objects.filter(pk=link.pk).values().get()
    assert before["opened"] == 2
    Client(REMOTE_ADDR="203.0.113.9").get(f"/shared/{TOKEN}/", headers=PERSON)
    after = ShareLink.objects.filter(pk=link.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {"opened"}


def test_files_are_given_only_where_the_link_is_for_taking_them(session, version, reader):
    link = make_share_link(session, version)
    file = f"/shared/{TOKEN}/pdf/"
    assert reader.get(file).status_code == 404
    assert b"/pdf/" not in opened(reader).content
    ShareLink.objects.filter(pk=link.pk).update(downloads=True)
    answer = reader.get(file)
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert file.encode() in opened(reader).content
    assert reader.get(f"/shared/{TOKEN}/json/").status_code == 404


def test_withdrawn_words_are_on_no_page_and_in_no_file(session, reader):
    content = make_snapshot(themes=12)
    link = make_share_link(session, freeze(session, content), downloads=True)
    page = opened(reader).content.decode()
    said = {quote.text for quote in content.quotes if quote.text in page} - {theme.name for theme in content.themes}
    assert said
    gone = replace(content, quotes=tuple(replace(quote, text="", withdrawn=True) for quote in content.quotes))
    payload = encode(replace(gone, number=1))
    digest = hashlib.sha256(payload).hexdigest()
    ReportVersion.objects.filter(pk=link.version_id).update(made_from=link.version.snapshot.sha256)
    Snapshot.objects.filter(pk=link.version.snapshot_id).update(payload=zlib.compress(payload), sha256=digest)
    page = opened(reader).content.decode()  # at once, although it was worded before
    assert not [text for text in said if text in page]
    assert "/pdf/" not in page
    assert reader.get(f"/shared/{TOKEN}/pdf/").status_code == 404


def test_files_of_another_version_are_not_behind_it(session, version, reader):
    make_share_link(session, version, downloads=True)
    other = freeze(session)
    ReportFile.objects.create(version=other, kind=FileKind.FIGURES, data=b"{}", size=2, sha256="0" * 64)
    assert reader.get(f"/shared/{TOKEN}/json/").status_code == 404


def test_words_dates_and_frame_agree_whatever_the_session_is_written_in(session, version, reader):
    make_share_link(session, version)
    english = opened(reader).content
    for language in ("fr", "de", "ar"):
        session.language = language
        session.save()
        page = opened(reader, **{"Accept-Language": language})
        assert (page.content == english, page.headers["Content-Language"]) == (True, "en"), language
    assert b'<html lang="en" dir="ltr"' in english
    assert b'<p class="skick" dir="auto">' in english


@pytest.mark.parametrize(
    "content",
    [
        empty_snapshot(),
        make_snapshot(headlines=False, themes=8),
        make_snapshot(leaders=1, staff_tables=1, customer_tables=1, customer_singles=0, themes=6),
        awkward_snapshot(WRITABLE, leaders=3, staff_tables=3, customer_tables=1, customer_singles=4, themes=14),
    ],
    ids=["empty", "no headline", "one sheet each", "hostile"],
)
def test_every_report_has_a_page(session, reader, content):
    make_share_link(session, freeze(session, content))
    page = opened(reader)
    assert page.status_code == 200
    assert b"<script" not in page.content.lower()
    assert not re.search(rb"<[a-z][^>]* on[a-z]+=", page.content)


@pytest.mark.parametrize("kind", [LinkKind.REPORT, LinkKind.PREVIEW])
def test_count_that_is_not_what_the_evidence_rests_on_has_that_below_it(session, reader, kind):
    at = f"/{'shared' if kind is LinkKind.REPORT else 'preview'}/{TOKEN}/"
    told = "takes these questions together, as the evidence does."
    link = make_share_link(session, freeze(session, one_table_a_question()), kind=kind)
    page = reader.get(at).content.decode()
    assert told in page
    assert re.search(r"<small>[12]\+4:\xa00\xa0of\xa09</small>", page)
    link.delete()
    make_share_link(session, freeze(session, full_snapshot()), kind=kind)
    assert told not in reader.get(at).content.decode()


def test_preview_shows_the_steps_and_no_presenter_notes(session, version, reader):
    make_share_link(session, version, kind=LinkKind.PREVIEW)
    page = reader.get(f"/preview/{TOKEN}/")
    words = page.content.decode()
    assert "private preview" in words
    assert "Where we differ, 1 of" in words
    assert "Wait after each side" not in words
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.cookies == SimpleCookie()
    assert opened(reader).status_code == 404


def test_preview_as_it_stands_is_a_draft_and_hidden_while_themes_are_open(session, reader, fay):
    link, token = actions.make_link(
        session=session, kind=LinkKind.PREVIEW, version=None, last_day=in_days(2), by=fay, downloads=True
    )
    assert not link.downloads
    assert reader.get(f"/preview/{token}/").status_code == 404
