"""The broker of several processes: Redis numbers the events and hands each to all of them, and keeps none.

What was lately said is kept where it was heard, in each process (`Mailroom`), so Redis holds no word of an answer
at any time. Redis may restart, freeze or vanish: no action waits for it, screens of the same process go on hearing
of each other, and streams are ended once it is back, so that they ask for their rights and for what they missed.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import logging
import random
import threading
from collections import deque
from typing import Any

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from gapsessions.live.broker import Mailroom
from gapsessions.live.events import REFETCH, Event, encode

AWAY = ""
"""The run while Redis is not heard: whatever position a page brings then, it is told to refetch."""
ANSWER_SECONDS = 2.0
SILENT_SECONDS = 5.0
"""Without a word from Redis for so long it is asked whether it is there, and given up after as long again."""
AGAIN_SECONDS = 0.5
MOST_WAITING = 10_000
BATCH = 128
# The number and the message leave in one step, so every process hears all numbers of a run in order, without a gap. The
# run is Redis's own, new at each of its starts: a counter that came back from an older copy on disk gives no number out
# a second time.
SCRIPT = """
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if redis.call('GET', KEYS[1] .. ':run') ~= run then
  redis.call('SET', KEYS[1] .. ':run', run)
  redis.call('SET', KEYS[1] .. ':count', '0')
end
local last = redis.call('INCRBY', KEYS[1] .. ':count', ARGV[1])
if ARGV[2] then
  redis.call('PUBLISH', KEYS[1], run .. ' ' .. last .. ' ' .. ARGV[2])
end
return {run, last}
"""
EVENT, REVOKE, LOST = "event", "revoke", "lost"
Item = tuple[str, str, str]  # one of the three, then a topic and the encoded event, or a listener
logger = logging.getLogger(__name__)


class RedisBroker(Mailroom):
    """See the module; the thread that sends and the task that listens are started when first needed."""

    def __init__(self, url: str) -> None:
        super().__init__(run=AWAY)
        self._url = url
        once = Retry(NoBackoff(), 1)  # a connection that died unnoticed is opened anew
        self._client = redis.Redis.from_url(
            url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=once
        )
        self._script = self._client.register_script(SCRIPT)
        self._channel = f"gap:live:{self._client.get_connection_kwargs().get('db') or 0}"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening: asyncio.Task[None] | None = None
        self._outbox: deque[Item] = deque()
        self._stirred = threading.Condition()
        self._sender: threading.Thread | None = None
        self._lost = False  # there may be events that other processes have not heard of
        self._announced = False  # whether the others know that this process has begun
        self._unsent: list[Item] = []  # what was revoked while Redis was away; the sending thread's own

    # --- the Broker's side ---
    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """See Broker; listens from now on."""
        if self._loop is not loop:
            self._loop = loop
            self._listening = loop.create_task(self._listen())

    def publish(self, topic: str, event: Event) -> None:
        """See Broker; also from processes without streams, such as the worker."""
        self._put((EVENT, topic, encode(event, "").decode()))

    def revoke(self, listener: str) -> None:
        """See Broker. This reaches the other processes however long Redis is away."""
        self._put((REVOKE, listener, ""))

    # --- sending: one thread, so that no action ever waits for Redis ---
    def _put(self, item: Item) -> None:
        with self._stirred:
            if len(self._outbox) < MOST_WAITING or item[0] == REVOKE:
                self._outbox.append(item)
            else:
                self._lost = True
            self._stir_sender()

    def _announce(self) -> None:
        """Let everybody fetch anew: the one in whose place this process begins may have died between a commit and
        its word."""
        with self._stirred:
            self._lost = self._announced = True
            self._stir_sender()

    def _stir_sender(self) -> None:
        if self._sender is None:
            self._sender = threading.Thread(target=self._send_for_ever, name="live-sender", daemon=True)
            self._sender.start()
            atexit.register(self._send_the_rest)
        self._stirred.notify()

    def _send_for_ever(self) -> None:
        while True:
            with self._stirred:
                while not self._outbox and not self._lost:
                    self._stirred.wait()
                batch = [self._outbox[place] for place in range(min(BATCH, len(self._outbox)))]
            self._send(batch)

    def _send(self, batch: list[Item]) -> None:
        """Send what waits longest; while Redis takes nothing, the streams of this process are told directly."""
        lost = self._lost
        if lost:
            self._on_loop(self._deliver_here, batch)
        sent = [(LOST, "", ""), *self._unsent, *batch] if lost else batch
        try:
            self._script(keys=[self._channel], args=[len(sent), json.dumps(sent)])
        except (RedisError, OSError):
            if not lost:
                self._on_loop(self._deliver_here, batch)
                logger.warning("Redis does not answer; other processes hear of nothing.")
            # Words would be old by then, and every page is told to fetch anew. Taken rights wait for Redis.
            self._unsent += [item for item in batch if item[0] == REVOKE and item not in self._unsent]
            self._finish(len(batch), lost=True)
        else:
            self._unsent.clear()
            self._finish(len(batch), lost=self._lost and not lost)

    def _finish(self, count: int, *, lost: bool) -> None:
        with self._stirred:
            self._lost = lost
            for _ in range(count):
                self._outbox.popleft()
            self._stirred.notify_all()
            if lost:
                self._stirred.wait_for(lambda: self._outbox, AGAIN_SECONDS)

    def _send_the_rest(self) -> None:
        """Give a process that ends a moment to say its last; without Redis that is not worth waiting for."""
        with self._stirred:
            self._stirred.wait_for(lambda: not self._outbox or self._lost, ANSWER_SECONDS)

    def _on_loop(self, step: Any, *arguments: Any) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens here any more
                self._loop.call_soon_threadsafe(step, *arguments)

    # --- listening: one task on the event loop ---
    async def _listen(self) -> None:
        while not _cancelled():
            try:
                async with self._connection() as client, client.pubsub() as heard:
                    await heard.subscribe(self._channel)
                    # Confirmed before the position is asked for: nothing can pass by in between.
                    await heard.get_message(timeout=ANSWER_SECONDS)
                    run, last = await client.eval(SCRIPT, 1, self._channel, 0)
                    self._begin(run.decode(), int(last))
                    if not self._announced:
                        self._announce()
                    await self._hear(heard)
            except (RedisError, OSError, TimeoutError):
                if self.run != AWAY:
                    logger.warning("Redis is away; streams are ended once it is back.")
                self.run = AWAY
            await asyncio.sleep(AGAIN_SECONDS * random.uniform(0.5, 1))

    def _connection(self) -> redis.asyncio.Redis:
        timeouts = {"socket_connect_timeout": ANSWER_SECONDS, "socket_timeout": 2 * SILENT_SECONDS}
        return redis.asyncio.Redis.from_url(self._url, **timeouts, retry=Retry(NoBackoff(), 0))  # type: ignore[arg-type]

    async def _hear(self, heard: Any) -> None:
        asked = False
        while not _cancelled():
            message = await heard.get_message(timeout=SILENT_SECONDS)
            if message is None:
                if asked:
                    raise TimeoutError
                await heard.ping()
            asked = message is None
            if message is not None and message["type"] == "message":
                self._take_in(message["data"])

    def _take_in(self, data: bytes) -> None:
        run, last, batch = data.decode().split(" ", 2)
        items = json.loads(batch)
        first = int(last) - len(items) + 1
        if run[:8] != self.run or first > self._delivered + 1:
            self._begin(run, first - 1)
        for number, item in enumerate(items, first):
            if number > self._delivered:
                self._deliver_one(number, *item)

    def _deliver_one(self, number: int, kind: str, name: str, body: str) -> None:
        if kind == EVENT:
            self._deliver(name, number, f"id: {self.run}-{number}\n{body}".encode())
            return
        self._delivered = number
        if kind == REVOKE:
            self._end(name)
        else:
            self._known_since = number
            for mailbox in self._owner:
                mailbox.put(encode(Event(REFETCH, ""), self.position))

    def _deliver_here(self, batch: list[Item]) -> None:
        for kind, name, body in batch:
            if kind == REVOKE:
                self._end(name)
            elif name in self._topics:
                for mailbox in self._topics[name].mailboxes:
                    mailbox.put(body.encode())

    def _begin(self, run: str, last: int) -> None:
        """Begin a run. Rights may have been taken away unheard, so the streams end, and ask when they come back."""
        self.run = run[:8]
        self._known_since = self._delivered = last
        for topic in self._topics.values():
            topic.kept.clear()
            topic.forgotten = 0
        for mailbox in self._owner:
            mailbox.end()


def _cancelled() -> bool:
    """Whether this task was asked to end. It need not have felt it: before Python 3.12 `asyncio.wait_for`, with which
    the client sends, takes a cancellation for itself that comes together with what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
