"""Bringing a spreadsheet in the browser, as it goes without any script."""

from __future__ import annotations

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gapsessions.intake.models import IntakeDraft
from gapsessions.sheets.models import Answer
from tests.factories.imports import make_draft
from tests.factories.people import browser_of, make_member
from tests.factories.spreadsheets import make_csv
from tests.intake.test_drafts import BAD

pytestmark = pytest.mark.django_db

SECRET = "Nobody says zebra-crossing aloud"


@pytest.fixture
def draft(session, fay):
    return make_draft(session, fay, *BAD)


def address(name, draft):
    return reverse(name, args=[draft.session.code, draft.key])


def upload(desk, session, data, name="answers.csv"):
    return desk.post(reverse("import", args=[session.code]), {"file": SimpleUploadedFile(name, data)})


def test_upload_leads_to_the_check(desk, session):
    answer = upload(desk, session, make_csv([("perspective", "question", "text"), ("staff", "1", "Fast")]))
    draft = IntakeDraft.objects.get()
    assert answer.url == address("import-check", draft)
    page = desk.get(answer.url).content.decode()
    assert "Save 1" in page
    assert "Next problem" not in page


def test_refusal_is_one_sentence_beside_the_field(desk, session):
    page = upload(desk, session, b"%PDF-1.7 something", "report.pdf").content.decode()
    assert "report.pdf is not a spreadsheet (PDF)" in page
    assert "Read the file" in page


def test_problem_stands_beside_its_row_with_a_tap_that_mends_it(desk, draft):
    page = desk.get(address("import-check", draft) + "?row=3").content.decode()
    assert "This is none of leadership, staff and customers." in page
    assert "Next problem" in page
    assert "Save" not in page.split('class="savebar"')[1]

    answer = desk.post(address("import-mend", draft), {"row": 3, "column": "perspective", "value": "staff"})

    assert answer.url.endswith("row=4#row-4")


def test_all_rows_that_say_the_same_are_mended_by_one_tap(desk, draft):
    desk.post(address("import-mend", draft), {"row": 4, "column": "question", "value": "2", "alike": "1"})
    page = desk.get(address("import-check", draft)).content.decode()
    assert "3 of 4 answers can be saved." in page


def test_row_typed_anew_is_kept(desk, draft):
    cells = {"perspective": "staff", "gathering": "Tuesday", "breakout": "Window", "question": "2", "text": "Calls"}
    desk.post(address("import-row", draft), {"row": 3, **cells})
    page = desk.get(address("import-check", draft)).content.decode()
    assert "Mended" in page
    assert "Calls" in page


def test_save_does_what_it_says(desk, draft):
    desk.post(address("import-mend", draft), {"row": 3, "column": "perspective", "value": "staff"})
    desk.post(address("import-leave-out", draft), {"everything": "1"})
    draft.refresh_from_db()
    assert "Save 2, leave out 2" in desk.get(address("import-check", draft)).content.decode()

    page = desk.post(address("import-save", draft), {"version": draft.version}, follow=True).content.decode()

    assert "2 answers were saved" in page
    assert "2 rows were left out" in page
    assert Answer.objects.count() == 2


def test_save_of_what_changed_meanwhile_saves_nothing(desk, draft):
    desk.post(address("import-leave-out", draft), {"everything": "1"})
    desk.post(address("import-save", draft), {"version": 0})
    assert not Answer.objects.exists()


def test_big_file_is_left_to_the_worker(desk, draft, monkeypatch):
    monkeypatch.setattr("gapsessions.intake.views.SAVED_AT_ONCE", 0)
    desk.post(address("import-leave-out", draft), {"everything": "1"})
    draft.refresh_from_db()
    page = desk.post(address("import-save", draft), {"version": draft.version}, follow=True).content.decode()
    assert 'data-poll="' + address("import-check", draft) in page
    assert not Answer.objects.exists()


def test_part_of_the_page_is_enough_for_htmx(desk, draft):
    headers = {"HX-Request": "true", "HX-Target": "div%23check"}
    answer = desk.post(address("import-leave-out", draft), {"row": 3}, headers=headers, follow=True)
    part = answer.content.decode()
    assert part.lstrip().startswith('<div id="check">')
    assert "Left out" in part


def test_file_without_known_columns_asks_which_is_which(desk, session):
    upload(desk, session, make_csv([("Wer", "Nr", "Worte"), ("staff", "1", "Fast")]))
    draft = IntakeDraft.objects.get()
    page = desk.get(address("import-check", draft), follow=True).content.decode()
    assert "Which column is which" in page
    desk.post(address("import-columns", draft), {"perspective": "0", "question": "1", "text": "2"})
    assert "Save 1" in desk.get(address("import-check", draft)).content.decode()


def test_one_column_means_one_thing(desk, draft):
    answer = desk.post(address("import-columns", draft), {"perspective": "0", "question": "0", "text": "5"})
    assert "was chosen for" in answer.content.decode()


def test_thrown_away_file_can_be_had_back(desk, draft):
    desk.post(address("import-discard", draft))
    assert desk.get(address("import-check", draft)).status_code == 404
    desk.post(address("import-bring-back", draft))
    assert desk.get(address("import-check", draft)).status_code == 200


def test_colleague_does_not_see_the_file(organisation, draft):
    colleague = browser_of(make_member("Felix", organisation))
    assert colleague.get(address("import-check", draft)).status_code == 404


def test_template_names_the_sessions_questions(desk, session):
    answer = desk.get(reverse("import-template", args=[session.code]))
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="answers.xlsx"'


def test_no_log_line_holds_a_word_of_the_file(desk, session, caplog):
    caplog.set_level(logging.DEBUG)
    upload(desk, session, make_csv([("perspective", "question", "text"), ("staff", "7", SECRET)]), f"{SECRET}.csv")
    draft = IntakeDraft.objects.get()
    desk.get(address("import-check", draft))
    desk.post(address("import-leave-out", draft), {"everything": "1"})
    assert SECRET not in caplog.text


def test_upload_never_becomes_a_temporary_file(settings):
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.BODY_LIMIT


def test_file_that_is_too_large_is_refused_in_a_sentence(desk, session, monkeypatch):
    monkeypatch.setattr("gapsessions.intake.forms.largest_file", lambda: 10)
    page = upload(desk, session, b"perspective,question,text\n").content.decode()
    assert "This file is larger than" in page
    assert not IntakeDraft.objects.exists()


def test_page_asks_the_database_the_same_for_many_rows(desk, session, fay, django_assert_max_num_queries):
    rows = [f"staff | Tuesday | Table {n % 30} | | {n % 6} | Note {n}" for n in range(400)]
    draft = make_draft(session, fay, *rows)
    with django_assert_max_num_queries(14):
        desk.get(address("import-check", draft))
