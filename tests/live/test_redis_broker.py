"""Several processes hear the same, in the same order, and what happens to Redis happens to no action."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from redis.asyncio.client import PubSub

from gapsessions.live import redis_broker as module
from gapsessions.live.broker import Mailbox
from gapsessions.live.events import Event
from gapsessions.live.redis_broker import RedisBroker
from tests.redis import RedisServer, number_at, until, until_begun
from tests.server import ROOT

TABLE = frozenset({"table"})


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(module, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(module, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.05)


def run(story, server: RedisServer) -> None:
    """Tell a story of two web processes; here they share a loop, which changes nothing for Redis."""

    async def scene() -> None:
        brokers = RedisBroker(server.url), RedisBroker(server.url)
        for broker in brokers:
            broker.attach(asyncio.get_running_loop())
        await until_begun(*brokers)
        await story(*brokers)

    asyncio.run(scene())


async def say(broker: RedisBroker, text: str) -> None:
    await asyncio.to_thread(broker.publish, "table", Event("note", text))


async def hears(mailbox: Mailbox, words: bytes) -> bytes:
    """Wait until words have come; give everything since the last look."""
    await until(lambda: any(words in message for message in mailbox.waiting))
    return mailbox.take()


def test_events_and_revoked_rights_reach_every_process(redis_server):
    async def story(one: RedisBroker, other: RedisBroker) -> None:
        here, there = one.subscribe(TABLE, "cleo", ""), other.subscribe(TABLE, "oscar", "")
        await say(one, "hello")
        heard = await hears(here, b"hello")
        assert await hears(there, b"hello") == heard == f"id: {one.run}-3\nevent: note\ndata: hello\n\n".encode()
        await asyncio.to_thread(one.revoke, "oscar")
        assert b"event: close" in await hears(there, b"close")
        assert there.closed
        assert not here.closed

    run(story, redis_server)


def test_position_of_one_process_holds_at_another(redis_server):
    async def story(one: RedisBroker, other: RedisBroker) -> None:
        await say(one, "before")
        await until(lambda: number_at(one) == number_at(other) == 3)
        position = one.position
        await say(other, "between")
        await until(lambda: number_at(one) == 4)
        await say(one, "after")
        await until(lambda: number_at(one) == number_at(other) == 5)
        missed = [broker.subscribe(TABLE, "a", position).take() for broker in (one, other)]
        assert missed[0] == missed[1]
        assert missed[0].count(b"id: ") == 2
        assert missed[0].index(b"between") < missed[0].index(b"after")

    run(story, redis_server)


def test_process_that_begins_lets_every_page_fetch_what_the_one_before_it_did_not_say(redis_server):
    """Fails when `_listen` announces nothing: killed between a commit and its word, a process leaves the others' pages
    without that note. Redis coming back is told by other means, and no process begins then."""

    async def story(one: RedisBroker, other: RedisBroker) -> None:
        position = one.position
        pages = [broker.subscribe(TABLE, "cleo", "") for broker in (one, other)]
        late = RedisBroker(redis_server.url)
        late.attach(asyncio.get_running_loop())
        for page in pages:
            assert (await hears(page, b"event: refetch")).count(b"event:") == 1
            assert not page.closed
        assert b"event: refetch" in one.subscribe(TABLE, "sam", position).take()

    run(story, redis_server)


def test_process_that_came_later_does_not_claim_to_know_what_was_before(redis_server):
    async def story(one: RedisBroker, _other: RedisBroker) -> None:
        position = one.position
        await say(one, "early")
        await until(lambda: one.position != position)
        late = RedisBroker(redis_server.url)
        late.attach(asyncio.get_running_loop())
        await until(lambda: number_at(late) == number_at(one) == 4)
        assert b"event: refetch" in late.subscribe(TABLE, "a", position).take()
        assert late.subscribe(TABLE, "a", one.position).take() == b""

    run(story, redis_server)


def test_no_word_of_an_answer_stays_in_redis(redis_server):
    async def story(one: RedisBroker, other: RedisBroker) -> None:
        there = other.subscribe(TABLE, "a", "")
        await say(one, "canary-of-an-answer")
        await hears(there, b"canary-of-an-answer")
        assert b":count" in redis_server.everything(), "the look into Redis finds what is there"
        assert b"canary" not in redis_server.everything()

    run(story, redis_server)


def test_publishing_never_waits_for_redis(redis_server, monkeypatch):
    """Fails when `publish` sends by itself: the thread would wait for the frozen Redis for ANSWER_SECONDS."""
    monkeypatch.setattr(module, "ANSWER_SECONDS", 600.0)

    async def story(one: RedisBroker, _other: RedisBroker) -> None:
        redis_server.freeze()
        for number in range(100):
            await asyncio.wait_for(say(one, str(number)), 20)
        assert len(one._outbox) >= 99 - module.BATCH
        redis_server.thaw()

    run(story, redis_server)


@pytest.mark.parametrize("outage", ["restart", "freeze"])
def test_outage_is_survived_and_every_page_told_to_fetch_anew(redis_server, outage):
    """Fails when `_begin` leaves the streams open, or `_replay` believes a position of an earlier run."""

    async def story(one: RedisBroker, other: RedisBroker) -> None:
        here, there = one.subscribe(TABLE, "a", ""), other.subscribe(TABLE, "b", "")
        await say(one, "before")
        for stream in (here, there):
            await hears(stream, b"before")
        before = other.position
        redis_server.stop() if outage == "restart" else redis_server.freeze()
        await until(lambda: not other.run)
        await say(one, "meanwhile")
        assert b"id: " not in await hears(here, b"meanwhile")
        assert b"event: refetch" in other.subscribe(TABLE, "c", before).take()
        assert b"event: refetch" in other.subscribe(TABLE, "c", other.position).take()
        redis_server.start() if outage == "restart" else redis_server.thaw()
        await until(lambda: one.run and other.run and here.closed and there.closed)
        back = other.subscribe(TABLE, "b", before)
        assert b"event: refetch" in back.take()
        await say(one, "after")
        await hears(back, b"after")

    run(story, redis_server)


def test_numbers_of_a_restored_copy_are_not_taken_for_those_already_given(redis_server):
    """Fails when the run is drawn once and kept in Redis: an older copy on disk would bring its numbers back."""

    async def story(one: RedisBroker, _other: RedisBroker) -> None:
        await say(one, "one")
        await say(one, "two")
        await until(lambda: number_at(one) == 4)
        ahead, run = one.position, one.run
        redis_server.stop()
        redis_server.start()
        import redis

        with redis.Redis.from_url(redis_server.url) as client:
            client.set("gap:live:0:count", 1)
        await until(lambda: one.run not in ("", run))
        await say(one, "three")
        await until(lambda: one.run and number_at(one) in (1, 2, 3))
        assert b"event: refetch" in one.subscribe(TABLE, "a", ahead).take()

    run(story, redis_server)


def test_right_taken_away_while_redis_is_gone_ends_the_stream_elsewhere(redis_server):
    """Fails when `_send` forgets revocations as it forgets words. The other process never noticed the outage."""

    async def story(one: RedisBroker, other: RedisBroker) -> None:
        oscar = other.subscribe(TABLE, "oscar", "")
        working, calls = one._script, []

        def broken(**arguments):
            calls.append(1)
            if len(calls) < 3:
                raise module.RedisError
            return working(**arguments)

        one._script = broken
        await asyncio.to_thread(one.revoke, "oscar")
        assert b"event: close" in await hears(oscar, b"event: close")
        assert oscar.closed

    run(story, redis_server)


def test_lost_event_is_made_up_for_at_every_process(redis_server):
    async def story(one: RedisBroker, other: RedisBroker) -> None:
        there, before = other.subscribe(TABLE, "a", ""), other.position
        working, calls = one._script, []

        def broken(**arguments):
            calls.append(1)
            if len(calls) < 3:
                raise module.RedisError
            return working(**arguments)

        one._script = broken
        await say(one, "lost on the way")
        assert b"event: refetch" in await hears(there, b"event: refetch")
        assert not there.closed
        assert b"event: refetch" in other.subscribe(TABLE, "c", before).take()

    run(story, redis_server)


def test_gap_in_the_numbers_ends_the_streams(redis_server):
    """A revoked right may have been in it. Fails when `_take_in` goes on with whatever number comes."""

    async def story(one: RedisBroker, _other: RedisBroker) -> None:
        stream = one.subscribe(TABLE, "a", "")
        one._take_in(f'{one.run} 7 [["event", "table", "data: x\\n\\n"]]'.encode())
        assert stream.closed

    run(story, redis_server)


def test_listening_ends_though_the_client_kept_the_cancellation_to_itself(redis_server, monkeypatch):
    """Fails with `while True` in `_hear`: the process would not end when asked to."""
    get_message = PubSub.get_message

    async def swallowing(self: PubSub, **arguments):
        try:
            return await get_message(self, **arguments)
        except asyncio.CancelledError:
            monkeypatch.undo()
            return None

    async def story(one: RedisBroker, other: RedisBroker) -> None:
        monkeypatch.setattr(PubSub, "get_message", swallowing)
        before = other.position
        await say(one, "now both wait in the new one")
        await until(lambda: number_at(one) == number_at(other) > int(before.rpartition("-")[2]))
        one._listening.cancel()
        await until(one._listening.done)

    run(story, redis_server)


def test_worker_says_its_last_before_it_ends(redis_server):
    source = (
        "import django; django.setup()\n"
        "from gapsessions.live import channels\n"
        "from gapsessions.live.events import Event\n"
        "[channels.broker.publish('table', Event('note', f'note {n}')) for n in range(300)]"
    )

    async def story(one: RedisBroker, _other: RedisBroker) -> None:
        surroundings = {"REDIS_URL": redis_server.url, "DJANGO_SETTINGS_MODULE": "workshop.settings", "PATH": "/bin"}
        surroundings["DATA_DIR"] = str(redis_server.folder)
        worker = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", source], cwd=ROOT, env=surroundings, capture_output=True, check=False
        )
        assert worker.returncode == 0, worker.stderr
        await until(lambda: number_at(one) == 302)

    run(story, redis_server)
