"""Which steps lie behind a session: every page's bar and the list of sessions say the same."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gapsessions.disparity.models import Snapshot
from gapsessions.facilitation.standings import counts_of, standing_of
from gapsessions.method.vocabulary import Perspective, Question, Stage
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import STEPS, steps_done
from tests.factories.rooms import make_gathering, make_table, write

L, S, C = Perspective


def hold(session: GapSession, side: Perspective, stage: Stage = Stage.CLOSED, *, sheets: int = 1) -> None:
    gathering = make_gathering(session, side, stage=stage)
    for _ in range(sheets):
        write(make_table(gathering), Question.IMPROVE, "The queue is long")


def close_themes(session: GapSession) -> None:
    session.themes_closed_at = timezone.now()
    session.save()


def report(session: GapSession) -> None:
    Snapshot.objects.create(session=session, number=1, payload=b"", sha256="0" * 64)


@pytest.mark.parametrize(
    ("happened", "done"),
    [
        ([], 0),
        ([lambda s: hold(s, L)], 0),
        ([lambda s: hold(s, L), lambda s: hold(s, S, sheets=0)], 0),
        ([lambda s: hold(s, L), lambda s: hold(s, L)], 0),
        ([lambda s: hold(s, L), lambda s: hold(s, S)], 1),
        ([lambda s: hold(s, L), lambda s: hold(s, S), lambda s: hold(s, C, Stage.LOBBY)], 0),
        ([lambda s: hold(s, L), lambda s: hold(s, S, Stage.WRITE)], 0),
        ([lambda s: hold(s, L), lambda s: hold(s, S), close_themes], 2),
        ([lambda s: hold(s, L), lambda s: hold(s, S), report], 1),
        ([lambda s: hold(s, L), lambda s: hold(s, S), close_themes, report], 5),
    ],
)
def test_bar_and_list_agree_on_the_steps_done(session, happened, done):
    for act in happened:
        act(session)
    assert steps_done(session) == STEPS[:done]
    assert standing_of(session, counts_of([session])[session.pk]).done == STEPS[:done]


def test_steps_are_found_in_two_queries(session, django_assert_num_queries):
    for side in Perspective:
        hold(session, side)
    with django_assert_num_queries(2):
        steps_done(session)
