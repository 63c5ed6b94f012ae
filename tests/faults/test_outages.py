"""What happens to a server besides dying: it freezes, its disk is full, its database is locked or goes away.

People go on writing all the while. Afterwards everything that was acknowledged stands once, everything is delivered
without a restart, and phones that listen show what stands there.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from benchmarks._storm import Account, Happening, Storm
from benchmarks._storm_servers import KillableServer
from benchmarks._storm_verdict import read_rows
from benchmarks._storm_weather import Weather

TABLES = range(1, 4)
CALM = Weather(kills=0, operations=120, rate=60, dropped=0, doubled=0, first_wait=0.2, longest_wait=0.5)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lets_happen(database_url, seats) -> Callable[..., Account]:
    def letting(server: KillableServer, happening: Happening, weather: Weather = CALM, database: str = "") -> Account:
        account = asyncio.run(Storm(server, database or database_url, seats, weather).blow(happening))
        print(account, server.said()[-2000:])
        assert account.verdict.problems == []
        assert account.counts["notes heard"]
        assert account.unheard == 0, "phones that listen show something else"
        return account

    return letting


def only_on(vendor: str, why: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(why)


def test_frozen_server_takes_every_copy_that_waited_as_one_operation(serve, lets_happen):
    """Fails on the mutant `forgets_receipts`: phones gave up and sent again, and all copies come at the thaw."""

    async def freeze(storm: Storm) -> None:
        await storm.until_answered(30)
        storm.server.send(signal.SIGSTOP)
        await asyncio.sleep(3)
        storm.server.send(signal.SIGCONT)
        await storm.until_answered(30)

    account = lets_happen(serve(), freeze, replace(CALM, give_up=0.6))
    assert account.counts["tries without an answer"], "nobody gave up"


def test_database_locked_by_another_process_is_waited_for(serve, lets_happen, database_url):
    """Fails with `WAIT_SECONDS = 0.1` in storage/sqlite: phones are told 500."""

    def hold() -> Callable[[], object]:
        if connection.vendor == "sqlite":
            held = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
            held.execute("BEGIN EXCLUSIVE")
            return held.close
        other = psycopg.connect(database_url)
        other.execute("LOCK TABLE gapsessions_receipt IN ACCESS EXCLUSIVE MODE")
        return other.close

    async def lock(storm: Storm) -> None:
        await storm.until_answered(30)
        release = hold()
        try:
            answered = -1
            while answered != storm.answered:  # replies that were on their way
                answered = storm.answered
                await asyncio.sleep(1)
            await asyncio.sleep(1)
            assert storm.answered == answered, "answered without the database"
        finally:
            release()
        await storm.until_answered(30)

    account = lets_happen(serve(), lock)
    assert not [said for said in account.counts if said.startswith("tries answered")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of forty megabytes."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        pytest.skip("only root can make a small disk, on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk], check=False).returncode:
        pytest.skip("this machine does not let us make a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_full_disk_acknowledges_nothing_and_heals_by_itself(serve, lets_happen, small_disk, database_url):
    """Fails on the mutant `acknowledges_before_the_commit`; and where `readiness` looks at the free space alone or
    at nothing."""
    only_on("sqlite", "how PostgreSQL meets a full disk is its own affair")
    database = f"sqlite:///{small_disk}/room.sqlite3"
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as original:
        original.execute("VACUUM INTO ?", [f"{small_disk}/room.sqlite3"])
    original.close()

    async def ready(storm: Storm) -> int:
        reply = await storm.lines.ask({}, "GET", "/readyz")
        assert reply is not None
        return reply.status

    async def fill(storm: Storm) -> None:
        await storm.until_answered(30)
        assert await ready(storm) == 200
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            file.writelines(itertools.repeat(b"x" * 65_536))
        while not storm.account.counts["tries answered 500"] + storm.account.counts["tries answered 503"]:
            await asyncio.sleep(0.05)
        while await ready(storm) != 503:
            await asyncio.sleep(0.2)
        ballast.unlink()
        await storm.until_answered(30)
        while await ready(storm) != 200:
            await asyncio.sleep(0.2)

    lets_happen(serve(DATA_DIR=str(small_disk), DATABASE_URL=database), fill, database=database)


@pytest.mark.parametrize("outage", ["restarted", "killed"])
def test_redis_that_goes_away_takes_no_note_along(serve, lets_happen, redis_server, outage):
    """The killed one fails when `_deliver_here` drops what Redis does not take; the restarted one when nobody is
    told to fetch anew: neither by `_begin`, which ends the streams, nor by what `_deliver_one` says of LOST."""
    only_on("sqlite", "what goes through Redis does not go through the database")

    async def go_away(storm: Storm) -> None:
        await storm.until_answered(30)
        redis_server.stop()
        await asyncio.sleep(5)  # streams that ended come back after the 1-4 s they were told, and hear what follows
        await storm.until_answered(60)
        if outage == "restarted":
            await asyncio.to_thread(redis_server.start)
            await storm.until_answered(60)

    account = lets_happen(serve(REDIS_URL=redis_server.url), go_away)
    told = sum(count for said, count in account.counts.items() if said.startswith("streams ended"))
    assert told >= len(TABLES) or outage == "killed", account.counts


def test_two_processes_share_a_room_and_one_of_them_dies(serve, lets_happen, redis_server):
    """Fails without Redis: a phone hears nothing of what its table-mate handed in at the other process."""

    async def die_once(storm: Storm) -> None:
        with Redis.from_url(redis_server.url) as client:
            while len(client.client_list(_type="pubsub")) < 2:  # both of them listen
                await asyncio.sleep(0.1)
        await storm.until_answered(60)
        storm.server.kill()
        await storm.until_answered(30)
        storm.server.start()
        await storm.until_answered(60)

    lets_happen(serve(beside=1, REDIS_URL=redis_server.url, WEB_PROCESSES="2"), die_once)


def test_postgresql_that_ends_all_connections_is_connected_to_again(serve, lets_happen, database_url):
    """Fails on the mutant `acknowledges_before_the_commit`: some of what it has promised meets a dead connection."""
    only_on("postgresql", "SQLite has no connections to lose")

    with psycopg.connect(database_url) as other:
        ours = [pid for (pid,) in other.execute("SELECT pid FROM pg_stat_activity").fetchall()]

    async def cut(storm: Storm) -> None:
        for _ in range(3):
            await storm.until_answered(30)
            with psycopg.connect(database_url) as other:
                ended = other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)",
                    [ours],
                ).fetchall()
            assert ended, "the server had no connection to lose"
        await storm.until_answered(30)

    lets_happen(serve(), cut)


def test_backup_made_meanwhile_holds_everything_acknowledged_before_it(serve, lets_happen, database_url, tmp_path):
    """Fails when `back_up` copies the file instead: what stands in the log only is missing."""
    only_on("sqlite", "pg_dump makes PostgreSQL's backups")
    copy, before, sent = tmp_path / "copy.sqlite3", {}, set()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--skip-checks", str(copy)]
    environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}

    async def back_up(storm: Storm) -> None:
        await storm.until_answered(60)
        for phone in storm.phones:
            before.update({one.body["op"]: one for one in phone.history if one.status == 200 and "text" in one.body})
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.DEVNULL)
        assert await process.wait() == 0
        sent.update(one.body.get("text") for phone in storm.phones for one in phone.history)
        sent.update(one.body.get("text") for phone in storm.phones for lane in phone.lanes.values() for one in lane)
        await storm.until_answered(30)

    lets_happen(serve(), back_up)
    rows = {row.id: row for row in read_rows(f"sqlite:///{copy}")}
    for one in before.values():
        row = rows[one.body["note"]]
        assert row.revision >= one.facts["note"]["revision"]
        assert row.text == one.body["text"] or row.revision > one.facts["note"]["revision"]
    assert {row.text for row in rows.values()} <= sent
