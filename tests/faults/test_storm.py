"""Phones in bad weather: whatever was acknowledged stands exactly once, and a server that cheats is found out.

`./run bench faults` does the same for long.
"""

from __future__ import annotations

import asyncio

import pytest

from benchmarks._storm import Account, Storm
from benchmarks._storm_weather import Weather

BRIEFLY = Weather(kills=3, operations=300, rate=60, life=0.5, first_wait=0.2, longest_wait=1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def blow(serve, database_url, seats):
    def blowing(weather: Weather, application: str = "workshop.asgi:application") -> Account:
        server = serve(application)
        account = asyncio.run(Storm(server, database_url, seats, weather).blow())
        print(
            account.seconds,
            account.drain_seconds,
            account.acknowledged,
            account.refused,
            account.counts,
            server.said()[-2000:],
        )
        return account

    return blowing


def test_storm_loses_and_doubles_nothing(blow):
    account = blow(BRIEFLY)
    assert account.verdict.problems == []
    assert account.acknowledged >= BRIEFLY.operations
    assert account.counts["kills"] == BRIEFLY.kills
    for happened in ("dropped replies", "replies lost after the commit", "doubled sends", "tries without an answer"):
        assert account.counts[happened], f"no {happened}: that was no storm"
