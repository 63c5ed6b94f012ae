"""What every test stands on: the product's own storage, an order that fails early, and no silent gaps."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

SLOWER = ("architecture", "method", "", "start", "faults", "journeys", "browser")
"""Folders of tests from fast to slow; "" stands for all others."""


def missing(what: str) -> NoReturn:
    """A part of the machine is missing: a skip that says so, or a failure where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {what}")
    pytest.skip(f"this machine has no {what}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: touches the database, so it runs on PostgreSQL too (set by itself)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
    items.sort(key=_speed)


def _speed(item: pytest.Item) -> int:
    parts = item.path.relative_to(item.config.rootpath).parts
    folder = parts[1] if len(parts) > 2 else ""
    return SLOWER.index(folder) if folder in SLOWER else SLOWER.index("")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Django would test SQLite in memory, without WAL and without a second connection; the product never
    runs like that."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
