"""Chromium as the tests start it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.surroundings import missing

CALM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions"]
CALM += ["--disable-component-update", "--disable-sync"]
"""A browser that does nothing of its own accord."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; while it runs, this thread has an event loop, so that Django keeps its database from it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CALM)
        yield started
        started.close()
