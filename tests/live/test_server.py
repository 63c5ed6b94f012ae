"""The real server with real sockets: it stops cleanly under open streams, and vanished phones free their slots."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import PATIENCE, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path, LIVE_MAX_STREAMS="2")
    yield started
    started.process.kill()
    started.process.wait()


def read_until(connection: socket.socket, words: bytes) -> bytes:
    got = b""
    while words not in got:
        chunk = connection.recv(65536)
        if not chunk:
            raise AssertionError(f"closed before {words!r}: {got!r}")
        got += chunk
    return got


def test_server_stops_cleanly_under_open_streams(server):
    streams = [server.ask("/live/heartbeat") for _ in range(2)]
    for stream in streams:
        assert b"200 OK" in read_until(stream, b"retry:")
    page = server.ask("/?secret-of-the-query=1")
    read_until(page, b"</html>")
    log = server.stop()
    for stream in streams:
        read_until(stream, b"0\r\n\r\n")  # the stream's proper end, not a cut
    events = [json.loads(line)["event"] for line in log]
    assert "Application shutdown complete." in events
    assert not any("ancel" in event or "rror" in event for event in events), events
    assert "secret-of-the-query" not in "".join(log)


def test_phone_that_vanishes_frees_its_slot(server):
    streams = [server.ask("/live/heartbeat") for _ in range(2)]
    for stream in streams:
        read_until(stream, b"retry:")
    assert b" 503 " in read_until(server.ask("/live/heartbeat"), b"Too many")
    # A reset instead of a goodbye: a battery that dies, a lift that closes.
    streams[0].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    streams[0].close()
    deadline = time.monotonic() + PATIENCE
    while b" 200 " not in read_until(server.ask("/live/heartbeat"), b"\r\n\r\n"):
        assert time.monotonic() < deadline, "the slot stayed taken"
    assert server.process.poll() is None
