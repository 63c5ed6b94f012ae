"""A room with phones in it."""

from __future__ import annotations

import pytest

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.activity import forget
from tests.factories.phones import Phone, sit_down
from tests.factories.rooms import make_gathering


@pytest.fixture
def room(session: GapSession) -> Gathering:
    """Staff at tables, writing, all four questions open."""
    forget()
    return make_gathering(session, Perspective.STAFF, Style.TABLES, stage=Stage.WRITE, code="BCDFGH")


@pytest.fixture
def window(room: Gathering) -> Breakout:
    return Breakout.objects.create(gathering=room, name="Window table")


@pytest.fixture
def door(room: Gathering) -> Breakout:
    return Breakout.objects.create(gathering=room, name="Door table")


@pytest.fixture
def phone(room: Gathering, window: Breakout) -> Phone:
    return sit_down(room, window)


@pytest.fixture
def mate(room: Gathering, window: Breakout) -> Phone:
    """Somebody else at the same table."""
    return sit_down(room, window)


@pytest.fixture
def alone(session: GapSession) -> Phone:
    """Somebody who writes an own sheet."""
    gathering = make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS, stage=Stage.WRITE, code="BCDFGJ")
    return sit_down(gathering)
