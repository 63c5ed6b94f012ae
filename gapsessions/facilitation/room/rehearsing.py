"""A rehearsal: a hidden copy of a session with one room, fourteen phones that this machine plays, and no trace after.

The phones take real seats and send real operations, so what a facilitator tries is what will happen. Their words are
made up and say so.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from datetime import timedelta
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from gapsessions.breakouts.actions import add_breakouts, free_names
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import NobodyComesIn, listener_of, take_seat
from gapsessions.gatherings.actions import facts_of, open_gathering, release_code
from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.live.channels import revoke
from gapsessions.method.vocabulary import Intent, Question, Seating, Stage, Style, Valence
from gapsessions.sessions.actions import erase_session, open_session
from gapsessions.sheets.from_phones import carry_out
from gapsessions.sheets.models import Answer
from gapsessions.sheets.operations import VERSION, read
from gapsessions.sheets.refusals import Refusal

PHONES = 14
PLAYED = "played"
"""Stands on the seats of phones that this machine plays."""
TABLES = 2
MOST_NOTES = 160
"""A rehearsal that is forgotten in an open window does not write for ever."""
EVERY = 1.5
"""Seconds between two steps, however many control rooms ask for one."""


@transaction.atomic
def rehearse(*, gathering: Gathering) -> Gathering:
    """Give the room of a rehearsal: the one that is under way, or a new copy in its lobby."""
    session = gathering.session
    running = rehearsal_of(gathering)
    if running:
        return running
    copy = open_session(organisation=session.organisation, title=session.title, language=session.language, like=session)
    copy.rehearsal_of, copy.segments = session, session.segments
    copy.keep_until = timezone.localdate() + timedelta(days=1)  # one that nobody ends goes by itself
    copy.save(update_fields=["rehearsal_of", "segments", "keep_until"])
    # The phones that are played fit in, whatever was planned; nobody writes to a helpline.
    played = {"planned_size": None, "invited": None, "helpline": ""}
    room = open_gathering(session=copy, **facts_of(gathering) | played)
    if room.style == Style.TABLES:
        names = list(Breakout.objects.filter(gathering=gathering).order_by("pk").values_list("name", flat=True))
        add_breakouts(gathering=room, names=names[:TABLES] or free_names(room, TABLES, gettext("Table %d")))
    return room


def rehearsal_of(gathering: Gathering) -> Gathering | None:
    """The rehearsal of a gathering that is under way."""
    rooms = Gathering.objects.filter(session__rehearsal_of=gathering.session_id, perspective=gathering.perspective)
    return rooms.filter(name=gathering.name).select_related("session__organisation").first()


def rehearsed(room: Gathering) -> Gathering | None:
    """The gathering that a rehearsal is a copy of."""
    real = Gathering.objects.filter(session=room.session.rehearsal_of_id, perspective=room.perspective)
    return real.filter(name=room.name).select_related("session").first()


def end_rehearsal(*, room: Gathering) -> None:
    """Delete a rehearsal with everything that was written in it."""
    session = room.session
    if session.rehearsal_of_id is None:
        raise ValueError("This is no rehearsal.")
    for seat in Seat.everything.filter(gathering=room):
        revoke(listener_of(seat))
    if room.code:
        release_code(code=room.code)
    erase_session(session=session)


def step(*, room: Gathering) -> bool:
    """Let the phones do a little; False where they did something just now."""
    if room.session.rehearsal_of_id is None or not cache.add(f"rehearsal-step:{room.key}", time.time(), EVERY):
        return False
    dice = random.Random()
    if room.stage != Stage.CLOSED:
        _come_in(room)
    seats = list(Seat.objects.filter(gathering=room).select_related("gathering__session", "breakout")[:PHONES])
    if seats and room.stage == Stage.WRITE:
        for seat in dice.sample(seats, min(len(seats), dice.choice((0, 1, 1, 2)))):
            _write(room, seat, dice)
    elif seats and room.stage == Stage.READ_BACK:
        _read_back(room, dice.choice(seats), dice)
    return True


def _come_in(room: Gathering) -> None:
    there = Seat.everything.filter(gathering=room, tag=PLAYED).count()
    tables = list(Breakout.objects.filter(gathering=room).order_by("pk")) if room.style == Style.TABLES else []
    sits = room.seating == Seating.SIT_ANYWHERE or room.stage != Stage.LOBBY
    for number in range(there, min(PHONES, there + 2)):
        try:
            breakout = tables[number % len(tables)] if tables and sits else None
            take_seat(gathering=room, breakout=breakout, tag=PLAYED)
        except NobodyComesIn:
            return


def _write(room: Gathering, seat: Seat, dice: random.Random) -> None:
    if Answer.objects.filter(sheet__gathering=room).count() >= MOST_NOTES:
        return
    opened = list(OpenedQuestion.objects.filter(gathering=room).values_list("question", flat=True))
    if not opened:
        return
    question = Question(room.question or dice.choice(opened))
    if dice.random() < 0.03 and seat.breakout and not seat.breakout.needs_help:
        _send(seat, {"verb": "help", "on": True})
        return
    said: dict[str, object] = {"verb": "add", "note": str(uuid4()), "question": question.value, "text": _words(dice)}
    if question is Question.COMPETITOR and dice.random() < 0.7:
        said["valence"] = dice.choice(list(Valence)).value
    if question is Question.ACTION and dice.random() < 0.7:
        said["intent"] = dice.choice(list(Intent)).value
    _send(seat, said, pen=_secret(seat, question.value))


def _read_back(room: Gathering, seat: Seat, dice: random.Random) -> None:
    notes = Answer.objects.filter(sheet__gathering=room, struck_out=False, star=False)
    if seat.breakout_id:
        mine = list(notes.filter(sheet__breakout=seat.breakout_id).values_list("pk", flat=True))
        if mine and dice.random() < 0.7:
            _send(seat, {"verb": "star", "note": str(dice.choice(mine)), "on": True})
            return
    _send(seat, {"verb": "confirm", "on": True})


def _send(seat: Seat, said: dict[str, object], pen: str = "") -> None:
    """Send an operation as a phone would, through everything a phone's goes through; a refusal is none of our worry."""
    whole = {
        "v": VERSION,
        "op": str(uuid4()),
        "table": seat.breakout.key if seat.breakout else "",
        "written": round(time.time() * 1000),
        **said,
    }
    if pen:
        whole["pen"] = pen
    try:
        carry_out(seat=seat, asked=read(json.dumps(whole).encode()), sheet_key=_secret(seat, "sheet"))
    except Refusal:
        return


def _secret(seat: Seat, what: str) -> str:
    """What a real phone draws and keeps; a played one needs no chance."""
    return hashlib.sha256(f"{seat.pk}:{what}".encode()).hexdigest()[:32]


def _words(dice: random.Random) -> str:
    words = [
        gettext("shorter queues in the morning"),
        gettext("letters that one understands"),
        gettext("somebody who calls back"),
        gettext("a friendly word at the counter"),
        gettext("the same form asked for twice"),
        gettext("one contact from beginning to end"),
        gettext("an answer on the same day"),
        gettext("opening hours after work"),
    ]
    return gettext("Rehearsal: %(words)s") % {"words": dice.choice(words)}
