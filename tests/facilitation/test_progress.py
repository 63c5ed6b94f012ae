"""The progress page: one sheet of paper whatever is in the plan, accessible, and nothing read from outside."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import cycle

import page as validation
import pikepdf
import pytest

from gapsessions.facilitation.progress import one_page, views
from gapsessions.facilitation.progress.one_page import html_of, printed, progress_of
from gapsessions.gatherings.models import Gathering
from gapsessions.plan.actions import ActionWords, add_action, set_status, write_action
from gapsessions.plan.models import ActionStatus
from gapsessions.reports.pdf import PdfUnavailable
from tests.factories.catalogue import HOSTILE, SCRIPTS
from tests.factories.rooms import make_gathering

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 22)


def sheets_of(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def failures(data: bytes, path) -> list[str]:
    path.write_bytes(data)
    return [str(failure) for failure in validation.validate_pdf(str(path), profile="ua1").failures]


def test_page_counts_and_orders_what_was_decided(session):
    for what, days, status in (
        ("Planned", 30, ActionStatus.PLANNED),
        ("Late", -1, ActionStatus.PLANNED),
        ("Finished", -40, ActionStatus.DONE),
        ("Given up", -40, ActionStatus.DROPPED),
        ("Begun", 5, ActionStatus.UNDER_WAY),
    ):
        action = add_action(session=session, what=what, due=TODAY + timedelta(days), owner="Mira", by=None)
        set_status(action=action, status=status, seen=1)
    page = progress_of(session, TODAY)
    assert [(line.what, line.status) for line in page.lines] == [
        ("Finished", "Done"),
        ("Begun", "Under way"),
        ("Late", "Overdue"),
        ("Planned", "Planned"),
        ("Given up", "Dropped"),
    ]
    assert (page.counts.all, page.counts.done, page.counts.overdue) == (5, 1, 1)


def test_page_says_how_long_ago_it_was(session):
    make_gathering(session, held_on=date(2026, 11, 22))
    make_gathering(session, held_on=date(2026, 11, 12))
    assert progress_of(session, TODAY).said_on == "22 February 2027, 3 months after the session"
    assert progress_of(session, date(2026, 12, 1)).said_on == "1 December 2026"
    Gathering.objects.all().delete()


def full_plan(session, texts=("Call back the same day, whoever promised it, in every branch and on the phone",)):
    words = cycle(texts)
    for number in range(60):
        said = ActionWords(
            what=f"{next(words)} {number}",
            owner=f"{next(words)}"[:80],
            sponsor=f"{next(words)}"[:80],
            measure=next(words),
            note=next(words),
            due=TODAY + timedelta(number - 30),
            status=list(ActionStatus)[number % 4],
        )
        write_action(session=session, words=said, by=None)


def test_sixty_actions_stay_on_one_sheet_and_the_rest_is_counted(session, tmp_path):
    full_plan(session)
    page = progress_of(session, TODAY)
    assert len(page.lines) + page.left_out == 60
    assert len(page.lines) >= 6
    data = printed(page)
    assert sheets_of(data) == 1
    assert failures(data, tmp_path / "progress.pdf") == []


def test_wide_and_hostile_words_stay_words_on_one_sheet(session, tmp_path):
    full_plan(session, (*HOSTILE, *SCRIPTS, "W" * 300))
    data = printed(progress_of(session, TODAY))
    assert sheets_of(data) == 1
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        links = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
        assert links == []
    assert "<script>alert(1)" not in html_of(progress_of(session, TODAY))


def test_empty_plan_is_a_page_too(session, tmp_path):
    data = printed(progress_of(session, TODAY))
    assert sheets_of(data) == 1
    assert failures(data, tmp_path / "empty.pdf") == []


def test_same_plan_gives_the_same_bytes(session):
    add_action(session=session, what="Call back", owner="Mira", due=TODAY, by=None)
    page = progress_of(session, TODAY)
    assert printed(page) == printed(page)


def test_letters_wider_than_expected_push_lines_out(session, monkeypatch):
    full_plan(session)
    monkeypatch.setattr(one_page, "ROOM", 80)
    page = progress_of(session, TODAY)
    assert len(page.lines) > 12
    assert sheets_of(printed(page)) == 1


def test_member_gets_the_file_and_a_machine_that_cannot_print_says_so(desk, session, monkeypatch):
    at = f"/s/{session.code}/plan/progress.pdf"
    monkeypatch.setattr(views, "printed", lambda page: b"%PDF-1.7 of a test")
    answer = desk.get(at)
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7 of a test", "application/pdf")
    assert desk.head(at).status_code == 200

    def unable(page):
        raise PdfUnavailable("Install Pango.")

    monkeypatch.setattr(views, "printed", unable)
    assert "Install Pango." in desk.get(at, follow=True).content.decode()


def test_page_of_a_french_session_says_its_words_and_dates_in_one_language(session):
    english = html_of(progress_of(session, date(2026, 8, 3)))
    session.language = "fr"
    assert html_of(progress_of(session, date(2026, 8, 3))) == english
    assert '<html lang="en"' in english
    assert "3 August 2026" in english
