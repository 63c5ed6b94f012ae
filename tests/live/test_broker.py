"""Events reach everybody who listens, are replayed to those who were away, and are forgotten in time."""

from __future__ import annotations

import asyncio

import pytest

from gapsessions.live import broker as module
from gapsessions.live.broker import MAILBOX_EVENTS, InProcessBroker
from gapsessions.live.events import Event

TABLE = frozenset({"table"})


def run(story) -> None:
    """Tell a story on a loop with a broker attached to it."""

    async def scene() -> None:
        broker = InProcessBroker()
        broker.attach(asyncio.get_running_loop())
        await story(broker)

    asyncio.run(scene())


async def deliver(broker: InProcessBroker, *texts: str, topic: str = "table") -> None:
    """Publish from another thread, as views do, and let the loop deliver."""
    for text in texts:
        await asyncio.to_thread(broker.publish, topic, Event("note", text))
    await asyncio.sleep(0)


def ids(messages: bytes) -> list[str]:
    return [line.removeprefix("id: ") for line in messages.decode().splitlines() if line.startswith("id: ")]


def test_event_reaches_its_topic_only():
    async def story(broker: InProcessBroker) -> None:
        ours, theirs = broker.subscribe(TABLE, "a", ""), broker.subscribe(frozenset({"other"}), "b", "")
        await deliver(broker, "hello")
        assert b"data: hello\n" in ours.take()
        assert theirs.take() == b""

    run(story)


def test_missed_events_are_replayed_in_order_over_all_topics():
    async def story(broker: InProcessBroker) -> None:
        await deliver(broker, "one")
        last = broker.position
        await deliver(broker, "two")
        await deliver(broker, "three", topic="room")
        await deliver(broker, "four")
        await deliver(broker, "elsewhere", topic="other")
        missed = broker.subscribe(frozenset({"table", "room"}), "a", last).take()
        words = [line for line in missed.decode().splitlines() if line.startswith("data")]
        assert words == ["data: two", "data: three", "data: four"]

    run(story)


def test_page_that_has_everything_is_sent_nothing():
    async def story(broker: InProcessBroker) -> None:
        await deliver(broker, "one", "two")
        assert broker.subscribe(TABLE, "a", broker.position).take() == b""

    run(story)


@pytest.mark.parametrize("last", ["otherrun-1", "nonsense", "-", "1", "{run}-x", "{run}-" + "9" * 40, "{run}-١"])
def test_unknown_position_is_told_to_refetch(last):
    async def story(broker: InProcessBroker) -> None:
        await deliver(broker, "one")
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last.format(run=broker.run)).take()

    run(story)


def test_page_that_missed_more_than_is_kept_is_told_to_refetch(monkeypatch):
    monkeypatch.setattr(module, "KEPT_EVENTS", 3)

    async def story(broker: InProcessBroker) -> None:
        await deliver(broker, "one")
        last = broker.position
        await deliver(broker, "2", "3", "4")
        assert len(ids(broker.subscribe(TABLE, "a", last).take())) == 3
        await deliver(broker, "5")
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last).take()

    run(story)


def test_old_events_leave_memory_and_are_not_missed_silently(monkeypatch):
    async def story(broker: InProcessBroker) -> None:
        await deliver(broker, "one")
        last = broker.position
        await deliver(broker, "two")
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        broker.sweep()
        assert not broker._topics
        monkeypatch.setattr(module, "KEPT_SECONDS", 60.0)
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last).take()

    run(story)


def test_slow_reader_is_closed_and_costs_the_others_nothing():
    async def story(broker: InProcessBroker) -> None:
        slow, quick = broker.subscribe(TABLE, "a", ""), broker.subscribe(TABLE, "b", "")
        for number in range(MAILBOX_EVENTS + 1):
            await deliver(broker, str(number))
            assert quick.take()
        assert slow.closed
        assert not slow.waiting
        assert not quick.closed

    run(story)


def test_revoked_listener_is_told_and_closed():
    async def story(broker: InProcessBroker) -> None:
        gone, stays = broker.subscribe(TABLE, "a", ""), broker.subscribe(TABLE, "b", "")
        await asyncio.to_thread(broker.revoke, "a")
        await asyncio.sleep(0)
        await deliver(broker, "after")
        told = gone.take()
        assert b"event: close" in told
        assert b"after" not in told
        assert gone.closed
        assert b"after" in stays.take()

    run(story)


def test_nothing_is_left_of_a_stream_that_ended():
    async def story(broker: InProcessBroker) -> None:
        mailbox = broker.subscribe(TABLE, "a", "")
        assert broker.open_streams == 1
        broker.unsubscribe(mailbox)
        broker.unsubscribe(mailbox)
        broker.sweep()
        assert broker.open_streams == 0
        assert not broker._topics
        assert not broker._listeners

    run(story)
