"""Before there is a request: the head of one is bounded in size and in time, which the server itself does not do.

What comes before a head is whole stays in the memory of its parser, and a connection over which nothing whole ever
comes stays open. A room has no proxy in front that would mind.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 64 * 1024
"""Bytes, beyond what comes in one piece; ours have less than two thousand."""
HEAD_SECONDS = 20.0


class _Answered:
    """Whatever was asked last and has its answer; what the server still wants to know of it."""

    response_complete = True
    message_event = asyncio.Event()


ANSWERED = _Answered()


class BoundedHeads(HttpToolsProtocol):
    """The server's end of one connection, which ends if it sends too long a head, or none in time.

    The server takes it as `--http workshop.knocking:BoundedHeads`.
    """

    head_bytes = 0
    head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        if self._is_served():
            self.head_bytes = 0
            self._stop_waiting()
            return
        self.head_bytes += len(data)
        if self.head_bytes > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")
        elif self.head_due is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Let go of what was asked last, headers and all: a connection may rest for long, and they need not."""
        done = self.cycle
        super().on_response_complete()
        if self.cycle is done:
            self.scope = self.headers = None  # type: ignore[assignment]
            self.cycle = ANSWERED  # type: ignore[assignment]

    def _is_served(self) -> bool:
        """Whether a request is under way whose head was whole."""
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        self.head_due = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _stop_waiting(self) -> None:
        if self.head_due is not None:
            self.head_due.cancel()
            self.head_due = None

    def _hang_up(self) -> None:
        self.head_due = None
        if not self._is_served():
            self.transport.close()
