"""Who wrote what: an attacker with every screen, stream, export, and the database after the close, guesses like a die.

The attacker knows more than anybody in a room does: the order in which the phones sat down and wrote, to the note.
Lines of quality.md, 30, 31 and 34. The randomness is seeded here, so that a failure is no bad luck.
"""

from __future__ import annotations

import io
import json
import logging
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.disparity.queries import gather_material
from gapsessions.gatherings.models import Gathering
from gapsessions.live import channels
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Stage, Style
from gapsessions.sheets import from_phones, shuffling
from gapsessions.sheets.closing import close_down
from gapsessions.sheets.forgetting import forget_keys
from gapsessions.sheets.from_phones import carry_out, extra_verbs
from gapsessions.sheets.models import Answer, LateNote, Receipt, Sheet
from gapsessions.sheets.operations import read
from gapsessions.sheets.silence import open_question, reveal_all
from gapsessions.sheets.state import state_of
from gapsessions.storage.codes import hash_of
from gapsessions.web.logs import JsonFormatter
from tests.factories.rooms import make_gathering

# A test is one transaction: PostgreSQL walks past every row that was changed in it, and 200 would take six minutes.
SESSIONS = 200 if connection.vendor == "sqlite" else 80
BY_PHONE = 5
"""Sessions whose phones go all the way; the rows of the others are laid as those leave them."""
PHONES = 7
NOTES_EACH = 4
"""So many that two points above chance are four standard errors."""
MORE_THAN_CHANCE = 0.02

Guess = Callable[[int, int], int]
IN_TURN: Guess = lambda place, people: place % people  # noqa: E731 (a table of strategies)
ONE_AFTER_THE_OTHER: Guess = lambda place, people: place // NOTES_EACH % people  # noqa: E731
BACKWARDS: Guess = lambda place, people: -1 - place % people + people  # noqa: E731
STRATEGIES = (IN_TURN, ONE_AFTER_THE_OTHER, BACKWARDS)


@dataclass
class Crowd:
    """A gathering whose phones have written, and the truth the attacker is after: the place of each note's author."""

    gathering: Gathering
    seats: list[Seat]
    author: dict[str, int] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """One seeded die for everything that is drawn."""
    die = random.Random(20)
    monkeypatch.setattr(shuffling.random, "SystemRandom", lambda: die)
    return die


def crowd(session, style: Style, number: int, people: int = PHONES) -> Crowd:
    name, stage = f"Room {number}", Stage.WRITE
    gathering = make_gathering(session, Perspective.STAFF, style, stage=stage, name=name, question="strength")
    table = Breakout.objects.create(gathering=gathering, name="Table") if style is Style.TABLES else None
    seats = [
        Seat(gathering=gathering, breakout=table, number=place + 1, token_hash=hash_of(f"{number} {place}"))
        for place in range(people)
    ]
    return Crowd(gathering, Seat.objects.bulk_create(seats))


def write_in_turn(there: Crowd, dice: random.Random, notes_each: int = NOTES_EACH) -> None:
    """Every phone writes one note, then every phone the next, always in the order of their seats."""
    keys = [f"{dice.getrandbits(128):032x}" for _ in there.seats]
    pens = [f"{dice.getrandbits(128):032x}" for _ in there.seats]
    there.secrets += [*keys, *pens]
    for turn in range(notes_each):
        for place, seat in enumerate(there.seats):
            note = str(uuid.UUID(int=dice.getrandbits(128), version=4))
            said = {
                "v": 1,
                "op": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                "verb": "add",
                "table": seat.breakout.key if seat.breakout else "",
                "written": round(time.time() * 1000),
                "note": note,
                "question": "strength",
                "text": f"Words {turn}",
                "pen": pens[place],
            }
            carry_out(seat=seat, asked=read(json.dumps(said).encode()), sheet_key=keys[place])
            there.author[note] = place


def lay_in_turn(there: Crowd, dice: random.Random, notes_each: int = NOTES_EACH) -> None:
    """The same rows in the same order, put straight into the database: two hundred sessions take their time."""
    pens = [f"{dice.getrandbits(128):032x}" for _ in there.seats]
    table = there.seats[0].breakout
    if table is not None:
        sheets = [Sheet.objects.create(gathering=there.gathering, breakout=table, kind=SheetKind.TABLE)] * len(pens)
    else:
        alone = {"gathering": there.gathering, "kind": SheetKind.SINGLE}
        sheets = Sheet.objects.bulk_create(Sheet(key_hash=hash_of(key), **alone) for key in pens)
    notes = []
    for turn in range(notes_each):
        for place, (sheet, pen) in enumerate(zip(sheets, pens, strict=True)):
            words = {"question": "strength", "text": f"Words {turn}", "pen_hash": hash_of(pen) if table else ""}
            notes.append(Answer(id=uuid.UUID(int=dice.getrandbits(128), version=4), sheet=sheet, **words))
            there.author[str(notes[-1].pk)] = place
    Answer.objects.bulk_create(notes)
    Receipt.objects.bulk_create(Receipt(hash_of(str(note.pk)), note.pk, {"revision": 1}) for note in notes)


def in_file_order(model: type[models.Model], column: str, where: str, value: object) -> list[str]:
    """What an attacker with the file reads: rows as they lie in it."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where} = %s ORDER BY {place}", [value])  # noqa: S608
        return [str(uuid.UUID(str(row[0]))) for row in cursor.fetchall()]


def uuid_value(value: uuid.UUID) -> object:
    return value.hex if connection.vendor == "sqlite" else value


def share_right(rooms: Sequence[tuple[Crowd, list[str]]], guess: Guess) -> float:
    """The share of notes whose author the attacker names, going by the order in which they were seen."""
    right = total = 0
    for there, seen in rooms:
        mine = [note for note in seen if note in there.author]
        right += sum(guess(place, len(there.seats)) == there.author[note] for place, note in enumerate(mine))
        total += len(mine)
    assert total, "the attacker saw nothing"
    return right / total


def test_from_tables_nobody_guesses_an_author_better_than_by_chance(session, dice, monkeypatch):
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(channels, "publish", lambda topic, event: heard.append((event.name, event.data)))
    rooms, seen = [], defaultdict(list)
    for number in range(SESSIONS):
        there = crowd(session, Style.TABLES, number)
        open_question(there.gathering, Question.STRENGTH)
        (write_in_turn if number < BY_PHONE else lay_in_turn)(there, dice)
        if number in (0, BY_PHONE):
            before = in_file_order(Answer, "id", "question", "strength")
            assert share_right([(there, before)], IN_TURN) == 1, "before the close the file does tell"
            assert state_of(there.seats[0], pens={})["notes"] == []
        reveal_all(there.gathering)
        seen["screen"].append((there, [note["id"] for note in state_of(there.seats[0], pens={})["notes"]]))
        Gathering.objects.filter(pk=there.gathering.pk).update(stage=Stage.CLOSED, closed_at=timezone.now())
        close_down(there.gathering)
        rooms.append(there)
    assert not [name for name, _data in heard if name == "note"], "nothing was said before the reveal"
    rows = in_file_order(Answer, "id", "question", "strength")
    receipts = in_file_order(Receipt, "answer_id", "1", 1)
    exported = [str(answer.pk) for answers in gather_material(session).answers for answer in answers]
    for there in rooms:
        seen["database"].append((there, rows))
        seen["receipts"].append((there, receipts))
        seen["export"].append((there, exported))
    for source, notes in seen.items():
        for guess in STRATEGIES:
            assert share_right(notes, guess) <= 1 / PHONES + MORE_THAN_CHANCE, source


def test_from_own_sheets_nobody_guesses_an_author_better_than_by_chance(session, dice):
    people, rooms, seen = 12, [], defaultdict(list)
    for number in range(SESSIONS):
        there = crowd(session, Style.OWN_SHEETS, number, people)
        open_question(there.gathering, Question.STRENGTH)
        (write_in_turn if number < BY_PHONE else lay_in_turn)(there, dice, notes_each=1)
        sheet_of = {str(note.pk): note.sheet_id for note in Answer.objects.filter(sheet__gathering=there.gathering)}
        there.author = {str(sheet_of[note]): place for note, place in there.author.items()}
        if number in (0, BY_PHONE):
            before = in_file_order(Sheet, "id", "gathering_id", there.gathering.pk)
            assert share_right([(there, before)], IN_TURN) == 1, "before the close the file does tell"
        Gathering.objects.filter(pk=there.gathering.pk).update(stage=Stage.CLOSED, closed_at=timezone.now())
        close_down(there.gathering)
        seen["sheets"].append((there, in_file_order(Sheet, "id", "gathering_id", there.gathering.pk)))
        rooms.append(there)
    notes = in_file_order(Answer, "sheet_id", "question", "strength")
    seen["notes"] = [(there, notes) for there in rooms]
    exported = [str(sheet.pk) for sheet in gather_material(session).sheets]
    seen["export"] = [(there, exported) for there in rooms]
    for source, sheets in seen.items():
        for guess in (IN_TURN, BACKWARDS):
            assert share_right(sheets, guess) <= 1 / people + MORE_THAN_CHANCE, source


@pytest.mark.parametrize("style", [Style.TABLES, Style.OWN_SHEETS])
def test_nothing_that_leads_to_a_phone_stands_beside_its_notes(session, dice, style):
    there = crowd(session, style, 1)
    open_question(there.gathering, Question.STRENGTH)
    write_in_turn(there, dice)
    for seat in there.seats:
        op = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        pulse = {"v": 1, "op": op, "verb": "pulse", "table": "", "written": round(time.time() * 1000), "score": 7}
        carry_out(seat=seat, asked=read(json.dumps(pulse).encode(), extra_verbs()))
    receipts = Receipt.objects.values_list("result", flat=True)
    assert len(receipts) == PHONES * (NOTES_EACH + 1)
    assert {name for result in receipts for name in result} <= {"body", "revision"}, "no time, and nothing else"
    hour_ago = timezone.now() - timezone.timedelta(hours=1)
    Gathering.objects.filter(pk=there.gathering.pk).update(stage=Stage.CLOSED, closed_at=hour_ago)
    close_down(there.gathering)
    forget_keys(there.gathering)
    traces = {*there.secrets, *map(hash_of, there.secrets)}
    traces |= {trace for seat in there.seats for trace in (str(seat.pk), seat.pk.hex, seat.token_hash)}
    for model in apps.get_models():
        if model is Seat:
            continue
        for row in model._default_manager.values_list():
            assert not [trace for value in row for trace in traces if trace in str(value)], model


def test_what_is_kept_of_people_has_no_time_and_no_number_in_a_row():
    for model in (Answer, Sheet, Receipt, LateNote, Seat):
        for kept in model._meta.get_fields():
            assert not isinstance(kept, models.DateField | models.TimeField), kept
        assert not isinstance(model._meta.pk, models.AutoField), model
    assert all(note.version == 4 for note in [Answer().pk, Sheet().pk, LateNote().pk, Seat().pk])


CANARY = "Kanarienvogel-7731"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything the product's own handlers write, down to DEBUG."""
    written = io.StringIO()
    loggers = [logging.getLogger(name) for name in settings.LOGGING["loggers"]]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        if isinstance(handler.formatter, JsonFormatter):
            monkeypatch.setattr(handler, "stream", written)
    levels = {logger: logger.level for logger in loggers}
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in levels.items():
        logger.setLevel(level)  # a level that is put back in another way leaves what loggers below remember of it


def test_no_log_line_task_or_cache_holds_what_was_written(phone, mate, room, log, capfd, monkeypatch):
    phone.client.raise_request_exception = False
    note = phone.add(f"{CANARY} one").json()["note"]["id"]
    mate.do("edit", note=note, text=f"{CANARY} two", revision=1)
    assert phone.do("edit", note=note, text=f"{CANARY} three", revision=1).status_code == 409
    assert phone.add(f"{CANARY} " * 200).status_code == 422
    assert phone.send(f'{{"v":1,"text":"{CANARY}"'.encode()).status_code == 422
    assert phone.do("tag", note=note, text=CANARY).status_code == 422
    for error in (OperationalError(f"disk full at {CANARY}"), RuntimeError(CANARY)):
        with monkeypatch.context() as broken:
            broken.setattr(from_phones, "repeated", _failing(error))
            assert phone.add(f"{CANARY} four").status_code >= 500
    Gathering.objects.filter(pk=room.pk).update(stage=Stage.CLOSED, closed_at=timezone.now())
    close_down(room)
    assert phone.add(f"{CANARY} late", written=round(time.time() * 1000) + 1).status_code == 409
    out, err = capfd.readouterr()
    assert "OperationalError" in log.getvalue(), "what went wrong is in the log, without its words"
    tasks = [str(row) for row in DBTaskResult.objects.values_list()]
    kept = [str(value) for value in getattr(cache, "_cache", {}).values()]
    for place in (out, err, log.getvalue(), *tasks, *kept):
        assert CANARY not in place


def _failing(error: Exception) -> Callable[..., None]:
    def fail(*args: object) -> None:
        raise error

    return fail
