"""quality.md 34: what people wrote is in Redis for minutes at most, and in no key that stays."""

from __future__ import annotations

import asyncio
import time

import pytest
import redis
from django.core.cache import cache

from gapsessions.breakouts.actions import add_breakouts
from gapsessions.live.events import Event
from gapsessions.live.redis_broker import RedisBroker
from gapsessions.method.vocabulary import Stage
from gapsessions.plan.actions import add_action
from tests.factories.phones import sit_down
from tests.factories.rooms import make_gathering
from tests.redis import RedisServer, until, until_begun

CANARY = "canary-in-redis"
LONGEST = 15 * 24 * 3600
"""Seconds: how long somebody stays signed in, and no key longer."""


@pytest.fixture
def in_redis(redis_server, settings):
    """Cache, limits and sign-ins in a Redis of this test's own."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_server.url}
    }
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    return redis_server


def kept(server: RedisServer) -> dict[bytes, tuple[int, bytes]]:
    """Every key with the seconds it has left (-1: it stays) and its plain bytes."""
    with redis.Redis.from_url(server.url) as client:
        assert {client.type(key) for key in client.scan_iter()} <= {b"string"}
        return {key: (client.ttl(key), client.get(key) or b"") for key in client.scan_iter()}


def expire_all(server: RedisServer) -> None:
    """Let the time run out for every key that has one."""
    with redis.Redis.from_url(server.url) as client:
        for key in client.scan_iter():
            if client.ttl(key) != -1:
                client.pexpire(key, 1)
    time.sleep(0.05)


async def _said_on_the_wire(server: RedisServer) -> None:
    broker = RedisBroker(server.url)
    broker.attach(asyncio.get_running_loop())
    await until_begun(broker)
    mailbox = broker.subscribe(frozenset({"table"}), "cleo", "")
    await asyncio.to_thread(broker.publish, "table", Event("note", CANARY))
    await until(lambda: any(CANARY.encode() in message for message in mailbox.waiting))


@pytest.mark.django_db
def test_nothing_that_was_written_is_in_redis_after_expiry(in_redis, session, desk, fay):
    room = make_gathering(session, stage=Stage.WRITE, code="KVTRMB", silent_minutes=0)
    (table,) = add_breakouts(gathering=room, names=["Window"])
    phone = sit_down(room, table)
    assert phone.add(f"{CANARY} on a sheet", "improve").status_code == 200
    at = f"/s/{session.code}/g/{room.key}/room/"
    desk.post(f"{at}message/", {"text": f"{CANARY} to every phone"})
    desk.post(f"{at}parked/", {"text": f"{CANARY} on the lot", "for_whom": CANARY})
    desk.post(f"{at}reveal/", {"question": "improve"})
    desk.get(at)
    made = add_action(session=session, what=f"{CANARY} in the plan", by=fay)
    desk.post(f"/s/{session.code}/plan/actions/{made.key}/remove/")
    cache.set("something", CANARY, 60)  # a key of the kind that is looked for, lest nothing be found anywhere
    asyncio.run(_said_on_the_wire(in_redis))

    there = kept(in_redis)
    assert any(CANARY.encode() in value for _left, value in there.values())
    for key, (left, value) in there.items():
        assert left == -1 or 0 < left <= LONGEST, key
        assert CANARY.encode() not in key
        assert left != -1 or CANARY.encode() not in value, key
    expire_all(in_redis)
    after = kept(in_redis)
    assert after, "the counters of the live lane stay"
    assert not any(CANARY.encode() in key + value for key, (_left, value) in after.items())
