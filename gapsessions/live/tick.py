"""The clock of the web process: once a second, while anybody is looking, what is due by then is done.

A question stops being silent at a moment, not at a click; somebody has to notice. No worker is needed for that.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, close_old_connections, connection

from gapsessions.live import channels

SECOND = 1.0
Job = Callable[[], object]
logger = logging.getLogger(__name__)
_jobs: list[Job] = []


def every_second(job: Job) -> Job:
    """Have `job` called about once a second while a stream is open in this process; usable as a decorator.

    Jobs run one after the other in one thread of their own. Each process runs them, so a job must carry out what is
    due by compare-and-set, and cost next to nothing when nothing is due. Nobody looks while no stream is open: what
    falls due then is done by whoever reads or writes next.
    """
    if job not in _jobs:
        _jobs.append(job)
    return job


def run_jobs() -> None:
    """Do everything once; a job that fails is logged and keeps no other from its turn."""
    close_old_connections()
    for job in list(_jobs):
        try:
            job()
        except OperationalError:
            # The database is away or busy: a second later it is asked again, on a connection of its own.
            logger.warning("The database did not answer a tick.")
            if not connection.in_atomic_block:
                connection.close()
        except Exception:
            logger.exception("a tick failed")
    close_old_connections()


async def tick() -> None:
    """Tick until cancelled. A second that took longer is not made up for."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="tick") as thread:
        while True:
            await asyncio.sleep(SECOND - time.time() % SECOND)
            if _jobs and channels.broker.open_streams:
                await loop.run_in_executor(thread, run_jobs)
