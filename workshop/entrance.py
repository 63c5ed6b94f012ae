"""The entrance both lanes share: whom to believe, how much to read, and what every answer carries."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from gapsessions.live.stream import LiveLane, Message, Receive, Scope, Send, refuse
from gapsessions.web.headers import security_headers
from gapsessions.web.hosts import host_is_ours
from gapsessions.web.logs import new_request_id, request_id
from workshop.pages import Pages

FIRST_SECONDS = 15.0
SLOWEST_BYTES_PER_SECOND = 20_000
_SAID_BY_PROXIES = (b"forwarded", b"x-real-ip", b"x-request-id")
_GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
logger = logging.getLogger("workshop.entrance")


class Refused(Exception):
    """The request is answered here, with one sentence, and the connection is closed."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Entrance:
    """Sends /live/* to the live lane and everything else to the pages.

    A page's body is read here, on the event loop, before one of the few worker threads is taken: a phone
    with a bad connection, or somebody who means harm, costs memory within a budget and never a thread.
    """

    def __init__(self, live: LiveLane, pages: Pages) -> None:
        self.live = live
        self.pages = pages
        self._held = 0  # bytes of bodies being read or served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        asked = scope
        scope, given_id = believe(asked)
        token = request_id.set(given_id or new_request_id())
        answer = _Answer(send, secure=scope["scheme"] == "https")
        live = scope["path"].startswith("/live/")
        started = time.perf_counter()
        try:
            if live:
                # A stream lasts: what was asked for it need not stay with the server meanwhile.
                asked["headers"].clear()
                await self._serve_live(scope, receive, answer)
            else:
                await self._serve_page(scope, receive, answer)
        except Refused as refused:
            await refuse(answer, refused.status, refused.sentence, {"connection": "close"})
        except Exception:
            logger.exception("a lane failed")
            if answer.status:
                raise  # half an answer is out: only a broken connection says so
            await refuse(answer, 500, "Something broke on our side.")
        finally:
            if live or answer.refused:
                route = "live/<channel>" if live else "none"
                ms = round((time.perf_counter() - started) * 1000, 1)
                extra = {"lane": "live" if live else "pages", "route": route, "status": answer.status, "ms": ms}
                logger.info("served", extra=extra)
            request_id.reset(token)

    async def _serve_live(self, scope: Scope, receive: Receive, send: _Answer) -> None:
        if not host_is_ours(_header(scope, b"host")):
            raise Refused(400, "This name is not ours.")
        if settings.HTTPS and scope["scheme"] != "https":
            raise Refused(400, "Please use HTTPS.")
        # A page elsewhere may not listen; on plain HTTP, where browsers say no Sec-Fetch-Site, they still say this.
        origin = _header(scope, b"origin")
        if "\x00" in scope["path"] or (origin and urlsplit(origin).netloc != _header(scope, b"host")):
            raise Refused(404, "There is nothing here.")
        await self.live(scope, receive, send)

    async def _serve_page(self, scope: Scope, receive: Receive, send: _Answer) -> None:
        announced = _header(scope, b"content-length")
        if announced.isdecimal() and int(announced[:16]) > settings.BODY_LIMIT:
            raise Refused(413, "That is too large.")
        body = bytearray()
        try:
            await self._read(body, receive)
            await self.pages(scope, bytes(body), send)
        except _Gone:
            return
        finally:
            self._held -= len(body)

    async def _read(self, body: bytearray, receive: Receive) -> None:
        """Fill `body`; refuse what is too large, too slow, or more than all requests together may hold."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        more = True
        while more:
            try:
                async with asyncio.timeout_at(started + FIRST_SECONDS + len(body) / SLOWEST_BYTES_PER_SECOND):
                    message = await receive()
            except TimeoutError:
                raise Refused(408, "That took too long to arrive.") from None
            if message["type"] == "http.disconnect":
                raise _Gone
            chunk = message.get("body", b"")
            body += chunk
            self._held += len(chunk)
            if len(body) > settings.BODY_LIMIT:
                raise Refused(413, "That is too large.")
            if self._held > 8 * settings.BODY_LIMIT:
                raise Refused(503, "Too many uploads at once. Please try again.")
            more = message.get("more_body", False)


class _Gone(Exception):
    """The client left before its request was complete."""


class _Answer:
    """A `send` that adds the headers every response carries and remembers what has been sent."""

    __slots__ = ("_secure", "_send", "refused", "status")

    def __init__(self, send: Send, *, secure: bool) -> None:
        self._send = send
        self._secure = secure
        self.status = 0
        self.refused = False

    async def __call__(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", []))
            present = {name.lower() for name, _value in headers}
            # Pages name their own id; what comes from here or from the live lane does not.
            self.refused = b"x-request-id" not in present
            ours = security_headers(secure=self._secure) | {"X-Request-ID": request_id.get()}
            lowered = ((name.lower().encode(), value.encode()) for name, value in ours.items())
            headers += [pair for pair in lowered if pair[0] not in present]
            message = {**message, "headers": headers}
        await self._send(message)


def believe(scope: Scope) -> tuple[Scope, str]:
    """Return the scope as it may be trusted, and the request id a trusted proxy gave (or "").

    What only a proxy may say (the client's address, HTTPS, a request id) is taken from a proxy named in
    TRUSTED_PROXIES and dropped from anybody else. Names with an underscore are dropped always: as WSGI
    spells headers, `X_Forwarded_For` could pass for the real one.
    """
    said: dict[bytes, str] = {}
    headers = []
    for name, value in scope["headers"]:
        if name in _SAID_BY_PROXIES or name.startswith(b"x-forwarded-"):
            said[name] = (said[name] + "," if name in said else "") + value.decode("latin-1")
        elif b"_" not in name:
            headers.append((name, value))
    query = b"".join(bytes([c]) if c < 128 else b"%%%02X" % c for c in scope["query_string"])
    believed = {**scope, "headers": headers, "query_string": query}
    peer = (scope.get("client") or ("unix", 0))[0]
    if not _trusted(peer):
        return believed, ""
    chain = [part.strip() for part in said.get(b"x-forwarded-for", "").split(",") if part.strip()]
    strangers = [address for address in chain if not _trusted(address)]
    if strangers:
        believed["client"] = (strangers[-1], 0)
    if said.get(b"x-forwarded-proto", "").rpartition(",")[2].strip() in ("http", "https"):
        believed["scheme"] = said[b"x-forwarded-proto"].rpartition(",")[2].strip()
    given = said.get(b"x-request-id", "")
    return believed, given if _GOOD_ID.fullmatch(given) else ""


def _trusted(address: str) -> bool:
    if address == "unix":
        return "unix" in settings.TRUSTED_PROXIES
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES if network != "unix")


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
