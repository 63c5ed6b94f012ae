"""One Chromium for all tests in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.phones import HARBOUR, WINDOW, Room
from tests.browser.venue import Venue


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium whose pages stand still: half-way through a fade a text has no contrast, and a look tells nothing."""
    with chromium() as started:
        started.new_context = partial(started.new_context, reduced_motion="reduce")
        yield started


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    """The product with a facilitator who does as the test says."""
    venue = Venue(tmp_path_factory.mktemp("venue"))
    yield venue
    venue.stop()


@pytest.fixture
def room(venue: Venue, browser: Browser) -> Iterator[Callable[..., Room]]:
    """Opens rooms; they are empty again after the test, and nothing may have gone wrong on a phone in them."""
    opened: list[Room] = []

    def open_room(**facts: Any) -> Room:
        opened.append(Room(venue, browser, **({"tables": [WINDOW, HARBOUR]} | facts)))
        return opened[-1]

    yield open_room
    for one in opened:
        one.close()
