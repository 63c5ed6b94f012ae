"""Typing through pages: with a script or without, nothing is doubled, and what is refused is given back."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from gapsessions.method.vocabulary import Question, Stage, Style
from gapsessions.sheets.models import LONGEST_ANSWER, Answer, Receipt, Sheet
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write

SCRIPT = {"X-Typing": "1"}


def address(name, sheet, **more):
    gathering = sheet.gathering
    return reverse(name, args=[gathering.session.code, gathering.key, sheet.pk], **more)


def post(client, sheet, headers=None, **fields):
    return client.post(address("sheet-notes", sheet), fields, headers=headers or {})


def test_script_gets_the_one_note_back(desk, sam):
    ident = str(uuid.uuid4())
    fields = {"verb": "add", "question": "competitor", "text": "An app <b>", "note": ident, "op": uuid.uuid4().hex}
    first, again = (post(desk, sam, SCRIPT, **fields) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert f'id="note-{ident}"' in first.content.decode()
    assert "An app &lt;b&gt;" in again.content.decode()
    assert "<!doctype" not in first.content.decode().lower()
    assert Answer.objects.count() == 1


def test_plain_form_leads_back_to_the_question(desk, sam):
    response = post(desk, sam, verb="add", question="action", text="Call back", op="once")
    assert response.status_code == 302
    assert response.url == address("sheet", sam) + "?question=action#say"
    page = desk.get(response.url).content.decode()
    assert "Call back" in page


def test_notes_of_a_silent_question_are_counted_and_not_shown(desk, sam):
    (note,) = write(sam, Question.IMPROVE, "Still silent", pen_hash="0" * 64)
    page = desk.get(address("sheet", sam)).content.decode()
    assert "Still silent" not in page
    assert "1 note appears when the silent minutes are over." in page
    Answer.objects.filter(pk=note.pk).update(pen_hash="")
    assert "Still silent" in desk.get(address("sheet", sam)).content.decode()


@pytest.mark.parametrize(
    ("verb", "field", "value"),
    [
        ("tag:bad", "valence", "bad"),
        ("star:on", "star", True),
        ("strike", "struck_out", True),
        ("edit", "text", "Slower"),
    ],
)
def test_verbs_of_a_note_are_carried_out(desk, sam, verb, field, value):
    (note,) = write(sam, Question.COMPETITOR, "Faster")
    response = post(desk, sam, SCRIPT, verb=verb, note=str(note.pk), revision="1", text="Slower")
    assert response.status_code == 200
    note.refresh_from_db()
    assert getattr(note, field) == value


def test_tag_is_taken_away_and_note_restored(desk, sam):
    (note,) = write(sam, Question.ACTION, "Call back", intent="start", struck_out=True)
    post(desk, sam, verb="restore", note=str(note.pk))
    post(desk, sam, verb="tag:none", note=str(note.pk))
    note.refresh_from_db()
    assert (note.intent, note.struck_out) == ("", False)


def test_stale_edit_gives_both_texts_to_the_script_and_to_the_page(desk, sam):
    (note,) = write(sam, Question.STRENGTH, "Theirs", revision=2)
    fields = {"verb": "edit", "note": str(note.pk), "revision": "1", "text": "Mine"}
    answer = post(desk, sam, SCRIPT, **fields)
    assert answer.status_code == 409
    assert (answer.json()["mine"], answer.json()["theirs"], answer.json()["revision"]) == ("Mine", "Theirs", 2)
    page = post(desk, sam, **fields)
    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert "Both texts are here" in page.content.decode()


def test_refused_note_stands_in_the_field_again(desk, sam):
    text = "x" * (LONGEST_ANSWER + 1)
    page = post(desk, sam, verb="add", question="improve", text=text)
    assert page.status_code == 422
    assert text in page.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verb": "explode"},
        {"verb": "add", "question": "fifth", "text": "x"},
        {"verb": "tag:lovely", "note": str(uuid.uuid4())},
        {"verb": "edit", "note": str(uuid.uuid4()), "revision": "²", "text": "x"},
        {"verb": "star:maybe", "note": str(uuid.uuid4())},
    ],
)
def test_what_is_no_verb_changes_nothing(desk, sam, fields):
    assert post(desk, sam, **fields).status_code == 422
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("note", ["", "nonsense", "51ab9f9f-5d38-436c-9f11-6cda4a77ffdf"])
def test_note_that_is_not_there_is_gone(desk, sam, note):
    assert post(desk, sam, SCRIPT, verb="strike", note=note).status_code == 410


def test_note_of_another_session_is_out_of_reach(oscar, cleo, sam):
    (note,) = write(cleo, Question.STRENGTH, "Kind")
    assert post(browser_of(oscar), cleo, verb="strike", note=str(note.pk)).status_code == 404
    note.refresh_from_db()
    assert note.struck_out is False


def test_viewer_reads_no_single_sheet(vera, sam):
    assert browser_of(vera).get(address("sheet", sam)).status_code == 404


def test_closed_gathering_is_typed_in(desk, session):
    sheet = make_table(make_gathering(session, stage=Stage.CLOSED))
    assert post(desk, sheet, SCRIPT, verb="add", question="strength", text="From paper").status_code == 200


def test_next_person_gets_a_fresh_sheet(desk, session):
    gathering = make_gathering(session, style=Style.OWN_SHEETS)
    write(make_single(gathering), Question.STRENGTH, "Kind")
    new = reverse("sheet-new", args=[session.code, gathering.key])
    assert desk.post(new).url == desk.post(new).url
    assert Sheet.objects.filter(gathering=gathering).count() == 2


def test_head_count_is_kept(desk, sam):
    desk.post(address("sheet-people", sam), {"people": "7"})
    sam.refresh_from_db()
    assert sam.head_count == 7


def test_page_costs_as_much_for_forty_notes_as_for_one(desk, sam, django_assert_max_num_queries):
    write(sam, Question.STRENGTH, "Kind")
    desk.get(address("sheet", sam))
    for kind in Question:
        write(sam, kind, *(f"Note {number}" for number in range(10)))
    with django_assert_max_num_queries(8):
        assert desk.get(address("sheet", sam)).status_code == 200
