"""Fills an empty database with gatherings that are being written in, by the product's own verbs; prints who sits where.

Started by room.py and faults.py before the server, with DATA_DIR set; takes the phones, those per gathering and those
per table, and for a storm the people who write alone and the seconds from one question's reveal to the next.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from gapsessions.accounts.models import Organisation  # noqa: E402
from gapsessions.breakouts.actions import add_breakouts  # noqa: E402
from gapsessions.breakouts.seats import take_seat  # noqa: E402
from gapsessions.gatherings.actions import move, open_gathering  # noqa: E402
from gapsessions.gatherings.models import Gathering, OpenedQuestion  # noqa: E402
from gapsessions.method.vocabulary import Pace, Perspective, Question, Stage, Style  # noqa: E402
from gapsessions.sessions.actions import open_session  # noqa: E402
from gapsessions.sessions.models import GapSession  # noqa: E402

JOINERS = 300


def main(phones: int, per_gathering: int, at_a_table: int, alone: int = 0, silent_seconds: int = 0) -> None:
    """Migrate, fill, and print one line of JSON: the phones, and a code that nobody has used yet."""
    call_command("migrate", verbosity=0, skip_checks=True)
    organisation = Organisation.objects.create(name="Tarnwell Bank")
    Organisation.objects.create(name="Somebody Else")  # where there are two, no sample session is brought in
    session = open_session(organisation=organisation, title="Autumn review")
    seated: list[dict[str, Any]] = []
    while len(seated) < phones:
        seated += _full_gathering(session, min(per_gathering, phones - len(seated)), at_a_table)
    if silent_seconds:
        _be_silent(silent_seconds)
    if alone:
        seated += _own_sheets(session, alone)
    fresh = _gathering(session, JOINERS, "Door")
    add_breakouts(gathering=fresh, names=[f"Table {n + 1}" for n in range(JOINERS // at_a_table)])
    print(json.dumps({"phones": seated, "code": fresh.code}))


def _gathering(session: GapSession, people: int, name: str) -> Gathering:
    return open_gathering(
        session=session,
        perspective=Perspective.STAFF,
        style=Style.TABLES,
        name=name,
        planned_size=people,
        silent_minutes=0,  # a silent note reaches nobody, and the bench measures what reaches all
    )


def _be_silent(seconds: int) -> None:
    """Every question of every room is silent at first; they are revealed one after the other."""
    now = timezone.now()
    for gathering in Gathering.objects.filter(style=Style.TABLES):
        for number, question in enumerate(Question, 1):
            until = now + timedelta(seconds=seconds * number)
            OpenedQuestion.objects.update_or_create(
                gathering=gathering, question=question, defaults={"silent_until": until, "revealed": False}
            )


@transaction.atomic
def _own_sheets(session: GapSession, people: int) -> list[dict[str, Any]]:
    gathering = open_gathering(
        session=session, perspective=Perspective.CUSTOMERS, style=Style.OWN_SHEETS, name="Alone", planned_size=people
    )
    Gathering.objects.filter(pk=gathering.pk).update(pace=Pace.ALL_OPEN)
    seated = []
    for _ in range(people):
        _seat, token = take_seat(gathering=gathering)
        cookies = {f"seat-{gathering.key}": token}
        seated.append({"room": gathering.key, "table": "", "sheet_key": secrets.token_hex(16), "cookies": cookies})
    move(gathering=gathering, seen=Stage.LOBBY, to=Stage.WRITE)
    return seated


@transaction.atomic
def _full_gathering(session: GapSession, people: int, at_a_table: int) -> list[dict[str, Any]]:
    """One transaction: ten thousand seats would otherwise be ten thousand waits for the disk."""
    gathering = _gathering(session, people, f"Staff {Gathering.objects.count() + 1}")
    tables = add_breakouts(gathering=gathering, names=[f"Table {n + 1}" for n in range(-(-people // at_a_table))])
    seated = []
    for number in range(people):
        table = tables[number % len(tables)]
        _seat, token = take_seat(gathering=gathering, breakout=table)
        seated.append({"room": gathering.key, "table": table.key, "cookies": {f"seat-{gathering.key}": token}})
    Gathering.objects.filter(pk=gathering.pk).update(pace=Pace.ALL_OPEN)
    move(gathering=gathering, seen=Stage.LOBBY, to=Stage.WRITE)
    return seated


if __name__ == "__main__":
    main(*map(int, sys.argv[1:6]))
