"""One world for all tests of a file: building it takes longer than most of them, and each leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.access.world import Browsers, world


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Browsers]:
    """The world in a transaction around those of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with world() as browsers:
            yield browsers
        transaction.set_rollback(True)


@pytest.fixture
def clients(standing: Browsers, db: None) -> Browsers:
    """A browser for each role, as it was when the world was built."""
    fresh = {role: Client() for role in standing}
    for role, browser in standing.items():
        fresh[role].cookies.update(browser.cookies)
    return fresh
