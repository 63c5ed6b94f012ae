"""Tasks whose worker died with them under its hands: taken up again, but not for ever."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gapsessions.background.models import WorkerBeat

BEAT_SECONDS = 10.0
DEAD_AFTER = timedelta(seconds=60)
"""Six beats missed: even a machine that was frozen for half a minute is not taken for dead."""
MOST_ATTEMPTS = 3
"""A task that took three workers down with it (out of memory, say) is not given to a fourth."""
KEEP_FINISHED = timedelta(days=7)


def new_worker_id() -> str:
    """Machine, process and a random part: a process of this machine that is gone is known to be dead at once."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def beat(worker_id: str) -> None:
    """Note that a worker is alive."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": timezone.now()})


def stop_beating(worker_id: str) -> None:
    """Note that a worker has stopped in good order."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def take_up_orphans() -> int:
    """Put tasks of dead workers back in the queue, or give them up after three attempts; give how many were found.

    Doing a task twice changes nothing, so one that its worker had all but finished may be done again.
    """
    alive = _workers_alive()
    running = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
    orphans = [task for task in running if not task.worker_ids or task.worker_ids[-1] not in alive]
    for task in orphans:
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.status = TaskResultStatus.FAILED
            task.finished_at = timezone.now()
            task.exception_class_path = "gapsessions.background.discretion.TaskFailed"
            task.traceback = f"Given up: {MOST_ATTEMPTS} workers ended while doing it."
        else:
            task.status = TaskResultStatus.READY
        task.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
    return len(orphans)


def _workers_alive() -> set[str]:
    WorkerBeat.objects.filter(beat_at__lt=timezone.now() - DEAD_AFTER).delete()
    return {worker for worker in WorkerBeat.objects.values_list("pk", flat=True) if not _is_gone(worker)}


def _is_gone(worker_id: str) -> bool:
    """Whether the worker was a process of this machine that no longer exists; False where that cannot be told."""
    host, _, rest = worker_id.partition(":")
    pid = rest.partition(":")[0]
    if os.name != "posix" or host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)  # signal 0 only asks
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def forget_finished() -> None:
    """Delete the records of tasks that ended more than a week ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_FINISHED).delete()
