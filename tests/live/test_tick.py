"""Once a second what is due is done, as long as anybody looks, and whatever one job does to the others."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest
from django.db import OperationalError

from gapsessions.live import channels, tick
from gapsessions.live.broker import InProcessBroker


@pytest.fixture
def jobs(monkeypatch):
    """An empty register, and seconds that pass quickly."""
    monkeypatch.setattr(tick, "_jobs", [])
    monkeypatch.setattr(tick, "SECOND", 0.01)
    monkeypatch.setattr(channels, "broker", InProcessBroker())


def tick_until(done) -> None:
    async def scene() -> None:
        ticking = asyncio.ensure_future(tick.tick())
        async with asyncio.timeout(20):
            while not done():
                await asyncio.sleep(0.005)
        ticking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await ticking

    asyncio.run(scene())


def test_jobs_run_again_and_again_in_one_thread_off_the_loop(jobs):
    threads = []
    job = tick.every_second(lambda: threads.append(threading.current_thread()))
    tick.every_second(job)
    channels.broker.subscribe(frozenset(), "", "")
    tick_until(lambda: len(threads) >= 3)
    assert len(set(threads)) == 1
    assert threads[0] is not threading.main_thread()
    assert tick._jobs == [job]


def test_nothing_is_done_while_nobody_looks(jobs):
    ran, rounds = [], []
    tick.every_second(lambda: ran.append(1))

    class Watched(InProcessBroker):
        @property
        def open_streams(self):
            rounds.append(1)
            return 0

    channels.broker = Watched()
    tick_until(lambda: len(rounds) >= 5)
    assert not ran


@pytest.mark.django_db
def test_job_that_fails_keeps_no_other_from_its_turn(jobs, caplog):
    ran = []

    def broken():
        raise ValueError("words of an answer")

    def database_away():
        raise OperationalError("words of a row")

    tick.every_second(broken)
    tick.every_second(database_away)
    tick.every_second(lambda: ran.append(1))
    with caplog.at_level(logging.WARNING):
        tick.run_jobs()
    assert ran == [1]
    assert [record.getMessage() for record in caplog.records] == [
        "a tick failed",
        "The database did not answer a tick.",
    ]
