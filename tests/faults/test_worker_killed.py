"""A worker that is killed loses nothing: another finds its task and does it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gapsessions.background.models import WorkerBeat
from gapsessions.method.vocabulary import Question
from gapsessions.themes.models import ProposalState
from gapsessions.themes.tasks import propose
from tests.factories.rooms import write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker(tmp_path, database_url):
    workers = []

    def start(*options: str) -> subprocess.Popen:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--skip-checks", *options]
        environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
        workers.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.communicate()


def test_task_of_a_killed_worker_is_done_by_the_next(session, sam, start_worker):
    for number in range(40):
        write(sam, Question.IMPROVE, f"We wait far too long at desk {number}")
    proposal = propose(session=session)
    first = start_worker()
    deadline = time.monotonic() + 60
    while DBTaskResult.objects.get().status == TaskResultStatus.READY:
        assert first.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "the worker never took the task"
        time.sleep(0.005)
    first.send_signal(signal.SIGKILL)
    first.wait()
    left = DBTaskResult.objects.get()
    assert left.status == TaskResultStatus.RUNNING, "it was killed too late to show anything"

    second = start_worker("--batch")
    _, said = second.communicate(timeout=120)

    task = DBTaskResult.objects.get()
    assert (second.returncode, task.status) == (0, TaskResultStatus.SUCCESSFUL), said
    assert len(task.worker_ids) == 2
    proposal.refresh_from_db()
    assert (proposal.state, proposal.progress) == (ProposalState.READY, 100)
    assert len(proposal.result["answers"]) == 40
    assert "desk" not in said, "what people wrote is in no log"
    assert not WorkerBeat.objects.exclude(pk=left.worker_ids[0]).exists(), "the second stopped in good order"
