"""A browser's end of an ASGI conversation, for trying lanes without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from gapsessions.live.stream import LiveLane
from workshop.entrance import Entrance
from workshop.pages import Pages


@dataclass
class Phone:
    """One request and what came back so far; `hang_up` is the browser leaving."""

    app: Any
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Iterable[bytes] = (b"",)
    query: bytes = b""
    client: tuple[str, int] | None = ("192.0.2.7", 40000)
    scheme: str = "http"
    complete: bool = True

    def __post_init__(self) -> None:
        self.status = 0
        self.answer: dict[str, str] = {}
        self.body = b""
        self.finished = False
        self._gone = asyncio.Event()
        self._arrived = asyncio.Event()
        self._chunks = list(self.chunks)
        self.task = asyncio.ensure_future(self.app(self._scope(), self._receive, self._send))

    async def done(self) -> Phone:
        """Wait for the whole answer."""
        await asyncio.wait_for(self.task, 20)
        return self

    async def hears(self, words: bytes) -> None:
        """Wait until the answer holds these words."""
        async with asyncio.timeout(20):
            while words not in self.body:
                self._arrived.clear()
                if self.task.done():
                    self.task.result()
                    raise AssertionError(f"the answer ended without {words!r}: {self.body!r}")
                await asyncio.wait(
                    [asyncio.ensure_future(self._arrived.wait()), self.task], return_when=asyncio.FIRST_COMPLETED
                )

    def hang_up(self) -> None:
        self._gone.set()

    def _scope(self) -> dict[str, Any]:
        headers = {"host": "localhost"} | self.headers
        return {
            "type": "http",
            "http_version": "1.1",
            "method": self.method,
            "scheme": self.scheme,
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": self.query,
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": self.client,
            "server": ("127.0.0.1", 8000),
        }

    async def _receive(self) -> dict[str, Any]:
        if self._chunks:
            chunk = self._chunks.pop(0)
            more = bool(self._chunks) or not self.complete
            return {"type": "http.request", "body": chunk, "more_body": more}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert not self.status, "a response starts once"
            self.status = message["status"]
            self.answer = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.finished = not message.get("more_body", False)
        self._arrived.set()


def page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A page that echoes the size of what it was sent, fails on demand, or tells what it was told."""
    if environ["PATH_INFO"] == "/fails":
        raise RuntimeError("on purpose")
    if environ["PATH_INFO"] == "/fails-late":
        start_response("200 OK", [("Content-Type", "text/plain")])

        def half():
            yield b"half"
            raise RuntimeError("on purpose")

        return half()
    told = [environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_FOR", "-")]
    body = f"{len(environ['wsgi.input'].read())} {' '.join(told)}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Frame-Options", "SAMEORIGIN")])
    return [body]


def tell(story: Callable[[Entrance], Coroutine[Any, Any, None]]) -> None:
    """Tell a story at an entrance of its own, whose pages are `page`."""

    async def scene() -> None:
        pages = Pages(page, workers=2)
        await story(Entrance(LiveLane(), pages))
        pages.threads.shutdown()

    asyncio.run(scene())
