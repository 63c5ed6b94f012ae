"""A live lane on a loop of its own, with channels that answer as a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from gapsessions.live import channels
from gapsessions.live.broker import InProcessBroker
from gapsessions.live.channels import Authorise, Grant
from gapsessions.live.stream import LiveLane

Story = Callable[[LiveLane], Coroutine[Any, Any, None]]


@pytest.fixture
def open_channel(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Authorise], None]:
    """Open a channel that is gone after the test."""
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    return channels.open_channel


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, open_channel: Callable[[str, Authorise], None]) -> Callable[..., None]:
    """Tell a story about streams. The channel `table` admits whoever brings a cookie `seat`, and listens to `table`."""

    def authorise(visitor: channels.Visitor) -> Grant | None:
        seat = visitor.cookies.get("seat")
        return Grant(frozenset({"table"}), seat) if seat else None

    open_channel("table", authorise)

    def telling(story: Story, **times: float) -> None:
        async def scene() -> None:
            broker = InProcessBroker()
            broker.attach(asyncio.get_running_loop())
            monkeypatch.setattr(channels, "broker", broker)
            await story(LiveLane(**times))

        asyncio.run(scene())

    return telling
