"""The wires of a phone: a connection for what it asks and does, and one for the stream it listens to."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 30.0
EVENT = re.compile(rb"event: ([a-z-]+)\r?\ndata: ([^\r\n]*)")


@dataclass
class Reply:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection with one request at a time on it."""

    def __init__(self) -> None:
        self.transport: Any = None
        self.used = time.monotonic()
        self._got = b""
        self._waiting: asyncio.Future[Reply] | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._waiting and not self._waiting.done() and (reply := self._complete()):
            self._waiting.set_result(reply)

    async def ask(self, request: bytes) -> Reply:
        """Send one request and wait for its reply."""
        self._got, self.used = b"", time.monotonic()
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        try:
            return await asyncio.wait_for(self._waiting, PATIENCE)
        except TimeoutError:
            # The late reply would pass for that of the next request.
            if self.transport:
                self.transport.close()
                self.transport = None
            raise

    def _complete(self) -> Reply | None:
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return None
        lines = head.decode("latin-1").split("\r\n")
        pairs = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines[1:])]
        headers = dict(pairs)
        if "content-length" in headers:
            if len(body) < int(headers["content-length"]):
                return None
        elif "chunked" in headers.get("transfer-encoding", "") and not body.endswith(b"0\r\n\r\n"):
            return None
        pieces = (value.partition(";")[0].partition("=") for name, value in pairs if name == "set-cookie")
        return Reply(int(lines[0].split()[1]), headers, {name: value for name, _, value in pieces}, body)


@dataclass(eq=False)
class Phone:
    """A browser: cookies, a connection that is used again, and a stream."""

    number: int
    room: str = ""
    table: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""
    token: str = ""
    questions: list[str] = field(default_factory=lambda: ["strength"])
    connection: Connection | None = None
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    stream: Stream | None = None


Heard = Callable[[Phone, bytes, bytes, float], None]


class Stream(asyncio.Protocol):
    """An open event stream: calls `heard` for each event, and counts when it ends too early."""

    def __init__(self, phone: Phone, heard: Heard, request: bytes) -> None:
        self.phone, self.heard, self.request = phone, heard, request
        self.open: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.transport: Any = None
        self._rest = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._rest += data
        whole, found, rest = self._rest.rpartition(b"\n\n")
        if not found:
            return
        self._rest = rest
        if not self.open.done():
            self.open.set_result(int(whole.split(b" ", 2)[1]))
        for event in EVENT.finditer(whole):
            self.heard(self.phone, event[1], event[2], now)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.open.done():
            status = self._rest.split(b" ", 2)
            self.open.set_result(int(status[1]) if len(status) > 1 else 0)
        self.heard(self.phone, b"lost", b"", time.monotonic())
