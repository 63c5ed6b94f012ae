"""A room that is being held, as the tests of the control room meet it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from gapsessions.gatherings.actions import hold_code
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Stage
from gapsessions.sessions.models import GapSession
from tests.factories.rooms import make_gathering


@pytest.fixture
def fresh_cache() -> Iterator[None]:
    """What a room keeps for the evening only (docs/decisions/0112) begins empty, and leaves nothing behind."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def room(session: GapSession) -> Gathering:
    return make_gathering(session, Perspective.CUSTOMERS, stage=Stage.WRITE, code=hold_code(), question="strength")


@pytest.fixture
def place(session: GapSession, room: Gathering) -> str:
    """The address of the room's control room."""
    return f"/s/{session.code}/g/{room.key}/room/"


@pytest.fixture
def undo_in() -> Callable[[HttpResponse], str]:
    """Find the address of the undo that an answer offers."""

    def find(answer: HttpResponse) -> str:
        found = re.search(r'class="toast.*?action="([^"]+)"', answer.content.decode(), re.DOTALL)
        assert found, answer.content.decode()[-2000:]
        return found[1]

    return find
