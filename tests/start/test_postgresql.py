"""The temporary PostgreSQL server: there when asked for, gone whatever happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.conftest import ROOT
from tests.surroundings import missing

HOLD = """
import sys, time
from pathlib import Path
from postgresql import find_binaries, temporary_server
with temporary_server(find_binaries()) as url:
    print(url, flush=True)
    time.sleep(float(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def _binaries(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    from postgresql import find_binaries

    if find_binaries() is None:
        missing("PostgreSQL")


def test_server_is_gone_with_its_folder_after_use(trial):
    import psycopg
    from dj_database_url import parse

    source = HOLD.replace("time.sleep(float(sys.argv[1]))", "sys.stdin.read()")
    holder = subprocess.Popen(
        [sys.executable, "-c", source, "0"],
        env={"PYTHONPATH": str(ROOT / "tools"), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    where = parse(holder.stdout.readline().strip())
    with psycopg.connect(host=where["HOST"], user=where["USER"], dbname="postgres") as connection:
        assert connection.execute("SELECT lower('É')").fetchone() == ("é",)
        pid = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        assert Path(f"/proc/{pid}").stat().st_uid != 0
    holder.communicate("")
    assert holder.returncode == 0
    assert not Path(where["HOST"]).exists()


def test_server_ends_with_a_killed_parent(trial):
    holder = trial.python(HOLD, "600")
    trial.wait_for(lambda: "postgres://" in trial.said(), "the start")
    assert len(trial.living()) > 1
    holder.kill()
    holder.wait()
    trial.wait_for(lambda: trial.living() == [], "the end of the server")
