"""Sessions to sort, set inside the server the tests look at (`Venue.play`); each gives its code and cookies."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from gapsessions.accounts.models import Organisation, User
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.themes.actions import create_theme, move_answers
from gapsessions.themes.models import Heading, Placement, Suggestion, Theme
from tests.factories.people import make_member, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table, write

SUBJECTS = {"Phone": "Nobody picks up the phone", "Letter": "A letter nobody understands", "Queue": "The queue is long"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Scene = dict[str, Any]


def scene(*, each: int, placed: bool) -> Scene:
    """So many notes about each of three subjects, in three themes or undecided."""
    organisation = Organisation.objects.first() or make_organisation("Tarnwell Bank")
    people = [User.objects.filter(name=name).first() or make_member(name, organisation) for name in ("Fay", "Lou")]
    session = make_session(organisation, "Autumn review")
    sheets = [make_table(make_gathering(session, side)) for side in Perspective]
    themes = {name: create_theme(session=session, name=name) for name in SUBJECTS} if placed else {}
    for name, text in SUBJECTS.items():
        for number in range(each):
            question = list(Question)[number % 2]
            (note,) = write(sheets[number % 3], question, f"{text}, says number {number}")
            if placed:
                move_answers(answers=[note.pk], to=themes[name], by=people[0])
    return {"code": session.code, "cookies": [cookie_of(person) for person in people]}


def viewed() -> Scene:
    """The session of `scene` as somebody who may only look opens it."""
    from gapsessions.accounts.models import Role
    from gapsessions.sessions.models import GapSession

    scene(each=1, placed=True)
    session = GapSession.objects.latest("pk")
    vera = User.objects.filter(name="Vera").first() or make_member("Vera", session.organisation, Role.VIEWER)
    return {"code": session.code, "cookies": [cookie_of(vera)]}


def full() -> Scene:
    """Everything a board can hold: headings, folds, guesses, hints, second themes, "other", long words, Arabic."""
    organisation = Organisation.objects.first() or make_organisation("Tarnwell Bank")
    fay = User.objects.filter(name="Fay").first() or make_member("Fay", organisation)
    session = make_session(organisation, "Autumn review")
    sheets = [make_table(make_gathering(session, side)) for side in Perspective]
    heading = Heading.objects.create(session=session, name="Kundenbetreuungsvereinbarungen")
    names = ("Wartezeiten am Rechtsschutzversicherungsgesellschaftstelefon", "رسوم الحساب", "Letters")
    themes = [create_theme(session=session, name=name) for name in names]
    Theme.objects.filter(pk=themes[0].pk).update(heading=heading)
    said = ["Nobody picks up", "Nobody picks up.", "nobody picks up!", *(f"Note {n} of the phone" for n in range(9))]
    for number, text in enumerate(said):
        (note,) = write(sheets[number % 3], Question.IMPROVE, text)
        Placement.objects.create(answer=note, theme=themes[0], confidence=0.3 + number / 20, why={"words": ["phone"]})
    for number in range(2):
        (note,) = write(sheets[number], Question.STRENGTH, f"الرسوم واضحة {number}")
        Placement.objects.create(answer=note, theme=themes[1])
    Placement.objects.create(answer=note, theme=themes[2], role="also_in", standing="pinned")
    other = Theme.objects.create(session=session, name="Other", other=True)
    Placement.objects.create(answer=write(sheets[0], Question.IMPROVE, "n/a")[0], theme=other)
    for number in range(3):
        (note,) = write(
            sheets[number], Question.ACTION, f"Donaudampfschifffahrtselektrizitätenhauptbetriebswerk {number}"
        )
        for rank in (1, 2):
            Suggestion.objects.create(answer=note, theme=themes[rank], rank=rank, score=0.4)
    return {"code": session.code, "cookies": [cookie_of(fay)]}


def places(*, code: str) -> list[list[str]]:
    """Where every note stands: its text and theme, "" for none."""
    from gapsessions.sheets.models import Answer

    rows = Answer.objects.filter(sheet__gathering__session__code=code).values_list(
        "text", "placements__theme__name", "placements__standing"
    )
    return [[text, theme or "", standing or ""] for text, theme, standing in rows]


def cookie_of(person: User) -> str:
    """What the browser of somebody who is signed in holds under the name `member`."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)
