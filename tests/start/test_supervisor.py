"""Web process and worker live together, and nothing of them outlives their supervisor."""

from __future__ import annotations

import os
import signal
import time

import pytest

# A supervisor of two: one with a child of its own, as a worker may have, and one that is deaf on request.
SUPERVISE = """
import sys
from supervisor import Child, Supervisor
children = [Child(name, [sys.executable, "-c", source]) for name, source in zip("ab", sys.argv[1:])]
sys.exit(Supervisor(children, lambda text: print(text, flush=True)).run())
"""
SLEEP = "import time; print('asleep', flush=True); time.sleep(600)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
BROKEN = "raise SystemExit(3)"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_that_is_told_to_stop_leaves_nothing_behind(trial, number):
    supervisor = trial.python(SUPERVISE, WITH_A_CHILD, SLEEP)
    trial.wait_for(lambda: trial.said().count("asleep") == 2, "the start")
    assert len(trial.living()) == 4
    supervisor.send_signal(number)
    assert supervisor.wait(30) == 0
    assert trial.living() == []


def test_supervisor_under_nohup_survives_the_end_of_its_terminal(trial):
    supervisor = trial.python(f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); {SUPERVISE}", SLEEP)
    trial.wait_for(lambda: "asleep" in trial.said(), "the start")
    supervisor.send_signal(signal.SIGHUP)
    time.sleep(0.6)  # three of the supervisor's rounds
    assert supervisor.poll() is None
    assert len(trial.living()) == 2


def test_killed_supervisor_leaves_nothing_behind(trial):
    supervisor = trial.python(SUPERVISE, SLEEP, SLEEP)
    trial.wait_for(lambda: trial.said().count("asleep") == 2, "the start")
    supervisor.kill()
    supervisor.wait()
    trial.wait_for(lambda: trial.living() == [], "the end of the children")


def test_deaf_process_is_ended_by_a_second_signal(trial):
    supervisor = trial.python(SUPERVISE, DEAF, SLEEP)
    trial.wait_for(lambda: trial.said().count("asleep") == 2, "the start")
    supervisor.send_signal(signal.SIGINT)
    trial.wait_for(lambda: len(trial.living()) == 2, "the end of the one that listens")
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(30) == 0
    assert trial.living() == []


def test_fallen_process_starts_again_and_its_leftovers_are_gone(trial):
    supervisor = trial.python(SUPERVISE, WITH_A_CHILD)
    trial.wait_for(lambda: trial.said().count("asleep") == 1, "the start")
    before = set(trial.living())
    (fallen,) = (number for number in before if _parent(number) == supervisor.pid)
    os.kill(fallen, signal.SIGKILL)
    trial.wait_for(lambda: trial.said().count("asleep") == 2, "the second start")
    assert set(trial.living()) & before == {supervisor.pid}
    assert "was ended by signal 9; it starts again" in trial.said()


def test_process_that_cannot_start_ends_everything(trial):
    supervisor = trial.python(SUPERVISE, SLEEP, BROKEN)
    assert supervisor.wait(30) == 1
    assert trial.living() == []
    assert "The b process ended with code 3 at each of 3 starts. Stopping." in trial.said()


def test_process_that_is_not_essential_may_fail_for_ever(trial):
    one = SUPERVISE.replace("source])", "source], essential=name == 'a')")
    trial.python(one, SLEEP, BROKEN)
    trial.wait_for(lambda: trial.said().count("it starts again") >= 3, "the third fall")
    assert len(trial.living()) >= 2
    assert "Stopping" not in trial.said()


def _parent(number: int) -> int:
    with open(f"/proc/{number}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[1])
