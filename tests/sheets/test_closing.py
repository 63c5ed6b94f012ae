"""What a closed room forgets, and what it must not."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Question, Stage, Style
from gapsessions.sheets import forgetting
from gapsessions.sheets.closing import close_down
from gapsessions.sheets.forgetting import forget_keys, forget_receipts, leave_no_copies, rooms_go_on
from gapsessions.sheets.models import Answer, AnswerVector, Receipt, Sheet
from gapsessions.sheets.silence import open_question
from gapsessions.sheets.tasks import forget
from gapsessions.themes.models import Placement
from tests.factories.board import make_theme
from tests.factories.phones import sit_down
from tests.factories.rooms import make_gathering, make_single, make_table, write

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="what stands in SQLite's file")


def close(gathering: Gathering, ago: timedelta = timedelta()) -> Gathering:
    Gathering.objects.filter(pk=gathering.pk).update(stage=Stage.CLOSED, closed_at=timezone.now() - ago)
    gathering.refresh_from_db()
    close_down(gathering)
    return gathering


def in_file_order(table: str, column: str) -> list[object]:
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_pens_are_gone_even_where_nobody_revealed(room, phone):
    open_question(room, Question.STRENGTH)
    phone.add("Hidden", pen="a" * 32)
    # A note under a question that was never opened has no reveal to wait for.
    write(Sheet.objects.get(), Question.ACTION, "Left over", pen_hash="b" * 64)
    assert Answer.objects.exclude(pen_hash="").count() == 2
    close(room)
    assert not Answer.objects.exclude(pen_hash="").exists()
    assert room.opened.get().revealed


def test_notes_receipts_and_single_sheets_lie_in_another_order(session):
    gathering = make_gathering(session, style=Style.OWN_SHEETS, stage=Stage.WRITE, code="BCDFGK")
    people = [sit_down(gathering) for _ in range(12)]
    for phone in people:
        phone.add("Words")
        phone.add("More words", "improve")
    tables = (("gapsessions_answer", "id"), ("gapsessions_sheet", "id"), ("gapsessions_receipt", "op_hash"))
    before = [in_file_order(*table) for table in tables]
    close(gathering)
    after = [in_file_order(*table) for table in tables]
    for was, now in zip(before, after, strict=True):
        assert sorted(was) == sorted(now)
        assert was != now


def test_everything_on_and_around_a_note_survives(session):
    gathering = make_gathering(session, stage=Stage.WRITE)
    sheet = make_table(gathering, head_count=5, confirmed=True)
    note, same = write(sheet, Question.COMPETITOR, "Words", "The same", valence="bad", star=True, revision=3)
    (gone,) = write(sheet, Question.IMPROVE, "Struck", struck_out=True)
    Answer.objects.filter(pk=same.pk).update(same_as=note)
    theme = make_theme(session)
    Placement.objects.create(answer=note, theme=theme)
    AnswerVector.objects.create(answer=note, encoder="test", revision=3, vector=b"12")
    before = list(Answer.objects.order_by("pk").values())
    placed = list(Placement.objects.values())
    close(gathering)
    assert list(Answer.objects.order_by("pk").values()) == before
    assert list(Placement.objects.values()) == placed
    assert AnswerVector.objects.get().answer_id == note.pk
    assert Answer.objects.get(pk=gone.pk).struck_out
    connection.check_constraints()


def test_sheets_of_another_room_stay_where_they_are(session, room, phone):
    phone.add("Elsewhere")
    other = make_gathering(session, stage=Stage.WRITE)
    write(make_table(other), Question.STRENGTH, "Here")
    before = in_file_order("gapsessions_answer", "id")
    close(other)
    assert Answer.objects.count() == 2
    assert before[0] == in_file_order("gapsessions_answer", "id")[0]


def test_closing_again_does_no_harm(room, phone):
    phone.add("Words")
    close(room)
    close(room)
    assert phone.texts() == ["Words"]


def test_keys_of_own_sheets_go_a_quarter_of_an_hour_later_and_never_before(alone):
    alone.add("Words")
    gathering = close(alone.seat.gathering)
    assert forget_keys(gathering) == 0
    assert alone.texts() == ["Words"]
    close(gathering, timedelta(minutes=16))
    Seat.everything.filter(gathering=gathering).update(tag="north")
    assert forget_keys(gathering) == 1
    assert set(Seat.everything.filter(gathering=gathering).values_list("tag", flat=True)) == {""}
    assert Sheet.objects.get().key_hash == ""
    assert alone.texts() == []
    assert not Seat.objects.get().has_sheet


def test_room_that_was_opened_again_keeps_its_keys(alone):
    alone.add("Words")
    gathering = alone.seat.gathering
    assert forget_keys(gathering) == 0
    assert alone.texts() == ["Words"]


def test_receipts_go_a_day_after_the_close(room, phone, alone):
    phone.add("Words")
    phone.do("confirm", on=True)
    alone.add("Going on")
    close(room, timedelta(hours=23))
    assert forget_receipts() == 0
    close(room, timedelta(hours=25))
    assert forget_receipts() == 2
    assert Receipt.objects.count() == 1, "the other room goes on"


def test_receipts_of_what_is_no_longer_there_go(room, phone):
    Receipt.objects.create(op_hash="a" * 64, answer_id=uuid.uuid4(), result={})
    phone.add("Words")
    assert forget_receipts() == 1


def test_worker_is_asked_three_times(room):
    close(room)
    times = sorted(DBTaskResult.objects.values_list("run_after", flat=True))
    spans = [time - times[0] for time in times]
    assert spans[1] >= timedelta(minutes=15)
    assert spans[2] >= timedelta(hours=24)


def test_room_goes_on_while_people_sit_in_it(session):
    gathering = make_gathering(session, stage=Stage.WRITE)
    assert rooms_go_on()
    Gathering.objects.update(held_on=timezone.localdate() - timedelta(days=3))
    assert not rooms_go_on(), "nobody closed it, and it was last week"
    Gathering.objects.update(held_on=None, style=Style.OPEN_LINK)
    assert not rooms_go_on()
    assert gathering.pk


def test_file_is_written_anew_only_while_nobody_sits_in_a_room(session, monkeypatch):
    done = []
    monkeypatch.setattr(forgetting, "empty_log", lambda: done.append("emptied its log"))
    monkeypatch.setattr(forgetting, "rewrite", lambda: done.append("written anew"))
    make_gathering(session, stage=Stage.WRITE)
    leave_no_copies()
    Gathering.objects.update(stage=Stage.CLOSED, closed_at=timezone.now())
    leave_no_copies()
    assert done == ["emptied its log", "written anew"]


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_file_holds_no_older_copy_of_rows_and_no_deleted_words(session):
    gathering = make_gathering(session, style=Style.OWN_SHEETS, stage=Stage.WRITE)
    sheet = make_single(gathering)
    (note,) = write(sheet, Question.STRENGTH, "Canary before the edit")
    Answer.objects.filter(pk=note.pk).update(text="After the edit")
    write(sheet, Question.IMPROVE, *["Canary before the end " * 60] * 100)
    Answer.objects.filter(question=Question.IMPROVE).delete()
    path = str(connection.settings_dict["NAME"])

    def empty_pages() -> int:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as other:
            return int(other.execute("PRAGMA freelist_count").fetchone()[0])

    close(gathering)
    assert empty_pages() > 0
    assert leave_no_copies()
    for name in (path, f"{path}-wal"):
        with open(name, "rb") as file:
            assert b"Canary before" not in file.read()
    assert empty_pages() == 0


@pytest.mark.django_db(transaction=True)
def test_worker_forgets_what_is_due(room, phone, alone):
    phone.add("Words")
    alone.add("Words")
    close(room, timedelta(hours=25))
    close(alone.seat.gathering, timedelta(minutes=20))
    for gathering in (room, alone.seat.gathering):
        forget.func(gathering.pk)
    forget.func(10**6)
    assert Sheet.objects.exclude(key_hash="").count() == 0
    assert Receipt.objects.count() == 1
    assert Answer.objects.count() == 2
