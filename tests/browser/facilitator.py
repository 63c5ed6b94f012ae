"""What tests in a browser may ask of the server they look at: the verbs of a facilitator, and scenes set for a test.

Each runs inside the server, as it does when somebody presses a button, so phones hear of it at once.
"""

from __future__ import annotations

import io
from datetime import timedelta
from importlib import import_module
from typing import Any


class Facilitator:
    """What the tests may ask for; rooms, seats and tables are named by their keys."""

    def empty(self, **settings: Any) -> None:
        """Begin anew: nothing in the database, nothing remembered, and these settings besides the usual ones."""
        from django.conf import settings as ours
        from django.contrib.contenttypes.models import ContentType
        from django.core.cache import cache
        from django.core.management import call_command

        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        ContentType.objects.clear_cache()
        cache.clear()
        for name, value in ({"PUBLIC_URL": ""} | settings).items():
            setattr(ours, name, value)

    def play(self, *, scene: str, name: str, **facts: Any) -> Any:
        """Set a scene: call a function of a module beside this one, and give what it returns."""
        return getattr(import_module(f"tests.browser.{scene}"), name)(**facts)

    def manage(self, *, words: list[str]) -> str:
        """Run a management command; give what it printed."""
        from django.core.management import call_command

        printed = io.StringIO()
        call_command(*words, stdout=printed)
        return printed.getvalue()

    def open(self, *, style: str = "tables", perspective: str = "customers", tables: Any = (), **fields: Any) -> Any:
        """A session with a gathering in the lobby."""
        from gapsessions.breakouts.actions import add_breakouts
        from gapsessions.gatherings.actions import open_gathering
        from gapsessions.gatherings.models import Gathering
        from gapsessions.method.vocabulary import Perspective, Question, Style
        from gapsessions.method.wording import HELP, QUESTIONS
        from gapsessions.sessions.models import SessionQuestion
        from tests.factories.people import make_organisation
        from tests.factories.rooms import make_session

        session = make_session(make_organisation("Tarnwell Bank"))
        for question in Question:
            wording = QUESTIONS[Perspective(perspective)][question].format(organisation="Tarnwell Bank")
            SessionQuestion.objects.filter(session=session, kind=question).update(wording=wording)
        assert HELP
        opened = open_gathering(
            session=session,
            perspective=Perspective(perspective),
            style=Style(style),
            name="Customer evening",
            silent_minutes=0,
        )
        if fields:
            Gathering.objects.filter(pk=opened.pk).update(**fields)
        made = add_breakouts(gathering=opened, names=list(tables)) if tables else []
        return {"key": opened.key, "code": opened.code, "tables": {one.name: one.key for one in made}}

    def seat(self, *, room: str, table: str = "") -> Any:
        """A phone sits down; give its cookie."""
        from gapsessions.breakouts.access import cookie_name
        from gapsessions.breakouts.models import Breakout
        from gapsessions.breakouts.seats import take_seat

        breakout = Breakout.objects.get(key=table) if table else None
        seat, token = take_seat(gathering=_room(room), breakout=breakout)
        return {"name": cookie_name(room), "value": token, "number": seat.number}

    def move(self, *, room: str, stage: str, question: str = "") -> None:
        """Move the room as the control room does."""
        from gapsessions.facilitation.room.moving import move_room, place_of
        from gapsessions.facilitation.room.way import Place
        from gapsessions.method.vocabulary import Question, Stage

        gathering = _room(room)
        to = Place(Stage(stage), Question(question) if question else None)
        move_room(gathering=gathering, seen=place_of(gathering), to=to)

    def change(self, *, room: str, silence: int | None = None, timer: int | None = None, **fields: Any) -> None:
        """Change what the room shows: its message, its countdown, the end of its silence in milliseconds from now."""
        from django.utils import timezone

        from gapsessions.facilitation.room.telling import tell_room
        from gapsessions.gatherings.models import Gathering, OpenedQuestion

        gathering = _room(room)
        if timer is not None:
            fields["timer_ends_at"], fields["timer_left"] = timezone.now() + timedelta(seconds=timer), None
        if fields:
            Gathering.objects.filter(pk=gathering.pk).update(**fields)
        if silence is not None:
            until = timezone.now() + timedelta(milliseconds=silence)
            OpenedQuestion.objects.filter(gathering=gathering, revealed=False).update(silent_until=until)
        tell_room(_room(room))

    def reseat(self, *, room: str, number: int, table: str) -> None:
        """Move a phone to another table."""
        from gapsessions.breakouts.models import Breakout
        from gapsessions.breakouts.seats import move_seat

        move_seat(seat=_seat(room, number), to=Breakout.objects.get(key=table))

    def remove(self, *, room: str, number: int) -> None:
        """Take a phone out of the room."""
        from gapsessions.breakouts.seats import remove_seat

        remove_seat(seat=_seat(room, number))

    def put_back(self, *, room: str, number: int) -> None:
        """Undo `remove`."""
        from gapsessions.breakouts.models import Seat
        from gapsessions.breakouts.seats import put_back_seat

        put_back_seat(
            seat=Seat.everything.select_related("gathering", "breakout").get(number=number, gathering__key=room)
        )

    def take_out(self, *, table: str) -> None:
        """Take a table out of the room."""
        from gapsessions.breakouts.models import Breakout
        from gapsessions.facilitation.preparing.removing import remove_breakout

        remove_breakout(breakout=Breakout.objects.select_related("gathering").get(key=table))

    def notes(self, *, room: str) -> Any:
        """Every answer of the room, as (table, question, text, struck out)."""
        from gapsessions.sheets.models import Answer

        found = Answer.objects.filter(sheet__gathering__key=room).values_list(
            "sheet__breakout__name", "question", "text", "struck_out"
        )
        return sorted(found, key=str)

    def write(self, *, table: str, question: str, texts: list[str], **fields: Any) -> None:
        """Notes that stand on a sheet already."""
        from gapsessions.breakouts.models import Breakout
        from gapsessions.method.vocabulary import Question
        from gapsessions.sheets.laying import table_sheet
        from tests.factories.rooms import write

        write(table_sheet(breakout=Breakout.objects.get(key=table)), Question(question), *texts, **fields)

    def open_vote(self, *, room: str, themes: dict[str, str]) -> None:
        """A vote on themes that each hold one note of the room's first sheet."""
        from gapsessions.sheets.models import Sheet
        from gapsessions.themes.ballot.actions import open_ballot
        from gapsessions.themes.models import Placement, Theme
        from tests.factories.rooms import write

        gathering, keys = _room(room), []
        sheet = Sheet.objects.filter(gathering=gathering).first()
        for name, text in themes.items():
            theme = Theme.objects.create(session=gathering.session, name=name)
            Placement.objects.create(answer=write(sheet, "improve", text)[0], theme=theme)
            keys.append(theme.key)
        open_ballot(gathering=gathering, themes=keys)

    def close_vote(self, *, room: str) -> Any:
        """Close it; the totals by theme."""
        from gapsessions.themes.ballot.actions import close_ballot
        from gapsessions.themes.ballot.models import Ballot

        closed = close_ballot(ballot=Ballot.objects.get(gathering__key=room, closed=False))
        return {option.name: option.dots for option in closed.options.all()}

    def asides(self, *, room: str) -> Any:
        """What was given beside the four questions."""
        from gapsessions.plan.models import Contact
        from gapsessions.sheets.models import Prediction, PulseCount

        pulse = PulseCount.objects.filter(gathering__key=room, people__gt=0).values_list("score", "people")
        return {
            "pulse": sorted(pulse),
            "predictions": sorted(Prediction.objects.filter(gathering__key=room).values_list("text", flat=True)),
            "contacts": sorted(Contact.objects.filter(session__gatherings__key=room).values_list("address", flat=True)),
        }

    def segments(self, *, room: str, names: list[str]) -> None:
        """The groups people of an open link choose from."""
        from gapsessions.sessions.models import GapSession

        GapSession.objects.filter(gatherings__key=room).update(segments=names)

    def helper(self, *, room: str, name: str = "Hana") -> Any:
        """A helper link for every table of the room; give its address, and its key."""
        from gapsessions.breakouts.helping import make_helper_link

        gathering = _room(room)
        link, token = make_helper_link(gathering=gathering, name=name, breakouts=gathering.breakouts.all())
        return {"path": f"/h/{token}/", "key": link.key}

    def end_helper(self, *, key: str) -> None:
        """End it."""
        from gapsessions.breakouts.helping import end_helper_link
        from gapsessions.breakouts.models import HelperLink

        end_helper_link(link=HelperLink.objects.select_related("gathering").get(key=key))

    def call(self, *, table: str) -> None:
        """A table asks for help."""
        from gapsessions.breakouts.models import Breakout
        from gapsessions.gatherings import topics
        from gapsessions.live.channels import publish
        from gapsessions.live.events import Event

        breakout = Breakout.objects.select_related("gathering").get(key=table)
        Breakout.objects.filter(pk=breakout.pk).update(needs_help=True)
        publish(topics.desk(breakout.gathering.key), Event.of("stir"))

    def late(self, *, room: str) -> int:
        """How many notes wait for the facilitator."""
        from gapsessions.sheets.models import LateNote

        return LateNote.objects.filter(sheet__gathering__key=room).count()


def _room(key: str) -> Any:
    from gapsessions.gatherings.models import Gathering

    return Gathering.objects.select_related("session").get(key=key)


def _seat(room: str, number: int) -> Any:
    from gapsessions.breakouts.models import Seat

    return Seat.objects.select_related("gathering", "breakout").get(gathering__key=room, number=number)
