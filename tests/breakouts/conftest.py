"""A room with its door open, and what its screens were told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache

from gapsessions.breakouts.actions import add_breakouts
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.live import channels
from gapsessions.live.events import Event
from gapsessions.method.vocabulary import Stage
from tests.factories.rooms import make_gathering


@dataclass
class Heard:
    """What a broker was asked to carry: events by topic, and listeners whose streams were ended."""

    events: list[tuple[str, Event]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def publish(self, topic: str, event: Event) -> None:
        self.events.append((topic, event))

    def revoke(self, listener: str) -> None:
        self.ended.append(listener)

    def on(self, topic: str) -> list[Event]:
        return [event for at, event in self.events if at == topic]


@pytest.fixture
def no_misses_yet() -> Iterator[None]:
    """Nobody has guessed a code, and nobody is known for one."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every event, at once: the tests' transactions never commit."""
    heard = Heard()
    monkeypatch.setattr(channels, "publish", heard.publish)
    monkeypatch.setattr("gapsessions.gatherings.stirring.publish", heard.publish)
    for module in ("seats", "helping", "actions"):
        monkeypatch.setattr(f"gapsessions.breakouts.{module}.publish", heard.publish, raising=False)
        monkeypatch.setattr(f"gapsessions.breakouts.{module}.revoke", heard.revoke, raising=False)
    return heard


@pytest.fixture
def room(session) -> Gathering:
    """A gathering whose phones write, code BCDFGH."""
    return make_gathering(session, stage=Stage.WRITE, code="BCDFGH", name="Branch teams")


@pytest.fixture
def window(room: Gathering) -> Breakout:
    (table,) = add_breakouts(gathering=room, names=["Window"])
    return table


@pytest.fixture
def door(room: Gathering, window: Breakout) -> Breakout:
    (table,) = add_breakouts(gathering=room, names=["Door"])
    return table
