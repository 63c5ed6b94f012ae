"""Chromium as the tests start it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.surroundings import missing

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without the browser around the page, and takes the least."""
CALM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions"]
CALM += ["--disable-component-update", "--disable-sync"]
"""A browser that does nothing of its own accord."""
NOBODY_SEES = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""Pages of the browser's own beside its field for addresses: it draws them for every window of a browser without one,
which takes half of all its time."""
ALSO_OFF = ("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades")
ALSO_OFF += ("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "OptimizationHints")
ALSO_OFF += ("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "NetworkTimeServiceQuerying")
ALSO_OFF += ("AimEnabled", "PreconnectToSearch")
"""What Playwright turns off; of two such lists only the last one counts."""
CALM += [f"--disable-features={','.join(NOBODY_SEES + ALSO_OFF)}"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; while it runs, this thread has an event loop, so that Django keeps its database from it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CALM)
        yield started
        started.close()
