"""One Chromium and one server for all tests in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.phones import HARBOUR, WINDOW, Room
from tests.browser.venue import Venue
from tests.server import Server

# Web process, worker and browser share two processors with whatever else is tested: five seconds are not always enough.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium whose pages stand still: half-way through a fade a text has no contrast, and a look tells nothing.

    From here on this process has an event loop, so that Django keeps its database from it: tests that want both come
    before (tests/surroundings.py).
    """
    with chromium() as started:
        started.new_context = partial(started.new_context, reduced_motion="reduce")
        yield started


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Venue]:
    """One server for all that this worker looks at."""
    venue = Venue(tmp_path_factory.mktemp("house"), kept)
    yield venue
    venue.stop()


@pytest.fixture(scope="module")
def venue(house: Venue) -> Venue:
    """The product as a fresh machine has it, with a facilitator who does as the test says."""
    house.empty()
    return house


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the style guide is served, from a tree as developers have it."""
    server = Server(tmp_path_factory.mktemp("guide"), DEBUG="true")
    yield f"{server.address}/styleguide/"
    server.stop()


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
