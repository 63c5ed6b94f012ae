"""The worker process: does the queued tasks one after the other, beats while it lives, and takes up orphans."""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from gapsessions.background.orphans import (
    BEAT_SECONDS,
    beat,
    forget_finished,
    new_worker_id,
    stop_beating,
    take_up_orphans,
)
from gapsessions.background.regular import look_after

logger = logging.getLogger("gapsessions.background")


class Heart(threading.Thread):
    """Beats in a thread of its own, so that a long task does not look like death."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="heart", daemon=True)
        self.worker_id = worker_id
        self._stopped = threading.Event()

    def run(self) -> None:
        """Beat, and look for orphans, until told to stop."""
        try:
            while not self._stopped.wait(BEAT_SECONDS):
                self.once()
        finally:
            connection.close()

    def once(self) -> None:
        """Beat once; a database that is away for a moment is asked again at the next beat."""
        try:
            beat(self.worker_id)
            found = take_up_orphans()
            look_after()
        except OperationalError:
            logger.warning("The database does not answer; the worker tries again.")
            connection.close()
            return
        if found:
            logger.warning("Took up %d tasks that another worker left behind.", found)

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopped.set()
        self.join(timeout=BEAT_SECONDS)


class LivingWorker(Worker):
    """The worker of django-tasks-db, with a heart."""

    def __init__(self, *, interval: float = 1.0, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=new_worker_id(),
        )

    def run(self) -> None:
        """Do tasks until told to stop (or, as a batch, until there are none)."""
        heart = Heart(self.worker_id)
        heart.once()
        forget_finished()
        heart.start()
        try:
            super().run()
        finally:
            heart.stop()
            stop_beating(self.worker_id)
