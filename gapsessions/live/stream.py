"""The live lane: a small ASGI application that keeps one event stream open per page, without a thread each.

Django's own streaming pins a thread per phone; here a stream costs a task and a mailbox.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import close_old_connections
from django.http import parse_cookie

from gapsessions.live import channels
from gapsessions.live.broker import Mailbox
from gapsessions.live.channels import Grant, Visitor
from gapsessions.live.events import Event, encode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
LIFE_SECONDS = 600.0
STALLED_SECONDS = 30.0
logger = logging.getLogger(__name__)


class LiveLane:
    """Serves /live/<channel>/...; see `channels.open_channel` for who may listen."""

    def __init__(self, *, heartbeat: float = HEARTBEAT_SECONDS, life: float = LIFE_SECONDS) -> None:
        self.heartbeat = heartbeat
        self.life = life
        self.open_streams = 0
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-authorise")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection: a stream, or a short refusal."""
        channels.broker.attach(asyncio.get_running_loop())
        if scope["method"] != "GET":
            await refuse(send, 405, "Only GET.", {"allow": "GET"})
            return
        if self.open_streams >= settings.LIVE_MAX_STREAMS:
            await refuse(send, 503, "Too many open pages.", {"retry-after": str(random.randint(5, 20))})
            return
        # The slot is taken before asking the database, so that a rush cannot overshoot.
        self.open_streams += 1
        try:
            mailbox = await self._mailbox(scope)
            if mailbox is None:
                await refuse(send, 404, "There is nothing here.")
                return
            scope.clear()  # neither path nor cookies are needed while the stream is open, which may be long
            try:
                await self._stream(mailbox, receive, send)
            finally:
                channels.broker.unsubscribe(mailbox)
        finally:
            self.open_streams -= 1

    async def _mailbox(self, scope: Scope) -> Mailbox | None:
        """Open a mailbox, or None; what was needed for that is not held while the stream is open."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        grant = await self._grant(scope, headers)
        if grant is None:
            return None
        since = headers.get("last-event-id") or _since(scope)
        return channels.broker.subscribe(grant.topics, grant.listener, since)

    async def _grant(self, scope: Scope, headers: dict[str, str]) -> Grant | None:
        name, _, rest = scope["path"].removeprefix("/live/").partition("/")
        authorise = channels.channel(name)
        # A page elsewhere may not listen, whatever cookies the browser would send along.
        if authorise is None or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return None
        address = (scope.get("client") or ("", 0))[0]
        visitor = Visitor(path=rest, cookies=parse_cookie(headers.get("cookie", "")), address=address)

        def ask() -> Grant | None:
            close_old_connections()
            try:
                return authorise(visitor)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, ask)

    async def _stream(self, mailbox: Mailbox, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store, no-transform"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        watcher = asyncio.ensure_future(_close_when_gone(receive, mailbox))
        try:
            await _body(send, _hello(mailbox))
            await self._pump(mailbox, send)
            with suppress(TimeoutError):
                await _body(send, b"", more=False)
        except TimeoutError:
            # The phone stopped reading. Its connection is given up; it comes back with the last id it saw.
            logger.info("stream stalled")
        finally:
            watcher.cancel()

    async def _pump(self, mailbox: Mailbox, send: Send) -> None:
        """Send what comes; a sign of life when nothing came for a while. One timer per stream, not one per event."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.life * random.uniform(0.9, 1.0)
        sent = loop.time()
        timer = loop.call_at(min(sent + self.heartbeat, ends), mailbox.stir)
        try:
            while not mailbox.closed or mailbox.waiting:
                await mailbox.stirred()
                now = loop.time()
                if now >= ends:
                    return
                if mailbox.waiting or mailbox.closed or now - sent >= self.heartbeat:
                    await _body(send, mailbox.take() or _heartbeat(mailbox))
                    sent = now
                if timer.when() <= now:
                    timer = loop.call_at(min(sent + self.heartbeat, ends), mailbox.stir)
        finally:
            timer.cancel()


def _hello(mailbox: Mailbox) -> bytes:
    """Say where we stand, and when to come back: each page a little differently, so that a restart is no stampede.

    The wait rides on an event because htmx reads it only there.
    """
    wait = f"retry: {random.randint(1000, 4000)}\n".encode()
    # While missed events wait, our position is not yet the page's: they bring their own ids.
    return wait + encode(_clock("hello"), "" if mailbox.waiting else channels.broker.position)


def _heartbeat(mailbox: Mailbox) -> bytes:
    """Give a sign of life; nothing waits, so the position is safe to hand out."""
    return b"" if mailbox.closed else encode(_clock("heartbeat"), channels.broker.position)


def _clock(name: str) -> Event:
    """Make an event that tells the server's clock in milliseconds."""
    return Event.of(name, now=round(time.time() * 1000))


async def _close_when_gone(receive: Receive, mailbox: Mailbox) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mailbox.close()


async def _body(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(STALLED_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def refuse(send: Send, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
    """Answer with one sentence of plain text."""
    fixed = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    pairs = [(name.encode(), value.encode()) for name, value in (fixed | (headers or {})).items()]
    body = (sentence + "\n").encode()
    pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _since(scope: Scope) -> str:
    """The position a page was rendered at, for its first connection; later ones send Last-Event-ID."""
    return parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
