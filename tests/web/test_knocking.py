"""Heads of requests: whoever sends too long a one, or none, is let go; whoever is slow within reason is served."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from tests.server import ROOT
from workshop import knocking
from workshop.knocking import ANSWERED, LONGEST_HEAD, BoundedHeads


class Bounded(BoundedHeads):
    """The server's end, which a test can look at."""

    latest: ClassVar[Any] = None

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        Bounded.latest = self


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def application(scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    if scope["path"] == "/slow":
        await asyncio.sleep(0.8)
    await send({"type": "http.response.body", "body": b"fine"})


async def pour(writer: asyncio.StreamWriter, most: int) -> None:
    for _ in range(most // 8192):
        writer.write(b"x" * 8192)
        await writer.drain()
        await asyncio.sleep(0)


def knock(story: Callable[[Callable[[], Coroutine[Any, Any, Streams]]], Coroutine[Any, Any, None]]) -> None:
    async def scene() -> None:
        config = Config(application, log_config=None, timeout_keep_alive=60)
        config.load()
        state = ServerState()
        make = lambda: Bounded(config=config, server_state=state, app_state={})  # noqa: E731
        server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with asyncio.timeout(20):
            await story(lambda: asyncio.open_connection("127.0.0.1", port))
        for connection in list(state.connections):
            connection.transport.abort()
        server.close()

    asyncio.run(scene())


def test_head_without_end_is_refused():
    async def story(connect):
        reader, writer = await connect()
        writer.write(b"GET / HTTP/1.1\r\nhost: here\r\nx-long: ")
        with pytest.raises(ConnectionError):  # the server has hung up long before
            await pour(writer, 100 * LONGEST_HEAD)

    knock(story)


def test_head_that_is_a_little_too_long_is_told_so():
    async def story(connect):
        reader, writer = await connect()
        for _ in range(LONGEST_HEAD // 8192):
            writer.write(b"" if _ else b"GET / HTTP/1.1\r\nhost: here\r\nx-long: ")
            writer.write(b"x" * 8192)
            await writer.drain()
            await asyncio.sleep(0.01)
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")

    knock(story)


def test_each_way_to_start_the_server_bounds_its_heads():
    for start in ("tools/start.py", "deploy/systemd/gapsessions-web.service", "tests/server.py"):
        said = re.sub(r"[\"', ]+", " ", (ROOT / start).read_text())
        assert f"--http {BoundedHeads.__module__}:{BoundedHeads.__qualname__}" in said, start


def test_whoever_says_nothing_whole_is_let_go(monkeypatch):
    monkeypatch.setattr(knocking, "HEAD_SECONDS", 0.5)

    async def story(connect):
        silent, _writer = await connect()
        half, writer = await connect()
        writer.write(b"GET / HTTP/1.1\r\nhost: he")
        kept, again = await connect()
        again.write(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
        assert (await kept.readuntil(b"fine")).startswith(b"HTTP/1.1 200")
        again.write(b"GET / HTTP/1.1\r\nhost: he")
        for reader in (silent, half, kept):
            assert await reader.read() == b""

    knock(story)


def test_served_and_resting_connections_stay(monkeypatch):
    monkeypatch.setattr(knocking, "HEAD_SECONDS", 0.5)

    async def story(connect):
        reader, writer = await connect()
        for path in (b"slow", b""):
            for piece in (b"GET /", path, b" HTTP/1.1\r\nhost: ", b"here\r\n\r\n"):
                writer.write(piece)
                await asyncio.sleep(0)
            assert (await reader.readuntil(b"fine")).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.8)  # resting between two requests is the keep-alive's affair

    knock(story)


def test_resting_connection_keeps_nothing_of_what_was_asked():
    async def story(connect):
        reader, writer = await connect()
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nhost: here\r\ncookie: seat=secret\r\n\r\n")
            await reader.readuntil(b"fine")
            connection = Bounded.latest
            async with asyncio.timeout(20):
                while connection.cycle is not ANSWERED:
                    await asyncio.sleep(0.01)
            assert not connection.transport.is_closing()
            assert (connection.scope, connection.headers, connection.cycle) == (None, None, ANSWERED)

    knock(story)


def test_body_that_comes_after_the_answer_disturbs_nobody():
    async def story(connect):
        reader, writer = await connect()
        writer.write(b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 8\r\n\r\n")
        await reader.readuntil(b"fine")
        writer.write(b"too late" + b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
        assert (await reader.readuntil(b"fine")).startswith(b"HTTP/1.1 200")

    knock(story)
