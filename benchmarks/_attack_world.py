"""A small world to attack, in which every free text is hostile: prints its keys and cookies as one line of JSON.

Started by attacks.py before the server, with DATA_DIR set. Texts are laid straight into the rows, so that nothing but
the way out is between them and a screen; what comes in through phones and forms is tried there as well.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks._attack_payloads import payloads  # noqa: E402
from gapsessions.accounts.models import Membership, Organisation, Role, User  # noqa: E402
from gapsessions.breakouts.access import cookie_name  # noqa: E402
from gapsessions.breakouts.actions import add_breakouts  # noqa: E402
from gapsessions.breakouts.helping import make_helper_link  # noqa: E402
from gapsessions.breakouts.models import Breakout, HelperLink  # noqa: E402
from gapsessions.breakouts.seats import take_seat  # noqa: E402
from gapsessions.disparity.standing import keep_comparison  # noqa: E402
from gapsessions.gatherings.actions import move, open_gathering  # noqa: E402
from gapsessions.gatherings.models import Gathering, ParkedThought  # noqa: E402
from gapsessions.intake.drafting import keep_draft  # noqa: E402
from gapsessions.method.cleaning import without_controls  # noqa: E402
from gapsessions.method.vocabulary import Pace, Perspective, Question, Stage, Style  # noqa: E402
from gapsessions.plan.actions import ActionWords, write_action  # noqa: E402
from gapsessions.plan.models import Contact  # noqa: E402
from gapsessions.reports.actions import make_version, open_version  # noqa: E402
from gapsessions.reports.sharing.models import ShareLink  # noqa: E402
from gapsessions.sessions.actions import open_session  # noqa: E402
from gapsessions.sessions.models import GapSession, SessionQuestion  # noqa: E402
from gapsessions.sheets.laying import single_sheet, table_sheet  # noqa: E402
from gapsessions.sheets.models import Answer, LateNote, Prediction, Sheet  # noqa: E402
from gapsessions.storage.codes import hash_of  # noqa: E402
from gapsessions.themes.actions import close_themes, create_theme, move_answers  # noqa: E402
from gapsessions.themes.ballot.actions import open_ballot  # noqa: E402
from gapsessions.themes.models import Heading  # noqa: E402

LINKS = {"report": "AttackedSharedReport12", "preview": "AttackedPreviewOfIt123"}
"""Secrets of links to the report that went all the way, by kind."""
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Organisation: ("name",),
    User: ("name",),
    GapSession: ("title", "ground_rules"),
    Gathering: ("name", "segment", "message", "helpline"),
    Breakout: ("name",),
    HelperLink: ("name",),
    ParkedThought: ("text", "for_whom"),
    Contact: ("address",),
    Prediction: ("text",),
    Heading: ("name",),
    SessionQuestion: ("wording",),
}
"""Every free text that is no note; notes are written with theirs."""


def main(step: int = 1) -> None:
    """Migrate, fill, make hostile with every payload or each `step`th, and print."""
    call_command("migrate", verbosity=0, skip_checks=True)
    hostile = [without_controls(text) for text in payloads()[::step]]
    ours, theirs = Organisation.objects.create(name="Tarnwell"), Organisation.objects.create(name="Elsewhere")
    told: dict[str, Any] = {"members": {}, "phones": {}}
    for name, organisation, role in (("fay", ours, Role.OWNER), ("oscar", theirs, Role.OWNER)):
        user = User.objects.create(name=name, email=f"{name}@example.org", password="unknown")  # noqa: S106
        Membership.objects.create(user=user, organisation=organisation, role=role)
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        told["members"][name] = {morsel.key: morsel.value for morsel in browser.cookies.values()}
    told |= {"shown": _reported(ours, hostile), "links": LINKS, "room": _room(ours, told, hostile), "door": _door(ours)}
    told |= {"room_elsewhere": _room(theirs, told, hostile[:3], "elsewhere")}
    _make_hostile([payload for payload in hostile if len(payload) <= 80])
    print(json.dumps(told))


def _reported(organisation: Organisation, hostile: list[str]) -> str:
    """A session that went all the way, with a version of its report; notes are payloads."""
    session = open_session(organisation=organisation, title="All the way")
    Heading.objects.create(session=session, name="A heading")
    sheets: list[Sheet] = []
    for perspective in Perspective:
        gathering = open_gathering(session=session, perspective=perspective, style=Style.TABLES, name="x")
        sheets += [table_sheet(breakout=one) for one in add_breakouts(gathering=gathering, names=["A", "B", "C"])]
        alone = open_gathering(session=session, perspective=perspective, style=Style.OWN_SHEETS, name="y")
        sheets.append(single_sheet(gathering=alone))
        LateNote.objects.create(sheet=sheets[-1], question=Question.STRENGTH, text=hostile[0])
        Prediction.objects.create(gathering=gathering, text="p")
        ParkedThought.objects.create(gathering=gathering, text="t")
    Contact.objects.create(session=session, channel="email", often="once", address="a")
    questions = list(Question)
    notes = [
        Answer.objects.create(sheet=sheets[n % len(sheets)], question=questions[n // 5 % 4], text=text, star=n % 5 == 0)
        for n, text in enumerate(hostile)
    ]
    for n in range(12):
        theme = create_theme(session=session, name=hostile[n * 7 % len(hostile)][:110])
        move_answers(answers=[note.pk for note in notes[n::14]], to=theme, by=None)
    Gathering.objects.filter(session=session).update(stage=Stage.CLOSED, closed_at=timezone.now())
    close_themes(session=session)
    keep_comparison(session=session)
    version = open_version(session=session, by=None, paper="a4", note=hostile[5][:200])
    make_version(version=version)
    write_action(session=session, words=ActionWords(hostile[1][:300], owner=hostile[2][:120]), by=None)
    for kind, token in LINKS.items():
        ends = timezone.now() + timedelta(days=1)
        link = ShareLink(session=session, version=version, kind=kind, token_hash=hash_of(token), expires_at=ends)
        link.label, link.downloads = hostile[4][:80], kind == "report"
        link.save()
    fay = User.objects.get(name="fay")
    rows = "\n".join('staff,1,"' + text.replace('"', '""') + '"' for text in hostile)
    file_name = f"{hostile[3][:80]}.csv"
    keep_draft(session=session, user=fay, name=file_name, data=f"perspective,question,text\n{rows}".encode())
    return session.code


def _room(organisation: Organisation, told: dict[str, Any], hostile: list[str], mark: str = "") -> dict[str, Any]:
    """A gathering under way with two tables, and one where everybody writes alone."""
    session = open_session(organisation=organisation, title="Live")
    room = open_gathering(
        session=session, perspective=Perspective.STAFF, style=Style.TABLES, name="R", silent_minutes=0
    )
    tables = add_breakouts(gathering=room, names=["Window", "Door"])
    alone = open_gathering(session=session, perspective=Perspective.STAFF, style=Style.OWN_SHEETS, name="A")
    Gathering.objects.filter(pk__in=[room.pk, alone.pk]).update(pace=Pace.ALL_OPEN, asks_prediction=True)
    ParkedThought.objects.create(gathering=room, text="t")
    theme = create_theme(session=session, name=f"{mark}{hostile[1][:100]}")
    for gathering, table, who in (
        (room, tables[0], "one"),
        (room, tables[0], "mate"),
        (room, tables[1], "two"),
        (alone, None, "alone"),
    ):
        _seat, token = take_seat(gathering=gathering, breakout=table)
        facts = {"room": gathering.key, "table": table.key if table else "", "number": _seat.number, "seat": _seat.pk}
        cookies = {cookie_name(gathering.key): token}
        told["phones"][mark + who] = json.loads(json.dumps(facts | {"cookies": cookies}, default=str))
    link, token = make_helper_link(gathering=room, name="Hana", breakouts=tables)
    for gathering in (room, alone):
        move(gathering=gathering, seen=Stage.LOBBY, to=Stage.WRITE)
    notes = [Answer.objects.create(sheet=table_sheet(breakout=t), question="strength", text="Calm") for t in tables]
    voted = Answer.objects.create(sheet=single_sheet(gathering=alone), question="strength", text=hostile[2])
    move_answers(answers=[*(note.pk for note in notes), voted.pk], to=theme, by=None)
    open_ballot(gathering=alone, themes=[theme.key])
    return {
        "session": session.code,
        "key": room.key,
        "alone": alone.key,
        "code": Gathering.objects.get(pk=room.pk).code,
        "tables": [table.key for table in tables],
        "notes": [str(note.pk) for note in notes],
        "theme": theme.key,
        "helper": token,
        "helper_key": link.key,
    }


def _door(organisation: Organisation) -> dict[str, str]:
    session = open_session(organisation=organisation, title="Door")
    door = open_gathering(
        session=session, perspective=Perspective.STAFF, style=Style.TABLES, name="D", planned_size=300
    )
    add_breakouts(gathering=door, names=[f"Table {n}" for n in range(8)])
    return {"session": session.code, "key": door.key, "code": Gathering.objects.get(pk=door.pk).code}


def _make_hostile(short: list[str]) -> None:
    for model, names in TEXTS.items():
        for n, pk in enumerate(model._base_manager.values_list("pk", flat=True)):
            texts = {name: short[(n * 7 + place * 3) % len(short)] for place, name in enumerate(names)}
            model._base_manager.filter(pk=pk).update(**texts)
    GapSession.objects.update(segments=short[:6])
    Gathering.objects.update(mix_by=short[6:10])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
