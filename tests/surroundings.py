"""What every test stands on: the product's own storage, an order that fails early, and no silent gaps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

from tests.prepared import migrated_beside, migrated_into

SLOWER = ("architecture", "method", "", "start", "faults", "browser")
"""Folders of tests from fast to slow; "" stands for all others."""
FIRST = {
    "faults": ("faults/test_storm", "browser/test_every_page", "faults/test_outages"),
    "browser": tuple(
        f"browser/test_{name}" for name in ("main_job", "board", "board_access", "hostile", "control_room", "typing")
    ),
}
"""The slowest files of slow folders. Looking at every page needs the processor while storms wait, so it goes with them:
it is the one test in a browser that needs the database itself, which Django keeps from a process once Chromium's loop
runs in it."""


def missing(what: str) -> NoReturn:
    """A part of the machine is missing: a skip that says so, or a failure where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {what}")
    pytest.skip(f"this machine has no {what}")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    config.addinivalue_line("markers", "database: touches the database, so it runs on PostgreSQL too (set by itself)")
    # Each test's browser has middleware of its own, and WhiteNoise would read the whole tree of static files for each.
    settings.WHITENOISE_AUTOREFRESH = True
    # A machine that is busy for a fifth of a second says nothing about the code.
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
    items.sort(key=_speed)


def _speed(item: pytest.Item) -> tuple[int, int]:
    parts = item.path.relative_to(item.config.rootpath).with_suffix("").parts[1:]
    name = "/".join(parts)
    # Of the slow ones the slowest come first, so that all workers end at the same time.
    for folder, names in FIRST.items():
        if name in names:
            return SLOWER.index(folder), names.index(name)
    return SLOWER.index(parts[0] if parts[0] in SLOWER and len(parts) > 1 else ""), 99


@pytest.fixture(scope="session")
def kept() -> Path:
    """A folder that all workers and runs share; what is in it may be thrown away at any time."""
    from django.conf import settings

    return Path(settings.DATA_DIR) / "kept-for-tests"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Each worker's database is a copy of one that was migrated once for all. Django would test SQLite in memory,
    without WAL and without a second connection; the product never runs like that."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        file = migrated_into(tmp_path_factory.mktemp("database"), kept, "test.sqlite3")
        database.setdefault("TEST", {})["NAME"] = str(file)
    else:
        database.setdefault("TEST", {})["TEMPLATE"] = migrated_beside(kept)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the tests begin with a database that is there: the copy, see above."""
    from django.conf import settings

    return "sqlite" in settings.DATABASES["default"]["ENGINE"]
