"""Events reach everybody who listens, are replayed to those who were away, and are forgotten in time."""

from __future__ import annotations

import asyncio

import pytest

from gapsessions.live import broker as module
from gapsessions.live.broker import MAILBOX_EVENTS, Broker, InProcessBroker
from gapsessions.live.events import Event
from gapsessions.live.redis_broker import RedisBroker
from tests.redis import until, until_begun

TABLE = frozenset({"table"})


@pytest.fixture(params=["in process", "redis"])
def run(request):
    """Tell a story on a loop with a broker attached to it: that of one process, or one beside a real Redis."""

    def telling(story) -> None:
        async def scene() -> None:
            broker = InProcessBroker() if request.param == "in process" else RedisBroker(redis_server.url)
            broker.attach(asyncio.get_running_loop())
            if isinstance(broker, RedisBroker):
                await until_begun(broker)
            await story(broker)

        asyncio.run(scene())

    redis_server = request.getfixturevalue("redis_server") if request.param == "redis" else None
    return telling


async def deliver(broker: Broker, *texts: str, topic: str = "table") -> None:
    """Publish from another thread, as views do, and wait until it has come."""
    expected = broker._delivered + len(texts)
    for text in texts:
        await asyncio.to_thread(broker.publish, topic, Event("note", text))
    await until(lambda: broker._delivered == expected)


def ids(messages: bytes) -> list[str]:
    return [line.removeprefix("id: ") for line in messages.decode().splitlines() if line.startswith("id: ")]


def test_event_reaches_its_topic_only(run):
    async def story(broker: Broker) -> None:
        ours, theirs = broker.subscribe(TABLE, "a", ""), broker.subscribe(frozenset({"other"}), "b", "")
        await deliver(broker, "hello")
        assert b"data: hello\n" in ours.take()
        assert theirs.take() == b""

    run(story)


def test_missed_events_are_replayed_in_order_over_all_topics(run):
    async def story(broker: Broker) -> None:
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


def test_page_that_has_everything_is_sent_nothing(run):
    async def story(broker: Broker) -> None:
        await deliver(broker, "one", "two")
        assert broker.subscribe(TABLE, "a", broker.position).take() == b""

    run(story)


@pytest.mark.parametrize("last", ["otherrun-1", "nonsense", "-", "1", "{run}-x", "{run}-" + "9" * 40, "{run}-١"])
def test_unknown_position_is_told_to_refetch(run, last):
    async def story(broker: Broker) -> None:
        await deliver(broker, "one")
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last.format(run=broker.run)).take()

    run(story)


def test_page_that_missed_more_than_is_kept_is_told_to_refetch(run, monkeypatch):
    monkeypatch.setattr(module, "KEPT_EVENTS", 3)

    async def story(broker: Broker) -> None:
        await deliver(broker, "one")
        last = broker.position
        await deliver(broker, "2", "3", "4")
        assert len(ids(broker.subscribe(TABLE, "a", last).take())) == 3
        await deliver(broker, "5")
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last).take()

    run(story)


def test_old_events_leave_memory_and_are_not_missed_silently(run, monkeypatch):
    async def story(broker: Broker) -> None:
        await deliver(broker, "one")
        last = broker.position
        await deliver(broker, "two")
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
        broker.sweep()
        assert not broker._topics
        monkeypatch.setattr(module, "KEPT_SECONDS", 60.0)
        assert b"event: refetch" in broker.subscribe(TABLE, "a", last).take()

    run(story)


def test_slow_reader_is_closed_and_costs_the_others_nothing(run):
    async def story(broker: Broker) -> None:
        slow, quick = broker.subscribe(TABLE, "a", ""), broker.subscribe(TABLE, "b", "")
        for number in range(MAILBOX_EVENTS + 1):
            await deliver(broker, str(number))
            assert quick.take()
        assert slow.closed
        assert not slow.waiting
        assert not quick.closed

    run(story)


def test_revoked_listener_is_told_and_closed(run):
    async def story(broker: Broker) -> None:
        gone, stays = broker.subscribe(TABLE, "a", ""), broker.subscribe(TABLE, "b", "")
        await asyncio.to_thread(broker.revoke, "a")
        await until(lambda: gone.closed)
        await deliver(broker, "after")
        told = gone.take()
        assert b"event: close" in told
        assert b"after" not in told
        assert gone.closed
        assert b"after" in stays.take()

    run(story)


def test_nothing_is_left_of_a_stream_that_ended(run):
    async def story(broker: Broker) -> None:
        mailbox = broker.subscribe(TABLE, "a", "")
        assert broker.open_streams == 1
        broker.unsubscribe(mailbox)
        broker.unsubscribe(mailbox)
        broker.sweep()
        assert broker.open_streams == 0
        assert not broker._topics
        assert not broker._listeners

    run(story)


def test_desk_can_tell_how_many_screens_hear_a_topic(run):
    async def story(broker: Broker) -> None:
        mailbox = broker.subscribe(TABLE, "a", "")
        assert (broker.listening("table"), broker.listening("other")) == (1, 0)
        broker.unsubscribe(mailbox)
        assert broker.listening("table") == 0

    run(story)
