"""The worker does what is queued, and what a dead worker left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gapsessions.accounts.models import Organisation
from gapsessions.background import worker as worker_room
from gapsessions.background.models import WorkerBeat
from gapsessions.background.orphans import MOST_ATTEMPTS, beat, new_worker_id, take_up_orphans
from gapsessions.background.queue import leave_once
from gapsessions.background.worker import Heart, LivingWorker
from tests.background.tasks_for_tests import quote, rename

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_worker() -> str:
    """The id of a worker that was a process of this machine and has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()[:40]}:{process.pid}:0000"


@pytest.fixture
def queued(organisation):
    rename.enqueue(organisation.pk)
    return DBTaskResult.objects.get()


def _leave_running(task, *workers):
    DBTaskResult.objects.filter(pk=task.pk).update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=list(workers)
    )


@pytest.mark.django_db(transaction=True)
def test_worker_does_what_is_queued(organisation, queued):
    LivingWorker(batch=True).run()
    queued.refresh_from_db()
    assert queued.status == TaskResultStatus.SUCCESSFUL
    assert Organisation.objects.get().name == "Done"
    assert not WorkerBeat.objects.exists(), "it stopped in good order"


@pytest.mark.django_db(transaction=True)
def test_worker_does_what_a_dead_one_left(queued, dead_worker):
    _leave_running(queued, dead_worker)
    beat(dead_worker)
    LivingWorker(batch=True).run()
    queued.refresh_from_db()
    assert queued.status == TaskResultStatus.SUCCESSFUL
    assert queued.worker_ids[0] == dead_worker
    assert len(queued.worker_ids) == 2


@pytest.mark.django_db(transaction=True)
def test_failed_task_keeps_no_words(organisation):
    Organisation.objects.update(name="canary")
    quote.enqueue(organisation.pk)
    LivingWorker(batch=True).run()
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert "ValueError at" in task.traceback
    assert "canary" not in task.traceback


def test_looking_at_an_empty_queue_takes_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1) as looked:
        assert LivingWorker().next_task() is None
    assert looked[0]["sql"].startswith("SELECT")
    assert "FOR UPDATE" not in looked[0]["sql"]


def test_task_is_claimed_by_one_worker(queued):
    first, second = LivingWorker(), LivingWorker()
    assert first.next_task() == queued
    assert second.next_task() is None
    queued.refresh_from_db()
    assert queued.worker_ids == [first.worker_id]


def test_worker_survives_a_database_that_is_away(organisation, queued, monkeypatch):
    def away(_task, _worker):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(worker_room.connection, "close", lambda: None)
    monkeypatch.setattr(worker_room, "AWAY_SECONDS", 0)
    worker = LivingWorker(batch=True)
    with monkeypatch.context() as storm:
        storm.setattr(DBTaskResult, "claim", away)
        worker.look()
    assert worker.running, "a batch goes on, too: the task is not done yet"
    worker.look()
    assert Organisation.objects.get().name == "Done"


def test_task_that_waits_already_is_left_once(organisation, queued):
    assert not leave_once(rename, organisation.pk)
    assert leave_once(rename, organisation.pk + 1)
    _leave_running(queued, "never-seen:1:0000")
    assert leave_once(rename, organisation.pk), "what is at work may have looked before the news came"


def test_task_of_a_living_worker_is_left_to_it(queued):
    mine, elsewhere = new_worker_id(), "another-machine:1:0000"
    for worker in (mine, elsewhere):
        beat(worker)
        _leave_running(queued, worker)
        assert take_up_orphans() == 0


def test_worker_of_another_machine_is_dead_after_a_minute(queued):
    worker = "another-machine:1:0000"
    _leave_running(queued, worker)
    beat(worker)
    WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    assert take_up_orphans() == 1
    queued.refresh_from_db()
    assert queued.status == TaskResultStatus.READY


def test_task_of_a_worker_nobody_knows_is_taken_up(queued):
    _leave_running(queued, "never-seen:1:0000")
    assert take_up_orphans() == 1
    assert take_up_orphans() == 0


def test_task_that_ends_every_worker_is_given_up(queued):
    _leave_running(queued, *["never-seen:1:0000"] * MOST_ATTEMPTS)
    assert take_up_orphans() == 1
    queued.refresh_from_db()
    assert queued.status == TaskResultStatus.FAILED
    assert "Given up" in queued.task_result.errors[0].traceback


def test_heart_survives_a_database_that_is_away(monkeypatch):
    def away(_worker):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(worker_room, "beat", away)
    monkeypatch.setattr(worker_room.connection, "close", lambda: None)
    Heart("w").once()
    assert not WorkerBeat.objects.exists()


def test_heart_beats_again_and_again():
    heart = Heart(new_worker_id())
    heart.once()
    WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(seconds=30))
    heart.once()
    assert WorkerBeat.objects.get().beat_at > timezone.now() - timedelta(seconds=20)


def test_worker_id_names_this_process():
    assert f":{os.getpid()}:" in new_worker_id()
    assert len(new_worker_id()) <= 64
