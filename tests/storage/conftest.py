"""A real SQLite file beside the test database, whichever that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], BaseDatabaseWrapper]]:
    """Opens another connection to one file, as each thread of the web process has its own."""
    handlers = []

    def another() -> BaseDatabaseWrapper:
        handler = ConnectionHandler(
            {
                "default": {
                    "ENGINE": "gapsessions.storage.sqlite",
                    "NAME": str(tmp_path / "room.sqlite3"),
                    "OPTIONS": {"timeout": 10},
                }
            }
        )
        handlers.append(handler["default"])
        handler["default"].inc_thread_sharing()
        return handler["default"]

    with django_db_blocker.unblock():
        yield another
        for handler in handlers:
            handler.close()
