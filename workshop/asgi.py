"""The server's entry: live streams in one lane, pages in the other.

Start it as `uvicorn workshop.asgi:application --http workshop.knocking:BoundedHeads --no-proxy-headers
--timeout-graceful-shutdown 3 --timeout-keep-alive 75`. Django's own ASGI handler would pin a thread per open stream
and serve a fifth of the pages; docs/decisions has the figures.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from types import FrameType

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
_pages = get_wsgi_application()

from django.conf import settings  # noqa: E402  (the lanes need the apps to be loaded)
from django.urls import get_resolver  # noqa: E402

from gapsessions.live import channels  # noqa: E402
from gapsessions.live.stream import LiveLane, Receive, Scope, Send  # noqa: E402
from gapsessions.live.tick import tick  # noqa: E402
from workshop.entrance import Entrance  # noqa: E402
from workshop.pages import Pages  # noqa: E402
from workshop.shelf import Shelf  # noqa: E402

# All steps are loaded with their addresses, so that every channel is open before the first phone knocks:
# after a restart that is a stream coming back, not a page, and it would take a 404 for an answer.
_ = get_resolver().url_patterns

# A thread that comes back from the disk waits this long for the interpreter while another computes, and whoever writes
# holds the line of writers meanwhile. With Python's own 5 ms phones in a full room waited for seconds.
sys.setswitchinterval(0.0005)

SWEEP_SECONDS = 30.0
_entrance = Entrance(LiveLane(), Pages(_pages, workers=settings.WEB_WORKERS, shelf=Shelf()))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request, or the start and the stop of the process."""
    if scope["type"] == "http":
        await _entrance(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live_through(receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})


async def _live_through(receive: Receive, send: Send) -> None:
    loop = asyncio.get_running_loop()
    channels.broker.attach(loop)
    _close_streams_on_signals(loop)
    helpers = [loop.create_task(_sweep()), loop.create_task(tick())]
    while True:
        message = await receive()
        stopping = message["type"] == "lifespan.shutdown"
        if stopping:
            for helper in helpers:
                helper.cancel()
            channels.broker.close_all()
        await send({"type": f"{message['type']}.complete"})
        if stopping:
            return


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        channels.broker.sweep()


def _close_streams_on_signals(loop: asyncio.AbstractEventLoop) -> None:
    """End the streams as soon as the process is told to stop.

    The server waits for open requests before it announces the shutdown, and a stream would be waited for
    until the grace period is over.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if not callable(before):
            continue

        def stop(received: int, frame: FrameType | None, then: object = before) -> None:
            loop.call_soon_threadsafe(channels.broker.close_all)
            then(received, frame)  # type: ignore[operator]

        signal.signal(number, stop)
