"""Carries events from the thread that changed something to the open streams, and replays what was missed.

The default keeps everything in this process. Several processes share a broker of the same shape (`Broker`).
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from gapsessions.live.events import CLOSE, REFETCH, Event, encode

KEPT_EVENTS = 64
KEPT_SECONDS = 120.0
MAILBOX_EVENTS = 64


@dataclass(eq=False, slots=True)
class Mailbox:
    """What one stream has yet to send; bounded, so that a phone that reads slowly costs the others
    nothing. There is one for each phone of a full room: it is kept small."""

    topics: frozenset[str]
    waiting: list[bytes] = field(default_factory=list)
    closed: bool = False
    _waiter: asyncio.Future[None] | None = None

    def put(self, message: bytes) -> None:
        """Add a message, or close when there are too many: the phone comes back and is told to refetch."""
        if len(self.waiting) >= MAILBOX_EVENTS:
            self.close()
        if not self.closed:
            self.waiting.append(message)
            self.stir()

    def close(self) -> None:
        """End the stream at its next step; nothing more is sent."""
        self.waiting.clear()
        self.end()

    def end(self) -> None:
        """End the stream once what waits has been sent."""
        self.closed = True
        self.stir()

    def take(self) -> bytes:
        """Return everything that waits as one write, which may be empty."""
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken

    def stir(self) -> None:
        """Wake the stream, for whatever reason."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def stirred(self) -> None:
        """Wait until there is something to do; the stream alone waits, nobody else."""
        if not self.waiting and not self.closed:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None


class Broker(Protocol):
    """What channels and streams need of a carrier of events."""

    @property
    def position(self) -> str:
        """The id of the last event delivered here; a stream that has it has missed nothing so far."""

    @property
    def open_streams(self) -> int:
        """How many mailboxes are open in this process."""

    def listening(self, topic: str) -> int:
        """How many streams of this process hear a topic; callable from any thread.

        Streams come and go meanwhile: what is decided by it must be put right by the next stream that opens.
        """

    def publish(self, topic: str, event: Event) -> None:
        """Hand an event to everybody who listens to `topic`; callable from any thread, never blocks on a
        reader."""

    def revoke(self, listener: str) -> None:
        """End every stream of one listener; callable from any thread."""

    def subscribe(self, topics: frozenset[str], listener: str, last_event_id: str) -> Mailbox:
        """Open a mailbox, filled with what was missed since `last_event_id`; on the event loop only."""

    def unsubscribe(self, mailbox: Mailbox) -> None:
        """Forget a mailbox; on the event loop only."""

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop the streams run on."""

    def sweep(self) -> None:
        """Forget what is too old to be replayed; on the event loop only, now and then."""

    def close_all(self) -> None:
        """End every stream, as the server is about to stop; on the event loop only."""


@dataclass(slots=True)
class _Topic:
    mailboxes: set[Mailbox] = field(default_factory=set)
    kept: list[tuple[int, float, bytes]] = field(default_factory=list)  # an empty deque is ten times as large
    forgotten: int = 0  # the highest number that is no longer kept

    def forget_old(self, now: float) -> None:
        while self.kept and (len(self.kept) > KEPT_EVENTS or now - self.kept[0][1] > KEPT_SECONDS):
            self.forgotten = self.kept.pop(0)[0]


class Mailroom:
    """The part every broker has in its own process: mailboxes, who they belong to, and what was lately delivered.

    Ids are `run-number`. A run is a stretch of time in which nothing went by this process unheard; what a
    page missed before it, or after it ended, nobody here knows. Everything but `position` belongs to the event loop.
    """

    def __init__(self, run: str) -> None:
        self.run = run
        self._delivered = 0  # last number that reached the mailboxes
        self._known_since = 0  # numbers up to this one were never heard of here, or swept away with their topic
        self._topics: defaultdict[str, _Topic] = defaultdict(_Topic)
        self._listeners: defaultdict[str, set[Mailbox]] = defaultdict(set)
        self._owner: dict[Mailbox, str] = {}

    @property
    def position(self) -> str:
        """The id of the last event delivered; a stream that has it has missed nothing so far."""
        return f"{self.run}-{self._delivered}"

    @property
    def open_streams(self) -> int:
        """How many mailboxes are open."""
        return len(self._owner)

    def listening(self, topic: str) -> int:
        """See Broker."""
        known = self._topics.get(topic)
        return len(known.mailboxes) if known else 0

    def subscribe(self, topics: frozenset[str], listener: str, last_event_id: str) -> Mailbox:
        """See Broker."""
        mailbox = Mailbox(topics)
        self._owner[mailbox] = listener
        self._listeners[listener].add(mailbox)
        for topic in topics:
            self._topics[topic].mailboxes.add(mailbox)
        self._replay(mailbox, last_event_id)
        return mailbox

    def unsubscribe(self, mailbox: Mailbox) -> None:
        """See Broker."""
        listener = self._owner.pop(mailbox, None)
        if listener is None:
            return
        self._listeners[listener].discard(mailbox)
        if not self._listeners[listener]:
            del self._listeners[listener]
        for topic in mailbox.topics:
            self._topics[topic].mailboxes.discard(mailbox)

    def sweep(self) -> None:
        """See Broker. What people wrote stays in memory here for two minutes at most."""
        now = time.monotonic()
        for name, topic in list(self._topics.items()):
            topic.forget_old(now)
            if not topic.kept and not topic.mailboxes:
                self._known_since = max(self._known_since, topic.forgotten)
                del self._topics[name]

    def close_all(self) -> None:
        """See Broker."""
        for mailbox in list(self._owner):
            mailbox.close()

    def _deliver(self, name: str, number: int, message: bytes) -> None:
        self._delivered = number
        topic = self._topics[name]
        topic.kept.append((number, time.monotonic(), message))
        topic.forget_old(time.monotonic())
        for mailbox in topic.mailboxes:
            mailbox.put(message)

    def _end(self, listener: str) -> None:
        for mailbox in self._listeners.get(listener, ()):
            mailbox.put(encode(Event(CLOSE, ""), self.position))
            mailbox.end()

    def _replay(self, mailbox: Mailbox, last_event_id: str) -> None:
        run, _, number = last_event_id.rpartition("-")
        if not last_event_id:
            return
        known = bool(run) and run == self.run and number.isascii() and number.isdecimal() and len(number) < 16
        last = int(number) if known else -1
        topics = [self._topics[name] for name in mailbox.topics]
        if not known or self._known_since > last or any(topic.forgotten > last for topic in topics):
            mailbox.put(encode(Event(REFETCH, ""), self.position))
            return
        missed = sorted((at, message) for topic in topics for at, _when, message in topic.kept if at > last)
        for _at, message in missed:
            mailbox.put(message)


class InProcessBroker(Mailroom):
    """The broker of the one-process default: its run is drawn anew at each start, and nothing leaves the process."""

    def __init__(self) -> None:
        super().__init__(run=secrets.token_hex(4))
        self._number = 0  # last one given out, by any thread
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """See Broker. Before that nobody listens here, so events go nowhere."""
        self._loop = loop

    def publish(self, topic: str, event: Event) -> None:
        """See Broker. Numbers are given here, so events of one thread keep their order."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        with self._lock:
            self._number += 1
            number = self._number
            loop.call_soon_threadsafe(self._deliver, topic, number, encode(event, f"{self.run}-{number}"))

    def revoke(self, listener: str) -> None:
        """See Broker."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end, listener)
