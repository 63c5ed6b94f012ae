"""The entrance: what it refuses, and that a failure in one lane leaves the next request served."""

from __future__ import annotations

import asyncio
import secrets
import sys

import pytest

from gapsessions.live import channels
from gapsessions.live.stream import LiveLane
from gapsessions.web.logs import request_id
from tests.asgi import Phone, tell
from workshop import entrance as module
from workshop.entrance import Entrance
from workshop.pages import Pages, environ_of

HEADERS = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
}


def test_failure_in_the_pages_leaves_the_next_request_served():
    async def story(entrance):
        for _ in range(5):  # more often than there are threads
            failed = await Phone(entrance, "/fails").done()
            assert failed.status == 500
            assert failed.answer.keys() >= HEADERS
            assert b"on purpose" not in failed.body
        assert (await Phone(entrance, "/").done()).status == 200

    tell(story)


def test_failure_in_the_middle_of_an_answer_sends_none_of_it():
    async def story(entrance):
        failed = await Phone(entrance, "/fails-late").done()
        assert failed.status == 500
        assert b"half" not in failed.body
        assert (await Phone(entrance, "/").done()).status == 200

    tell(story)


def test_request_is_spelled_as_the_pages_read_it():
    scope = {
        **{"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/ü/", "client": None},
        "query_string": b"a=1",
        "headers": [
            *[(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")],
            *[(b"content-type", b"text/plain"), (b"transfer-encoding", b"chunked"), (b"content-length", b"99")],
        ],
    }
    environ = environ_of(scope, b"body")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/ü/"
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"], environ["CONTENT_TYPE"]) == (
        "a=1; b=2",
        "x,y",
        "text/plain",
    )
    assert (environ["CONTENT_LENGTH"], environ["wsgi.input"].read()) == ("4", b"body")
    assert "HTTP_CONTENT_LENGTH" not in environ
    assert "CONTENT_LENGTH" not in environ_of({**scope, "method": "GET"}, b"")


def test_pages_keep_what_their_request_is_called():
    """Fails when the thread does not run in the request's own context: its log lines would name no request."""

    def named(environ, start_response):
        start_response("200 OK", [])
        return [request_id.get().encode()]

    async def scene() -> None:
        pages = Pages(named, workers=1)
        phone = await Phone(Entrance(LiveLane(), pages), "/").done()
        assert phone.body.decode() == phone.answer["x-request-id"]

    asyncio.run(scene())


def test_failure_in_the_live_lane_leaves_the_next_request_served(monkeypatch):
    def broken(visitor):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(channels, "_channels", {**channels._channels, "broken": broken})

    async def story(entrance):
        failed = await Phone(entrance, "/live/broken/").done()
        assert failed.status == 500
        assert b"on purpose" not in failed.body
        assert (await Phone(entrance, "/").done()).status == 200
        phone = Phone(entrance, "/live/heartbeat")
        await phone.hears(b"retry")
        phone.hang_up()
        await phone.done()
        assert entrance.live.open_streams == 0

    tell(story)


@pytest.mark.parametrize(
    ("path", "extra", "status"),
    [
        ("/", {}, 200),
        ("/fails", {}, 500),
        ("/live/nothing", {}, 404),
        ("/live/heartbeat", {"host": "evil.example"}, 400),
        ("/", {"content-length": "999999999999"}, 413),
    ],
)
def test_every_answer_carries_the_headers(path, extra, status):
    async def story(entrance):
        phone = await Phone(entrance, path, headers=extra).done()
        assert phone.status == status
        assert phone.answer.keys() >= HEADERS
        assert "unsafe" not in phone.answer["content-security-policy"]
        assert "frame-ancestors 'none'" in phone.answer["content-security-policy"]

    tell(story)


def test_stream_carries_the_headers():
    async def story(entrance):
        phone = Phone(entrance, "/live/heartbeat")
        await phone.hears(b"retry")
        assert phone.answer.keys() >= HEADERS
        phone.hang_up()
        await phone.done()

    tell(story)


def test_open_stream_keeps_nothing_of_what_was_asked():
    async def story(entrance):
        given = []

        async def server(scope, receive, send):
            given.append(secrets.token_bytes(32))
            scope["headers"].append((b"cookie", given[0]))
            await entrance(scope, receive, send)

        phone = Phone(server, "/live/heartbeat")
        await phone.hears(b"retry")
        held_by = sys.getrefcount(given[0])
        assert held_by == 2  # our list, and the question
        phone.hang_up()
        await phone.done()

    tell(story)


def test_hsts_is_sent_over_https_only(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000

    async def story(entrance):
        plain = await Phone(entrance, "/live/nothing").done()
        secure = await Phone(entrance, "/live/nothing", scheme="https").done()
        assert "strict-transport-security" not in plain.answer
        assert secure.answer["strict-transport-security"].startswith("max-age=31536000")

    tell(story)


def test_header_of_a_page_is_not_doubled():
    async def story(entrance):
        assert (await Phone(entrance, "/").done()).answer["x-frame-options"] == "SAMEORIGIN"

    tell(story)


def test_oversized_body_is_refused_even_unannounced(settings):
    settings.BODY_LIMIT = 1000

    async def story(entrance):
        for chunks in ([b"x" * 1001], [b"x" * 400] * 3):
            phone = await Phone(entrance, "/", method="POST", chunks=chunks).done()
            assert (phone.status, phone.answer["connection"]) == (413, "close")
        fits = await Phone(entrance, "/", method="POST", chunks=[b"x" * 500] * 2).done()
        assert fits.body.startswith(b"1000 ")
        assert entrance._held == 0

    tell(story)


def test_slow_body_is_refused_and_holds_no_thread(monkeypatch):
    monkeypatch.setattr(module, "FIRST_SECONDS", 0.05)

    async def story(entrance):
        slow = [Phone(entrance, "/", method="POST", chunks=[b"x"], complete=False) for _ in range(5)]
        await asyncio.sleep(0)
        quick = await Phone(entrance, "/").done()  # two threads, five slow phones
        assert quick.status == 200
        assert not any(phone.task.done() for phone in slow)
        for phone in slow:
            assert (await phone.done()).status == 408
        assert entrance._held == 0

    tell(story)


def test_all_bodies_together_keep_to_a_budget(settings):
    settings.BODY_LIMIT = 100

    async def story(entrance):
        waiting = [Phone(entrance, "/", method="POST", chunks=[b"x" * 90], complete=False) for _ in range(8)]
        await asyncio.sleep(0.01)
        assert entrance._held == 720
        assert (await Phone(entrance, "/", method="POST", chunks=[b"x" * 90]).done()).status == 503
        for phone in waiting:
            phone.hang_up()
            await phone.done()
        assert entrance._held == 0

    tell(story)


def test_client_that_leaves_before_its_body_is_complete_is_no_error():
    async def story(entrance):
        phone = Phone(entrance, "/", method="POST", chunks=[b"x"], complete=False)
        await asyncio.sleep(0)
        phone.hang_up()
        await phone.done()
        assert phone.status == 0

    tell(story)
