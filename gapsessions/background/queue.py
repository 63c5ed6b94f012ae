"""What waits for the worker: a task that waits already is not put in line a second time."""

from __future__ import annotations

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def is_waiting(task: Task[Any, Any], *args: object) -> bool:
    """Tell whether the task waits for a worker with the same arguments; one at work does not count.

    What happens while it is at work may be news to it, so it has to come again.
    """
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=task.module_path, args_kwargs={"args": [*args], "kwargs": {}}
    ).exists()


def leave_once(task: Task[Any, Any], *args: object) -> bool:
    """Leave a task to the worker unless the same one waits already; say whether it was put in line.

    Two processes may do so at the same moment: such a task does nothing the second time.
    """
    if is_waiting(task, *args):
        return False
    task.enqueue(*args)
    return True
