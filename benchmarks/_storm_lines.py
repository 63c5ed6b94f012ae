"""The lines of phones in a storm: warm connections that are used again, and cuts."""

from __future__ import annotations

import asyncio
import time

from benchmarks._phone_wires import Connection, Reply

REUSE_SECONDS = 60.0
"""The server closes a connection that was idle for 75 seconds."""


class Lines:
    """Connections to one server, shared by phones that sit behind one address."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self._idle: list[Connection] = []

    async def ask(
        self,
        cookies: dict[str, str],
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        cut: float | None = None,
    ) -> Reply | None:
        """Send a request as a browser does; None where no whole reply came. Cut the connection after `cut` seconds."""
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.address[0]}:{self.address[1]}"]
        lines.append("cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines += [f"content-length: {len(body)}"] if method == "POST" else []
        request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        connection = None
        try:
            connection = await self._connection()
            if not connection.transport:  # refused in the moment it was made
                raise ConnectionError
            async with asyncio.timeout(cut):
                reply = await connection.ask(request)
        except (OSError, TimeoutError):
            if connection is not None and connection.transport:
                connection.transport.abort()
            return None
        self._idle.append(connection)
        cookies |= reply.cookies
        return reply

    async def _connection(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.transport and time.monotonic() - connection.used < REUSE_SECONDS:
                return connection
            if connection.transport:
                connection.transport.close()
        _, connection = await asyncio.get_running_loop().create_connection(Connection, *self.address)
        return connection

    def close(self) -> None:
        """Hang up."""
        for connection in self._idle:
            if connection.transport:
                connection.transport.close()
        self._idle.clear()
