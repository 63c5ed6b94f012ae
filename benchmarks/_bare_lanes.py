"""The peer: the two lanes and nothing else. A note costs one durable row and one line to every phone at the table.

No session, no rights, no receipts, no stages: what the product adds to this is what it does. Speaks as much of the
phones' protocol as they need. Started by room.py under the same server with the same options.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

WORKERS = 8
settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], INSTALLED_APPS=[])  # noqa: S106
django.setup()

listeners: defaultdict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)
writing = threading.Lock()
own = threading.local()
loop: asyncio.AbstractEventLoop


def database() -> sqlite3.Connection:
    """This thread's connection, as durable as the product's."""
    if not hasattr(own, "database"):
        own.database = sqlite3.connect(os.environ["BARE_DATABASE"], timeout=20, isolation_level=None)
        own.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
        own.database.execute("CREATE TABLE IF NOT EXISTS note (id TEXT PRIMARY KEY, place TEXT, said TEXT)")
    return own.database  # type: ignore[no-any-return]


def operation(request: HttpRequest, room: str) -> HttpResponse:
    """Keep a note, and tell the table."""
    note = json.loads(request.body)
    connection = database()
    with writing:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO note VALUES (?, ?, ?)", (note["note"], note["table"], note["text"]))
        connection.execute("COMMIT")
    said = {"id": note["note"], "question": note["question"], "text": note["text"]}
    loop.call_soon_threadsafe(tell, note["table"], json.dumps(said))
    return JsonResponse({"note": said, "repeated": False})


def tell(table: str, said: str) -> None:
    """Give the note to everybody at the table."""
    event = f"event: note\ndata: {said}\n\n".encode()
    for queue in listeners[table]:
        queue.put_nowait(event)


urlpatterns = [path("r/<room>/operations/", operation)]
pages = get_wsgi_application()
threads = ThreadPoolExecutor(WORKERS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Serve a stream or a page."""
    global loop
    loop = asyncio.get_running_loop()
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    elif scope["path"].startswith("/live/"):
        await stream(scope, receive, send)
    else:
        await page(scope, receive, send)


async def page(scope: Any, receive: Any, send: Any) -> None:
    """Read the body, run Django in a thread, send the answer."""
    import io

    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": scope["path"],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    status, headers, content = await loop.run_in_executor(threads, answer, environ)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def answer(environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Run Django."""
    started: list[Any] = []
    content = b"".join(pages(environ, lambda status, headers: started.extend((status, headers))))  # type: ignore[arg-type, return-value]
    headers = [(name.lower().encode(), value.encode()) for name, value in started[1]]
    return int(started[0][:3]), [*headers, (b"content-length", str(len(content)).encode())], content


async def stream(scope: Any, receive: Any, send: Any) -> None:
    """Send what is said at the table; the phone names it in a cookie."""
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode()
    table = cookies.partition("table=")[2].partition(";")[0]
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    listeners[table].add(queue)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"event: hello\ndata: {}\n\n", "more_body": True})
    gone = asyncio.ensure_future(left(receive))
    try:
        while not gone.done():
            waiting = asyncio.ensure_future(queue.get())
            await asyncio.wait({gone, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                await send({"type": "http.response.body", "body": waiting.result(), "more_body": True})
            else:
                waiting.cancel()
    finally:
        listeners[table].discard(queue)


async def left(receive: Any) -> None:
    """Wait until the phone is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
