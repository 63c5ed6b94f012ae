"""Before there is a request: the head of one is bounded in size and in time, which the server itself does not do.

What comes before a head is whole stays in the memory of its parser, and a connection over which nothing whole ever
comes stays open. A room has no proxy in front that would mind.
"""

from __future__ import annotations

from typing import Any

LONGEST_HEAD = 64 * 1024
"""Bytes, beyond what comes in one piece; ours have less than two thousand."""
HEAD_SECONDS = 20.0


def bound_heads(protocol: type[Any]) -> None:
    """Let connections of this protocol of uvicorn end that send too long a head, or none in time; once for a class.

    uvicorn's command line takes no protocol but its own, so four of its methods are wrapped.
    """
    made, received, lost = protocol.connection_made, protocol.data_received, protocol.connection_lost
    served = protocol.on_response_complete

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        self.head_bytes = 0
        self.head_due = self.loop.call_later(HEAD_SECONDS, _hang_up, self)

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        if _is_served(self):
            self.head_bytes = 0
            _be_calm(self)
            return
        self.head_bytes += len(data)
        if self.head_bytes > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")
        elif self.head_due is None:
            self.head_due = self.loop.call_later(HEAD_SECONDS, _hang_up, self)

    def connection_lost(self: Any, exc: Exception | None) -> None:
        _be_calm(self)
        lost(self, exc)

    def on_response_complete(self: Any) -> None:
        done = self.cycle
        served(self)
        # A connection may rest for long: what was asked last, headers and all, need not rest with it.
        if self.cycle is done and done is not None:
            self.scope = self.headers = None
            done.scope = {}

    protocol.on_response_complete = on_response_complete
    protocol.connection_made = connection_made
    protocol.data_received = data_received
    protocol.connection_lost = connection_lost


def _is_served(connection: Any) -> bool:
    """Whether a request is under way whose head was whole."""
    return connection.cycle is not None and not connection.cycle.response_complete


def _be_calm(connection: Any) -> None:
    if connection.head_due is not None:
        connection.head_due.cancel()
        connection.head_due = None


def _hang_up(connection: Any) -> None:
    connection.head_due = None
    if not _is_served(connection):
        connection.transport.close()
