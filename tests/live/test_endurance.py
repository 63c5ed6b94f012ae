"""Real sockets in numbers: streams that come and go, stop reading, vanish, and sit through a freeze."""

from __future__ import annotations

import os
import signal
import socket
import struct
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server import PATIENCE, Server

PAGE = os.sysconf("SC_PAGE_SIZE")
MANY = 500


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not Path("/proc/self/fd").exists():
        pytest.skip("what a process holds can only be seen where there is /proc")
    settings = {"DJANGO_SETTINGS_MODULE": "workshop.settings", "LOG_LEVEL": "ERROR"}
    started = Server(tmp_path, application="tests.live.tried_lane:application", **settings)
    yield started
    started.process.kill()
    started.process.wait()


def memory(server: Server) -> float:
    """Resident megabytes."""
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * PAGE / 1e6


def descriptors(server: Server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def listen(server: Server, count: int) -> list[socket.socket]:
    streams = [server.ask("/live/table/x") for _ in range(count)]
    for stream in streams:
        hear(stream, b"event: hello")
    return streams


@contextmanager
def listening(server: Server, count: int) -> Iterator[list[socket.socket]]:
    streams = listen(server, count)
    try:
        yield streams
    finally:
        for stream in streams:
            stream.close()


def hear(stream: socket.socket, words: bytes) -> bytes:
    got = b""
    until = time.monotonic() + 2 * PATIENCE  # heartbeats would keep us waiting for ever
    while words not in got:
        assert time.monotonic() < until, f"{words!r} did not come"
        chunk = stream.recv(65536)
        assert chunk, f"closed before {words!r}"
        got += chunk
    return got


def ask(server: Server, path: str) -> bytes:
    with urllib.request.urlopen(f"{server.address}{path}", timeout=PATIENCE) as answer:  # noqa: S310 (our own server)
        return bytes(answer.read())


def count(server: Server) -> int:
    return int(ask(server, "/count"))


def wait_until(come_true: Callable[[], bool], meaning: str) -> None:
    until = time.monotonic() + PATIENCE
    while not come_true():
        assert time.monotonic() < until, f"{meaning} did not happen"
        time.sleep(0.05)


def test_streams_that_come_and_go_leave_neither_memory_nor_descriptors(server):
    """Fails when the lane does not `unsubscribe` a stream that ended."""
    ask(server, "/tell?count=1&size=1")
    idle = descriptors(server)
    held = []
    for _ in range(3):
        with listening(server, MANY) as streams:
            assert descriptors(server) >= MANY
            ask(server, "/tell?count=20&size=2000")
            for stream in streams:
                hear(stream, b"\ndata: 19 ")
        wait_until(lambda: count(server) == 0, "the end of all streams")
        # The connections of our own questions may still be open for a moment.
        wait_until(lambda: descriptors(server) <= idle + 3, "the return of the descriptors")
        held.append(memory(server))
    assert held[2] - held[1] < 6, held  # a connection that is not let go would be 12 MB a round


def test_reset_connections_free_their_slots(server):
    """Fails when `_close_when_gone` is not started: nobody would notice before the next heartbeat fails to be sent."""
    streams = listen(server, 50)
    assert count(server) == 50
    for stream in streams:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.close()
    wait_until(lambda: count(server) == 0, "the end of the streams that were reset")


def test_phone_that_does_not_read_is_closed_and_costs_the_others_nothing(server):
    """Fails when `Mailbox.put` takes everything: eight megabytes would wait for whoever sleeps, and then be read."""
    with listening(server, 1) as [quick]:
        slow = listen(server, 20)
        before = memory(server)
        quick.setblocking(False)
        telling = server.ask("/tell?count=400&size=20000")
        heard = b""
        until = time.monotonic() + PATIENCE
        while b"\ndata: 399 " not in heard:
            assert time.monotonic() < until, "the quick phone did not hear everything"
            try:
                heard = heard[-40_000:] + quick.recv(1_000_000)
            except BlockingIOError:
                time.sleep(0.001)
        telling.close()
        assert memory(server) - before < 40
        for phone in slow:
            assert b"\ndata: 399 " not in hear(phone, b"0\r\n\r\n"), "the end came before all that was said"
            phone.close()


def test_streams_live_through_a_freeze_and_hear_what_was_said_in_it(server):
    """Fails when LIFE_SECONDS is a second. What phones sent meanwhile waited in the kernel and is heard afterwards."""
    with listening(server, 20) as streams:
        os.kill(server.process.pid, signal.SIGSTOP)
        with server.ask("/tell?count=1&size=10"):
            time.sleep(2)
            os.kill(server.process.pid, signal.SIGCONT)
            for stream in streams:
                hear(stream, b"\ndata: 0 ")
        assert count(server) == 20
