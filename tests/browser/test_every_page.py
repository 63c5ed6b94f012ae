"""Every page of the matrix, and every state of it that an address alone does not show, as a person sees it.

Usable by everybody, nothing sideways, one thing to do next: on a phone and a laptop, by day and by night. The pages
come from the test client and its database, their files from the tree; the browser talks to no server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Route

from tests.access.matrix import ROWS
from tests.access.test_roles import clients, world  # noqa: F401 (fixtures)
from tests.browser.chromium import chromium
from tests.browser.looking import SCHEMES, violations
from tests.browser.states import album_of_states

HOST = "http://localhost/"
VIEWPORTS = ((390, 844), (1440, 900))
ROLES_WITH_PAGES = ("facilitator", "owner", "nobody")


@pytest.fixture
def addresses(clients) -> dict[str, HttpResponse]:  # noqa: F811
    """Every page of the matrix that somebody may read, by the name of its address."""
    found = {}
    for name, row in ROWS.items():
        role = next((role for role in ROLES_WITH_PAGES if role in row.roles and role not in row.instead), None)
        if "GET" not in row.methods or row.get != 200 or role is None:
            continue
        answer = clients[role].get(row.path)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found[name] = answer
    return found


@pytest.fixture
def states(organisation, fay, olga, settings) -> dict[str, HttpResponse]:
    """Pages in states that an address alone does not show, by what they are."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return album_of_states(organisation, fay, olga).pages


def serving(pages: Mapping[str, HttpResponse]) -> Callable[[Route], None]:
    """Answer the browser's requests from what was fetched before, and from the tree."""

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        page = pages.get(unquote(path[1:]))
        if file:
            route.fulfill(path=Path(str(file)))
        elif page is not None and route.request.resource_type == "document":
            # As a page that was found: a browser would note the status of another in its console.
            route.fulfill(body=page.content, headers=dict(page.headers))
        else:
            route.fulfill(status=204)  # what a page asks for later, such as a part of itself

    return serve


def complaints_about(pages: Mapping[str, HttpResponse]) -> Iterator[str]:
    """Look at every page in both widths and schemes; loaded once, because that takes longest."""
    with chromium() as browser:
        page = browser.new_page(reduced_motion="reduce")  # half-way through a fade a text has no contrast
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.route("**/*", serving(pages))
        for name in pages:
            page.goto(HOST + name)
            for width, height in VIEWPORTS:
                page.set_viewport_size({"width": width, "height": height})
                # What colours there are does not depend on the width, so the night is looked at in one.
                heard += violations(page, SCHEMES if width == VIEWPORTS[-1][0] else SCHEMES[:1])
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    heard.append("runs out of the window")
                filled = [button.inner_text() for button in page.locator(":is(a, button).btn.primary:visible").all()]
                if len(filled) > 1:
                    heard.append(f"{len(filled)} next steps: {filled}")
                yield from (f"{name}, {width} px: {complaint}" for complaint in heard)
                heard.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(("book", "fewest"), [("addresses", 35), ("states", 55)])
def test_page_can_be_used_by_everybody(request, book, fewest):
    pages = request.getfixturevalue(book)
    assert len(pages) >= fewest
    assert list(complaints_about(pages)) == []
