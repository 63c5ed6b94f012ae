"""A file from the shelf is what the pages would have sent, and what is not plain is left to them."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from django.test import Client

from gapsessions.live.stream import LiveLane
from tests.asgi import Phone
from workshop.entrance import Entrance
from workshop.pages import Pages
from workshop.shelf import Shelf

PATH = "/static/js/room.0123456789ab.js"
SCRIPT = b"export const seat = 4;\n" * 20


@pytest.fixture
def shelf(settings, tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "room.0123456789ab.js").write_bytes(SCRIPT)
    (tmp_path / "js" / "room.0123456789ab.js.gz").write_bytes(gzip.compress(SCRIPT))
    settings.STATIC_ROOT = tmp_path
    settings.STATIC_COLLECTED = True
    settings.WHITENOISE_USE_FINDERS = False
    settings.WHITENOISE_AUTOREFRESH = False
    return Shelf()


def ask(shelf: Shelf, path: str = PATH, **facts) -> Phone:
    def page(environ, start_response):
        start_response("418 a page", [])
        return [environ["PATH_INFO"].encode()]

    async def scene() -> Phone:
        return await Phone(Entrance(LiveLane(), Pages(page, workers=1, shelf=shelf)), path, **facts).done()

    return asyncio.run(scene())


@pytest.mark.parametrize("encoding", ["", "gzip, br"])
def test_file_is_sent_as_the_pages_send_it(shelf, encoding):
    ours = ask(shelf, headers={"accept-encoding": encoding})
    theirs = Client(headers={"accept-encoding": encoding}).get(PATH)
    assert ours.status == theirs.status_code == 200
    assert ours.body == b"".join(theirs.streaming_content)
    expected = {name.lower(): value for name, value in theirs.headers.items()}
    named = {"x-request-id"}
    assert {name: value for name, value in ours.answer.items() if name not in named} == {
        name: value for name, value in expected.items() if name not in named
    }
    assert ours.answer["x-request-id"]


def test_file_the_browser_has_is_not_sent_again(shelf):
    first = ask(shelf)
    again = ask(shelf, headers={"if-none-match": first.answer["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert ask(shelf, headers={"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("/static/js/../js/room.0123456789ab.js", {}),
        ("/static/js/none.js", {}),
        ("/r/abc/", {}),
        (PATH, {"method": "POST"}),
        (PATH, {"method": "HEAD"}),
        (PATH, {"headers": {"range": "bytes=0-3"}}),
        (PATH, {"headers": {"host": "evil.example"}}),
    ],
)
def test_everything_else_is_left_to_the_pages(shelf, path, facts):
    assert ask(shelf, path, **facts).status == 418


def test_plain_http_is_redirected_by_the_pages_on_a_public_server(shelf, settings):
    settings.HTTPS = True
    assert ask(shelf).status == 418


def test_shelf_is_empty_while_files_are_served_from_the_tree(settings):
    settings.STATIC_COLLECTED = False
    assert Shelf().files == {}
