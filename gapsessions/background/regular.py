"""What the worker looks after now and then without being asked: things that fall due by the calendar."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

Job = Callable[[], object]
logger = logging.getLogger("gapsessions.background")
EVERY_SECONDS = 60.0
_jobs: list[Job] = []
_last = float("-inf")


def every_minute(job: Job) -> Job:
    """Have `job` called about once a minute while a worker lives; usable as a decorator.

    Each worker calls it, so a job carries out what is due by compare-and-set, and costs next to nothing when nothing
    is due.
    """
    if job not in _jobs:
        _jobs.append(job)
    return job


def look_after(now: float | None = None) -> None:
    """Call every job if a minute has passed; one that fails is logged and keeps no other from its turn."""
    global _last
    moment = time.monotonic() if now is None else now
    if moment - _last < EVERY_SECONDS:
        return
    _last = moment
    for job in list(_jobs):
        try:
            job()
        except Exception:
            logger.exception("a regular job failed")
