"""The lane of pages: runs the WSGI application in a few threads, one visit to a thread per request.

Own rather than a general bridge (docs/decisions/0105): the body has been read already and the answer is sent as a
whole, so no thread ever waits for the event loop, which may just be telling a thousand phones something.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from gapsessions.live.stream import Scope, Send
from workshop.shelf import Shelf

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    """A whole response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Pages:
    """Serves requests whose body is known; an answer is held in memory until the client has taken it."""

    def __init__(self, application: Application, *, workers: int, shelf: Shelf | None = None) -> None:
        self.application = application
        self.shelf = shelf
        self.threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, body: bytes, send: Send) -> None:
        """Serve one request; raises what the application raised, and then nothing has been sent."""
        if self.shelf is not None and (file := self.shelf.answer(scope)) is not None:
            answer = Answer(*file)
        else:
            context = contextvars.copy_context()
            visit = (context.run, self._answer, environ_of(scope, body))
            answer = await asyncio.get_running_loop().run_in_executor(self.threads, *visit)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, environ: Environ) -> Answer:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started[:] = status, headers

        chunks = self.application(environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            if (close := getattr(chunks, "close", None)) is not None:
                close()
        status, headers = started
        named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return Answer(int(status.split(" ", 1)[0]), named, body)


def environ_of(scope: Scope, body: bytes) -> Environ:
    """Spell a request as WSGI does. Names and paths travel as bytes in the disguise of Latin-1."""
    client, server = scope.get("client") or ("", 0), scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        spelled = name.decode("latin-1").upper().replace("-", "_")
        key = spelled if spelled == "CONTENT_TYPE" else f"HTTP_{spelled}"
        text = value.decode("latin-1")
        if key in environ:
            text = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + text
        environ[key] = text
    # What came, not what was announced: a body in chunks announces nothing.
    environ.pop("HTTP_CONTENT_LENGTH", None)
    if body or scope["method"] in ("POST", "PUT", "PATCH"):
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ
