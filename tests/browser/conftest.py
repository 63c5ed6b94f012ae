"""One Chromium for all tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium whose pages stand still: half-way through a fade a text has no contrast, and a look tells nothing."""
    with chromium() as started:
        started.new_context = partial(started.new_context, reduced_motion="reduce")
        yield started
