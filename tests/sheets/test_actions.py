"""The verbs on a sheet: each does its work once, refuses what it must, and gives typed words back."""

from __future__ import annotations

import uuid

import pytest

from gapsessions.method.vocabulary import Intent, Question, Stage, Style, Valence
from gapsessions.sheets import refusals
from gapsessions.sheets.actions import add_note, edit_note, restore, star, strike_out, tag
from gapsessions.sheets.laying import single_sheet, table_sheet
from gapsessions.sheets.models import LONGEST_ANSWER, Answer, Receipt
from gapsessions.sheets.receipts import Operation, Writer
from tests.factories.rooms import make_gathering, make_table, write

QUESTIONS = list(Question)


def op(writer: Writer = Writer.DESK) -> Operation:
    return Operation(uuid.uuid4().hex, writer)


def add(sheet, text="Quick answers", question=Question.STRENGTH, operation=None, **more):
    return add_note(sheet=sheet, question=question, text=text, operation=operation or op(), **more).note


def test_note_is_added_under_the_id_its_sender_gave_it(sam):
    ident = uuid.uuid4()
    note = add(sam, "  Quick   answers ", note_id=ident)
    assert (note.pk, note.text, note.revision, note.sheet_id) == (ident, "Quick answers", 1, sam.pk)


def test_same_operation_twice_is_one_note(sam):
    operation, ident = op(), uuid.uuid4()
    first = add_note(sheet=sam, question=Question.STRENGTH, text="Once", operation=operation, note_id=ident)
    again = add_note(sheet=sam, question=Question.STRENGTH, text="Once", operation=operation, note_id=ident)
    assert (first.repeated, again.repeated, again.note.pk) == (False, True, ident)
    assert Answer.objects.filter(sheet=sam).count() == 1


def test_same_operation_with_another_body_is_refused(sam):
    operation = op()
    add(sam, "Once", operation=operation)
    with pytest.raises(refusals.OperationDiffers):
        add(sam, "Twice", operation=operation)
    with pytest.raises(refusals.OperationDiffers):
        star(sheet=sam, note_id=Answer.objects.get().pk, on=True, operation=operation)


def test_taken_note_id_is_refused_whichever_sheet_has_it(sam, cleo):
    note = add(sam)
    for sheet in (sam, cleo):
        with pytest.raises(refusals.OperationDiffers):
            add(sheet, "Another", note_id=note.pk)
    assert Answer.objects.get().text == "Quick answers"


def test_receipt_holds_no_words(sam):
    add(sam, "Canary words")
    receipt = Receipt.objects.get()
    assert "anary" not in str(receipt.result)
    assert set(receipt.result) == {"body", "revision"}


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u2800", "\x00\ufffe"])
def test_note_without_anything_to_read_is_refused(sam, text):
    with pytest.raises(refusals.NoteIsBlank):
        add(sam, text)


def test_note_of_2000_characters_fits_and_2001_do_not(sam):
    add(sam, "x" * LONGEST_ANSWER)
    with pytest.raises(refusals.NoteTooLong) as refused:
        add(sam, "x" * (LONGEST_ANSWER + 1))
    assert refused.value.characters == LONGEST_ANSWER + 1


def test_text_is_cleaned_as_a_spreadsheet_is(sam):
    assert add(sam, "a\x00b\r\nc\u202ed").text == "ab\nc\u202ed\u202c"


def test_edit_raises_the_revision(sam):
    note = add(sam)
    done = edit_note(sheet=sam, note_id=note.pk, text="Slow answers", base_revision=1, operation=op())
    assert (done.note.text, done.note.revision) == ("Slow answers", 2)


def test_stale_edit_gives_both_texts_back_and_changes_nothing(sam):
    note = add(sam)
    edit_note(sheet=sam, note_id=note.pk, text="Theirs", base_revision=1, operation=op())
    with pytest.raises(refusals.NoteIsStale) as refused:
        edit_note(sheet=sam, note_id=note.pk, text="Mine", base_revision=1, operation=op())
    assert (refused.value.mine, refused.value.theirs, refused.value.revision) == ("Mine", "Theirs", 2)
    assert Answer.objects.get().text == "Theirs"
    assert "heirs" not in str(refused.value)


def test_edit_to_the_same_words_is_never_stale(sam):
    note = add(sam)
    edit_note(sheet=sam, note_id=note.pk, text="Theirs", base_revision=1, operation=op())
    done = edit_note(sheet=sam, note_id=note.pk, text="Theirs", base_revision=1, operation=op())
    assert done.note.revision == 2


def test_struck_out_note_loses_its_star_and_comes_back(sam):
    note = add(sam)
    star(sheet=sam, note_id=note.pk, on=True, operation=op())
    struck = strike_out(sheet=sam, note_id=note.pk, operation=op()).note
    assert (struck.struck_out, struck.star) == (True, False)
    with pytest.raises(refusals.NoteIsStruckOut):
        edit_note(sheet=sam, note_id=note.pk, text="Mine", base_revision=1, operation=op())
    with pytest.raises(refusals.NoteIsStruckOut):
        star(sheet=sam, note_id=note.pk, on=True, operation=op())
    assert restore(sheet=sam, note_id=note.pk, operation=op()).note.struck_out is False


def test_strike_out_of_words_one_has_not_seen_is_refused(sam):
    note = add(sam)
    edit_note(sheet=sam, note_id=note.pk, text="Theirs", base_revision=1, operation=op())
    with pytest.raises(refusals.NoteIsStale):
        strike_out(sheet=sam, note_id=note.pk, base_revision=1, operation=op())
    assert strike_out(sheet=sam, note_id=note.pk, base_revision=2, operation=op()).note.struck_out


def test_tags_fit_their_question_only(sam):
    third, fourth = add(sam, "An app", Question.COMPETITOR), add(sam, "Call back", Question.ACTION)
    assert tag(sheet=sam, note_id=third.pk, valence=Valence.BAD, operation=op()).note.valence == "bad"
    assert tag(sheet=sam, note_id=fourth.pk, intent=Intent.START, operation=op()).note.intent == "start"
    assert tag(sheet=sam, note_id=third.pk, operation=op()).note.valence == ""
    with pytest.raises(refusals.TagDoesNotFit):
        tag(sheet=sam, note_id=third.pk, intent=Intent.START, operation=op())
    with pytest.raises(refusals.TagDoesNotFit):
        add(sam, "Kind", Question.STRENGTH, valence=Valence.GOOD)


def test_three_stars_per_question_and_no_fourth(sam):
    notes = [add(sam, f"Note {number}") for number in range(4)]
    for note in notes[:3]:
        star(sheet=sam, note_id=note.pk, on=True, operation=op())
    with pytest.raises(refusals.TooManyStars):
        star(sheet=sam, note_id=notes[3].pk, on=True, operation=op())
    star(sheet=sam, note_id=add(sam, "Other", Question.IMPROVE).pk, on=True, operation=op())
    strike_out(sheet=sam, note_id=notes[0].pk, operation=op())
    assert star(sheet=sam, note_id=notes[3].pk, on=True, operation=op()).note.star


def test_note_of_another_sheet_is_out_of_reach(sam, cleo):
    note = add(cleo)
    for verb in (strike_out, restore, tag):
        with pytest.raises(refusals.NoSuchNote):
            verb(sheet=sam, note_id=note.pk, operation=op())


@pytest.mark.parametrize(
    ("stage", "writer", "open_to"),
    [
        (Stage.LOBBY, Writer.PHONE, False),
        (Stage.WRITE, Writer.PHONE, True),
        (Stage.READ_BACK, Writer.PHONE, True),
        (Stage.CLOSED, Writer.PHONE, False),
        *((stage, Writer.DESK, True) for stage in Stage),
    ],
)
def test_sheet_is_open_by_stage_and_writer(session, stage, writer, open_to):
    sheet = make_table(make_gathering(session, stage=stage))
    if open_to:
        assert add(sheet, operation=op(writer)).pk
    else:
        with pytest.raises(refusals.SheetIsClosed):
            add(sheet, operation=op(writer))


def test_repeat_after_the_door_closed_is_acknowledged(session):
    sheet = make_table(make_gathering(session, stage=Stage.WRITE))
    operation = op(Writer.PHONE)
    note = add(sheet, operation=operation)
    sheet.gathering.stage, sheet.gathering.closed_at = Stage.CLOSED, session.created_at
    sheet.gathering.save()
    assert add(sheet, operation=operation).pk == note.pk
    with pytest.raises(refusals.SheetIsClosed):
        add(sheet, operation=op(Writer.PHONE))
    assert Answer.objects.count() == 1


def test_removed_sheet_takes_no_notes(sam):
    sam.removed = True
    sam.save()
    with pytest.raises(refusals.SheetIsClosed):
        add(sam)


def test_archived_session_takes_no_notes(session, sam):
    session.archived_at = session.created_at
    session.save()
    with pytest.raises(refusals.SheetIsClosed):
        add(sam)


def test_change_unconfirms_the_sheet(sam):
    sam.confirmed = True
    sam.save()
    add(sam)
    sam.refresh_from_db()
    assert sam.confirmed is False


def test_table_has_one_sheet_and_an_empty_own_sheet_is_used_again(session):
    gathering = make_gathering(session, style=Style.OWN_SHEETS)
    first = single_sheet(gathering=gathering)
    assert single_sheet(gathering=gathering).pk == first.pk
    write(first, Question.STRENGTH, "Kind")
    assert single_sheet(gathering=gathering).pk != first.pk
    table = make_table(make_gathering(session))
    assert table_sheet(breakout=table.breakout).pk == table.pk
