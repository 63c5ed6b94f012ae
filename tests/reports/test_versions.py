"""Versions of the report in the browser: frozen, numbered, made by the worker; only members may take their files."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gapsessions.disparity.actions import read_snapshot
from gapsessions.disparity.models import Snapshot
from gapsessions.disparity.quoting.actions import withdraw_quote
from gapsessions.disparity.standing import keep_comparison, reword_headline
from gapsessions.facilitation.reporting.renewing import renew_what_is_stale
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question, Stage
from gapsessions.reports import actions
from gapsessions.reports.actions import OneIsUnderWay, ThemesAreOpen, make_version, open_version, renew_files
from gapsessions.reports.document import build_document
from gapsessions.reports.models import BuildState, FileKind, PageHeadline, ReportFile, ReportVersion
from gapsessions.reports.pdf import PdfUnavailable, report_html
from gapsessions.reports.slides import deck_of
from gapsessions.reports.slides_pdf import slides_html
from gapsessions.sessions.actions import erase_session
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import close_themes, create_theme, move_answers
from tests.factories.people import browser_of
from tests.factories.rooms import write

PAGE = b"%PDF-1.7 of a test"


@pytest.fixture
def printed(monkeypatch):
    """Printing takes seconds and has tests of its own."""
    monkeypatch.setattr(actions, "pdf_bytes", lambda document, appendix: PAGE)
    monkeypatch.setattr(actions, "slides_pdf_bytes", lambda document: PAGE)
    monkeypatch.setattr(actions, "_pages_of", lambda data: 14)


@pytest.fixture
def closed(session, lena, sam, cleo, fay):
    """Three sheets that praise the same, themes closed."""
    theme = create_theme(session=session, name="Kind people")
    for sheet in (lena, sam, cleo):
        answer = write(sheet, Question.STRENGTH, "The people at the desk are kind")[0]
        move_answers(answers=[answer.pk], to=theme, by=fay)
    close_themes(session=session)
    return session


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def made(session, by, **wishes):
    version = open_version(session=session, by=by, paper="a4", **wishes)
    make_version(version=version)
    version.refresh_from_db()
    return version


def test_version_is_frozen_under_a_number_with_all_its_files(printed, closed, fay):
    version = made(closed, fay, note="First one")
    assert (version.state, version.snapshot.number, version.pages) == (BuildState.READY, 1, 14)
    assert {file.kind for file in version.files.all()} == {kind.value for kind in FileKind}
    figures = json.loads(bytes(version.files.get(kind=FileKind.FIGURES).data))
    assert figures["themes"][0]["name"] == "Kind people"
    assert made(closed, fay).snapshot.number == 2


def test_headline_of_a_person_is_frozen_with_it(printed, closed, fay):
    reword_headline(session=closed, headline="They are kind.")
    version = made(closed, fay)
    reword_headline(session=closed, headline="Something else")
    assert read_snapshot(version.snapshot).headline == "They are kind."


def test_version_needs_closed_themes(session, fay):
    with pytest.raises(ThemesAreOpen):
        open_version(session=session, by=fay, paper="a4")


def test_two_presses_make_one_version(closed, fay):
    open_version(session=closed, by=fay, paper="a4")
    with pytest.raises(OneIsUnderWay):
        open_version(session=closed, by=fay, paper="a4")


def test_version_that_is_stuck_stands_in_nobodys_way(closed, fay):
    stuck = open_version(session=closed, by=fay, paper="a4")
    ReportVersion.objects.update(created_at=timezone.now() - actions.GIVEN_UP * 2)
    open_version(session=closed, by=fay, paper="a4")
    stuck.refresh_from_db()
    assert stuck.state == BuildState.FAILED


def test_draft_takes_no_number_and_is_replaced(printed, closed, fay):
    Gathering.objects.filter(session=closed).update(stage=Stage.READ_BACK.value, closed_at=None)
    first, second = made(closed, fay), made(closed, fay)
    assert first.draft
    assert second.draft
    assert not Snapshot.objects.exists()
    assert list(ReportVersion.objects.values_list("pk", flat=True)) == [second.pk]


def test_gathering_opened_between_wish_and_work_makes_a_draft(printed, closed, fay):
    version = open_version(session=closed, by=fay, paper="a4")
    Gathering.objects.filter(session=closed).update(stage=Stage.WRITE.value, closed_at=None)
    make_version(version=version)
    version.refresh_from_db()
    assert (version.draft, version.snapshot, version.state) == (True, None, BuildState.READY)


def test_work_taken_up_again_freezes_once(printed, closed, fay, monkeypatch):
    version = open_version(session=closed, by=fay, paper="a4")

    class Killed(BaseException):
        """The process is gone; nothing is caught."""

    def die(content):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(actions, "themes_csv", die)
        with pytest.raises(Killed):
            make_version(version=version)
    version.refresh_from_db()
    assert version.state == BuildState.RUNNING
    make_version(version=version)
    version.refresh_from_db()
    assert version.state == BuildState.READY
    assert Snapshot.objects.count() == 1


def test_failure_keeps_the_name_of_the_error_alone(closed, fay, monkeypatch):
    def fail(document, appendix):
        raise ValueError("The people at the desk are kind")

    monkeypatch.setattr(actions, "pdf_bytes", fail)
    version = open_version(session=closed, by=fay, paper="a4")
    with pytest.raises(ValueError, match="kind"):
        make_version(version=version)
    version.refresh_from_db()
    assert (version.state, version.failure) == (BuildState.FAILED, "ValueError")
    assert open_version(session=closed, by=fay, paper="a4").state == BuildState.WAITING


def test_without_pango_the_other_files_are_made_and_the_page_says_why(closed, fay, fays, monkeypatch):
    def missing(document, appendix):
        raise PdfUnavailable("PDF files need Pango, which is not on this machine.")

    monkeypatch.setattr(actions, "pdf_bytes", missing)
    version = made(closed, fay)
    assert {file.kind for file in version.files.all()} == {"pptx", "xlsx", "csv", "json"}
    assert "need Pango" in fays.get(reverse("report", args=[closed.code])).content.decode()


def test_download_has_a_safe_name_and_the_very_bytes(printed, closed, fay, fays):
    closed.title = 'Autumn "2026"\r\n/../x'
    closed.save()
    version = made(closed, fay)
    answer = fays.get(reverse("report-file", args=[closed.code, version.key, "pdf"]))
    assert answer.content == PAGE
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="brightwater-clinics-autumn-2026-x-v1.pdf"'
    look = fays.get(reverse("report-file", args=[closed.code, version.key, "pdf"]) + "?look")
    assert look["Content-Disposition"].startswith("inline")
    assert "no-store" in look["Cache-Control"]


def test_files_of_one_session_are_not_found_through_another(printed, closed, fay, oscar):
    version = made(closed, fay)
    stranger = browser_of(oscar)
    assert stranger.get(reverse("report-file", args=[closed.code, version.key, "pdf"])).status_code == 404


def test_page_offers_what_is_next(printed, closed, fay, fays):
    address = reverse("report", args=[closed.code])
    assert "None yet" in fays.get(address).content.decode()
    fays.post(reverse("report-build", args=[closed.code]), {"paper": "letter", "note": "Customers added"})
    version = ReportVersion.objects.get()
    assert version.paper == "letter"
    assert "data-poll" in fays.get(address).content.decode()
    make_version(version=version)
    shown = fays.get(address).content.decode()
    assert "Customers added" in shown
    assert "data-poll" not in shown
    assert shown.count("btn primary") == 1


def test_page_reads_no_file(printed, closed, fay, fays, django_assert_max_num_queries):
    for _ in range(3):
        made(closed, fay)
    address = reverse("report", args=[closed.code])
    fays.get(address)
    with django_assert_max_num_queries(28) as seen:
        fays.get(address)
    assert not any('"gapsessions_reportfile"."data"' in query["sql"] for query in seen.captured_queries)


def test_erasing_a_session_erases_its_files(printed, closed, fay):
    made(closed, fay)
    erase_session(session=closed)
    assert not ReportFile.objects.exists()
    assert not ReportVersion.objects.exists()


def test_withdrawn_words_leave_the_files_of_every_version(monkeypatch, closed, fay, fays):
    monkeypatch.setattr(actions, "pdf_bytes", lambda document, appendix: report_html(document).encode())
    monkeypatch.setattr(actions, "slides_pdf_bytes", lambda document: slides_html(deck_of(document)).encode())
    monkeypatch.setattr(actions, "_pages_of", lambda data: 14)
    said = "The people at the desk are kind"
    versions = [made(closed, fay), made(closed, fay)]
    assert all(said in bytes(v.files.get(kind="pdf").data).decode() for v in versions)
    for answer in Answer.objects.filter(text=said):
        withdraw_quote(session=closed, answer=answer, reason="Asked by the writer", by=fay)

    address = reverse("report-file", args=[closed.code, versions[0].key, "pdf"])
    assert fays.get(address).status_code == 404
    assert "A quote was withdrawn" in fays.get(reverse("report", args=[closed.code])).content.decode()
    renew_what_is_stale()
    renew_what_is_stale()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[closed.pk]]
    assert renew_files(session=closed) == 2

    assert said not in fays.get(address).content.decode()
    for version in versions:
        version.refresh_from_db()
        assert version.snapshot.number in (1, 2)
        for file in version.files.all():
            assert said not in text_of_file(file)
    assert renew_files(session=closed) == 0
    DBTaskResult.objects.all().delete()
    renew_what_is_stale()
    assert not DBTaskResult.objects.exists()


def text_of_file(file):
    """All text of a file, through what an archive packs."""
    data = bytes(file.data)
    if file.kind not in ("xlsx", "pptx"):
        return data.decode()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_draft_with_withdrawn_words_is_gone(printed, closed, fay):
    Gathering.objects.filter(session=closed).update(stage=Stage.READ_BACK.value, closed_at=None)
    made(closed, fay)
    withdraw_quote(session=closed, answer=Answer.objects.first(), reason="Asked by the writer", by=fay)

    assert renew_files(session=closed) == 1
    assert not ReportVersion.objects.exists()


def test_headlines_of_people_stand_on_their_pages_and_are_frozen(printed, closed, fay, fays):
    keep_comparison(session=closed)
    address = reverse("report-headlines", args=[closed.code])
    shown = fays.get(address).content.decode()
    assert "All three perspectives praised “Kind people”" in shown or "Raised most: “Kind people”" in shown
    fays.post(address, {"page-matrix": "One theme, and all share it", "page-summary": "They are kind"})
    version = made(closed, fay)
    fays.post(address, {"page-matrix": "", "page-summary": ""})

    document = build_document(read_snapshot(version.snapshot))
    assert document.headings["matrix"].shown == "One theme, and all share it"
    assert document.summary.title == "They are kind"
    assert not PageHeadline.objects.exists()
    assert fays.post(address, {"page-matrix": "x" * 161}).status_code == 422
