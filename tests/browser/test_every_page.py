"""Every page of the matrix, and every state of it that an address alone does not show, as a person sees it.

Usable by everybody, nothing sideways, one thing to do next: on a phone and a laptop, by day and by night. The pages
come from the test client and its database, their files from the tree.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from tests.access.matrix import ROWS
from tests.access.world import world
from tests.browser.chromium import chromium
from tests.browser.looking import complaints
from tests.browser.states import album_of_states

ROLES_WITH_PAGES = ("facilitator", "owner", "nobody")


@pytest.fixture
def addresses(db) -> dict[str, HttpResponse]:
    """Every page of the matrix that somebody may read, by the name of its address."""
    found = {}
    with world() as browsers:
        for name, row in ROWS.items():
            role = next((role for role in ROLES_WITH_PAGES if role in row.roles and role not in row.instead), None)
            if "GET" not in row.methods or row.get != 200 or role is None:
                continue
            answer = browsers[role].get(row.path)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found[name] = answer
    return found


@pytest.fixture
def states(organisation, fay, olga, settings) -> dict[str, HttpResponse]:
    """Pages in states that an address alone does not show, by what they are."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return album_of_states(organisation, fay, olga).pages


@contextmanager
def served(pages: Mapping[str, HttpResponse]) -> Iterator[str]:
    """Where these pages are found, and the files of the tree, which the browser fetches once."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            page = pages.get(path[1:])
            file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if page is not None and self.headers["Sec-Fetch-Dest"] == "document":
                # As a page that was found: a browser would note the status of another in its console.
                self.say(200, page.content, dict(page.headers))
            elif file:
                kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
                kept = {"Content-Type": kind, "Cache-Control": "max-age=3600"}
                self.say(200, Path(str(file)).read_bytes(), kept)
            else:
                self.say(204)  # what a page asks for later, such as a part of itself

        do_POST = do_GET

        def say(self, status: int, body: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(status)
            for name, value in headers.items():
                if name != "Content-Length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def complaints_about(pages: Mapping[str, HttpResponse]) -> Iterator[str]:
    """Look at every page on a phone and on a laptop, by day and by night; loaded once, because that takes longest."""
    with chromium() as browser, served(pages) as host:
        page = browser.new_page(reduced_motion="reduce")  # half-way through a fade a text has no contrast
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        for name in pages:
            page.goto(host + name)
            heard += complaints(page)
            yield from (f"{name}: {complaint}" for complaint in heard)
            heard.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(("book", "fewest"), [("addresses", 35), ("states", 55)])
def test_page_can_be_used_by_everybody(request, book, fewest):
    pages = request.getfixturevalue(book)
    assert len(pages) >= fewest
    assert list(complaints_about(pages)) == []
