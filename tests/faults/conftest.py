"""Rooms that another process serves: the test's own database, in the words of an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from benchmarks._storm_servers import KillableServer
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.models import GapSession
from tests.factories.phones import sit_down
from tests.factories.rooms import make_gathering

Seats = list[dict[str, Any]]


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The test database, as the environment of another process names it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    name, host = quote(told["USER"], safe=""), quote(told["HOST"], safe="")
    return f"postgres://{name}:{quote(told['PASSWORD'], safe='')}@{host}:{told['PORT']}/{told['NAME']}"


@pytest.fixture
def room(transactional_db: None, session: GapSession) -> Gathering:
    """Staff at tables, writing, all four questions open, nothing silent."""
    return make_gathering(session, stage=Stage.WRITE, silent_minutes=0, planned_size=60, code="BCDFGH")


@pytest.fixture
def seats(room: Gathering) -> Seats:
    """Twelve phones at three tables."""
    tables = [Breakout.objects.create(gathering=room, name=f"Table {number}") for number in range(1, 4)]
    phones = [sit_down(room, tables[number % 3]) for number in range(12)]
    return [
        {
            "room": room.key,
            "table": phone.table,
            "cookies": {name: morsel.value for name, morsel in phone.client.cookies.items()},
        }
        for phone in phones
    ]


@pytest.fixture
def serve(tmp_path: Path, database_url: str) -> Iterator[Callable[..., KillableServer]]:
    """Make servers of the test's database; they are gone after the test."""
    servers: list[KillableServer] = []

    def make(application: str = "workshop.asgi:application", *, beside: int = 0, **settings: str) -> KillableServer:
        settings = {"DATABASE_URL": database_url} | settings
        servers.append(KillableServer(tmp_path, application, beside=beside, **settings))
        return servers[-1]

    yield make
    for server in servers:
        server.close()
