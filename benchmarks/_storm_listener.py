"""A phone that shows its table by what its stream tells, as docs/phone-protocol.md says: replay, refetch, come back."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from typing import Any

from benchmarks._phone_wires import Phone, Stream
from benchmarks._storm_phones import StormPhone

COME_BACK = 0.3


class Listener:
    """Follows the notes of one phone's table."""

    def __init__(self, phone: StormPhone) -> None:
        self.phone = phone
        self.notes: dict[str, dict[str, Any]] = {}
        self.ended: Counter[str] = Counter()
        """Why streams ended (`close` was said, `lost` was not), and how often `refetch` was said."""
        self.heard_notes = 0
        self.hears = False
        """Whether the stream is open."""
        self._at = ""
        self._ended = asyncio.Event()
        self._stream: Stream | None = None
        self._asking: asyncio.Task[None] | None = None
        self._task = asyncio.ensure_future(self._follow())

    def differs(self, notes: list[dict[str, Any]]) -> list[str]:
        """Notes that are shown otherwise than they are."""
        right = {note["id"]: note for note in notes}
        return [note for note in right.keys() | self.notes.keys() if right.get(note) != self.notes.get(note)]

    def close(self) -> None:
        """Hang up."""
        self._task.cancel()
        if self._asking is not None:
            self._asking.cancel()
        if self._stream is not None and self._stream.transport:
            self._stream.transport.abort()

    async def _follow(self) -> None:
        while True:
            if not self._at:
                state = await self.phone.look()
                if state is None:
                    await asyncio.sleep(COME_BACK)
                    continue
                self._at, self.notes = state["at"], {note["id"]: note for note in state["notes"]}
            self._ended.clear()
            with contextlib.suppress(OSError):
                await self._open()
                await self._ended.wait()
            await asyncio.sleep(COME_BACK)

    async def _ask_again(self) -> None:
        while (state := await self.phone.look()) is None:
            await asyncio.sleep(COME_BACK)
        for note in state["notes"]:
            self.notes.setdefault(note["id"], note)

    async def _open(self) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.phone.cookies.items())
        host, port = self.phone.lines.address
        request = f"GET /live/room/{self.phone.room}?since={self._at} HTTP/1.1\r\nhost: {host}:{port}\r\n"
        request += f"accept: text/event-stream\r\nconnection: close\r\ncookie: {cookies}\r\n\r\n"
        _, self._stream = await asyncio.get_running_loop().create_connection(
            lambda: Stream(Phone(self.phone.number), self._hear, request.encode()), host, port
        )

    def _hear(self, _phone: Phone, name: bytes, data: bytes, _now: float) -> None:
        if name == b"note":
            note = json.loads(data)
            known = self.notes.get(note["id"])
            if known is None or note["revision"] >= known["revision"]:
                self.notes[note["id"]] = note
            self.heard_notes += 1
        elif name == b"hello":
            self.hears = True
        elif name == b"reveal":
            # What was hidden may have been changed since it was fetched; all else is known.
            self.ended["reveal"] += 1
            self.notes = {key: note for key, note in self.notes.items() if not note["silent"]}
            self._asking = asyncio.ensure_future(self._ask_again())
        elif name == b"refetch":
            # The stream goes on: what is heard from now on is newer than the state that is asked for.
            self.ended["refetch"] += 1
            self.notes.clear()
            self._asking = asyncio.ensure_future(self._ask_again())
        elif name in (b"lost", b"close") and not self._ended.is_set():
            self.ended[name.decode()] += 1
            self.hears = False
            # Where one stands is told by ids, which this client does not keep: it starts from the state again.
            self._at = ""
            if self._stream is not None and self._stream.transport and name != b"lost":
                self._stream.transport.close()
            self._ended.set()
