"""A real Redis for the length of a test: installed binary, unix socket in a folder of its own, nothing on any disk."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from gapsessions.live.redis_broker import RedisBroker
from tests.surroundings import missing

PATIENCE = 20.0


def find_redis() -> str | None:
    """Return the server's binary, or None."""
    return shutil.which("redis-server")


async def until(come_true: Callable[[], object]) -> None:
    """Give the loop and other threads time until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not come_true():
            await asyncio.sleep(0.002)


async def until_begun(*brokers: RedisBroker) -> None:
    """Wait until all are heard, and have said that they begin: nothing comes by itself after that."""
    await until(lambda: all(broker.run and number_at(broker) == len(brokers) for broker in brokers))


def number_at(broker: RedisBroker) -> int:
    """The number of the last event delivered there."""
    return int(broker.position.rpartition("-")[2])


class RedisServer:
    """May be stopped, started again, and frozen."""

    def __init__(self, binary: str) -> None:
        self.binary = binary
        self.folder = Path(tempfile.mkdtemp(prefix="gap-redis-"))  # a test's own folder may be too long for a socket
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/socket"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        options = ["--port", "0", "--unixsocket", self.folder / "socket", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen([self.binary, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        with redis.Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                except redis.ConnectionError:
                    assert time.monotonic() < deadline, "Redis did not start"
                    time.sleep(0.01)
                else:
                    return

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGCONT)

    def everything(self) -> bytes:
        """All it keeps, keys and values."""
        with redis.Redis.from_url(self.url) as client:
            return b" ".join(part for key in client.scan_iter() for part in (key, client.dump(key) or b""))

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test's own."""
    binary = find_redis()
    if binary is None:
        missing("redis-server")
    server = RedisServer(binary)
    server.start()
    yield server
    server.remove()
