"""Two waves of one session: last time customers waited and leadership had not raised it, this time it has."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.actions import take_snapshot
from gapsessions.method.vocabulary import Perspective, Question, Style
from gapsessions.plan.models import Action
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, PulseCount
from gapsessions.themes.actions import create_theme, move_answers, send_to_other
from gapsessions.themes.encoding import encode_missing
from tests.factories.encoders import SubjectEncoder
from tests.factories.rooms import make_gathering, make_session, make_table, write

L, S, C = Perspective


def elsewhere(session: GapSession, answer: Answer, fay: User) -> None:
    """What fits no theme counts among those that answered."""
    send_to_other(session=session, answers=[answer.pk], by=fay)


def hold(
    session: GapSession, fay: User, *, waiting: dict[Perspective, tuple[int, int]], name: str, pulse: int
) -> GapSession:
    """A session in which so many of so many sheets of each side want the waiting improved, and all praise the staff."""
    wait, kind = (create_theme(session=session, name=words) for words in (name, "Kind staff"))
    for side, (raising, of) in waiting.items():
        room = make_gathering(session, side, Style.TABLES)
        PulseCount.objects.create(gathering=room, score=9, people=pulse)
        PulseCount.objects.create(gathering=room, score=3, people=10)
        for number in range(of):
            sheet = make_table(room)
            move_answers(answers=[write(sheet, Question.STRENGTH, f"Kind staff {number}")[0].pk], to=kind, by=fay)
            if number < raising:
                move_answers(answers=[write(sheet, Question.IMPROVE, f"Long wait {number}")[0].pk], to=wait, by=fay)
            else:
                elsewhere(session, write(sheet, Question.IMPROVE, f"Nothing {number}")[0], fay)
    encode_missing(session, SubjectEncoder())
    return session


def make_waves(organisation: Organisation, fay: User) -> tuple[GapSession, GapSession]:
    """Last time, frozen and with a plan, and this time."""
    last = make_session(organisation, "Autumn 2025", created_at=timezone.now() - timedelta(days=365))
    hold(last, fay, waiting={L: (1, 12), C: (28, 30)}, name="Waiting on the phone", pulse=4)
    Action.objects.create(session=last, what="Call back the same day", status="done")
    Action.objects.create(session=last, what="A second line", status="planned")
    take_snapshot(last, fay)
    now = make_session(organisation, "Autumn 2026", wave_of=last)
    hold(now, fay, waiting={L: (10, 12), C: (26, 30)}, name="Long waits", pulse=20)
    return last, now
