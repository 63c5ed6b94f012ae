"""The worker process: does the queued tasks one after the other, beats while it lives, and takes up orphans."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

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
LOOK_SECONDS = 0.25
"""Between looks at an empty queue."""
AWAY_SECONDS = 1.0
"""Before a database that did not answer is asked again."""


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
    """The worker of django-tasks-db, with a heart, and with eyes that disturb nobody.

    It looks several times a second, because a note that was just written waits for it. A look that took the database's
    only write lock, as the library's own does, would hold up every phone of a full room.
    """

    def __init__(self, *, interval: float = LOOK_SECONDS, batch: bool = False) -> None:
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
            while self.running:
                self.look()
        finally:
            heart.stop()
            stop_beating(self.worker_id)

    def look(self) -> None:
        """Do what is due first, or rest; a batch ends where nothing is due."""
        close_old_connections()
        try:
            task = self.next_task()
        except OperationalError:
            # Locked for long, or away for a moment: the queue is still there at the next look.
            logger.warning("The database does not answer; the worker tries again.")
            connection.close()
            time.sleep(AWAY_SECONDS)
            return
        if task is not None:
            self.run_task(task)
        elif self.batch:
            self.running = False
        elif self.running:
            time.sleep(self.interval)

    def next_task(self) -> DBTaskResult[Any, Any] | None:
        """Claim the task that is due first, or give None: one plain read where none is due."""
        due = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not due.exists():
            return None
        with exclusive_transaction(due.db):
            task: DBTaskResult[Any, Any] | None = due.get_locked()
            if task is not None:
                task.claim(self.worker_id)
            return task
