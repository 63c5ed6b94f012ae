"""Every page of the matrix as a person sees it: usable by everybody, nothing sideways, one thing to do next.

The pages come from the test client and its database, their files from the tree; the browser talks to no server.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Route

from tests.access.matrix import ROWS
from tests.access.test_roles import clients, world  # noqa: F401 (fixtures)
from tests.browser.chromium import chromium

HOST = "http://localhost"
VIEWPORTS = {"phone": (390, 844, "dark"), "laptop": (1440, 900, "light")}
ROLES_WITH_PAGES = ("facilitator", "owner", "nobody")


@pytest.fixture
def pages(clients) -> dict[str, tuple[bytes, dict[str, str]]]:  # noqa: F811
    """Address -> content and headers of every page somebody may read."""
    found = {}
    for row in ROWS.values():
        role = next((role for role in ROLES_WITH_PAGES if role in row.roles and role not in row.instead), None)
        if "GET" not in row.methods or row.get != 200 or role is None:
            continue
        answer = clients[role].get(row.path)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found[row.path] = (answer.content, dict(answer.headers))
    return found


def serving(pages: dict[str, tuple[bytes, dict[str, str]]]) -> Callable[[Route], None]:
    """Answer the browser's requests from what was fetched before, and from the tree."""

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            route.fulfill(path=Path(str(file)))
        elif path in pages and route.request.resource_type == "document":
            content, headers = pages[path]
            route.fulfill(body=content, headers=headers)
        else:
            route.fulfill(status=204)  # what a page asks for later, such as a part of itself

    return serve


def complaints_about(browser: Browser, pages: dict[str, tuple[bytes, dict[str, str]]], viewport: str) -> list[str]:
    width, height, theme = VIEWPORTS[viewport]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{urlsplit(page.url).path}: {message.text}"))
    page.route("**/*", serving(pages))
    for path in pages:
        page.goto(HOST + path)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        if found.violations_count:
            complaints.append(f"{path}: {found.generate_report()}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            complaints.append(f"{path}: runs out of the window")
        filled = [button.inner_text() for button in page.locator(":is(a, button).btn.primary:visible").all()]
        if len(filled) > 1:
            complaints.append(f"{path}: {len(filled)} next steps: {filled}")
    context.close()
    return complaints


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_page_can_be_used_by_everybody(pages, viewport):
    assert len(pages) > 25
    with chromium() as browser:
        assert complaints_about(browser, pages, viewport) == []
