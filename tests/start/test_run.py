"""The door: `./run` on machines that are small, odd or half set up."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request

import pytest

from tests.prepared import collected_into, migrated_into
from tests.start.conftest import ROOT

RUN = ROOT / "run"
START = ROOT / "tools" / "start.py"


def run(*arguments, **surroundings):
    return subprocess.run(
        [RUN, *arguments], env=os.environ | surroundings, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def set_up_tools(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import setup

    return setup


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_in_odd_surroundings_and_stops_cleanly(trial, tmp_path, kept, number):
    """Once on a machine where nothing was made yet, and once where tables and static files are there."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        data = tmp_path / "a place with spaces" / "var"
        if number == signal.SIGTERM:
            data.parent.mkdir()
            collected_into(data, kept)
            migrated_into(data, kept)
        nowhere = tmp_path / "read only"
        nowhere.mkdir(mode=0o500)
        trial.folder = nowhere
        bare = ["env", "-u", "HOME", "-u", "LANG", "LC_ALL=C", sys.executable, START]
        server = trial.start(*bare, DATA_DIR=str(data), HOST="127.0.0.1", PORT=str(port))
        trial.wait_for(lambda: "is ready" in trial.said() or server.poll() is not None, "the start")
    assert f"Port {port} is in use" in trial.said()
    address = re.search(r"is ready: +(\S+)", trial.said())[1]
    assert f":{port}/" not in address
    trial.wait_for(lambda: re.search(rf"{address}invitation/[\w-]{{22}}/", trial.said()), "the way in")
    with urllib.request.urlopen(f"{address}readyz") as answer:  # noqa: S310 (our own server)
        assert answer.status == 200
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
    second = trial.start(sys.executable, START, DATA_DIR=str(data), HOST="127.0.0.1")
    assert second.wait(30) == 1
    assert f"runs already with this data: {address}" in trial.said()
    server.send_signal(number)
    assert server.wait(30) == 0
    assert trial.living() == []
    assert trial.said().rstrip().endswith("Stopped.")
    assert list(nowhere.iterdir()) == []


def test_client_keeps_its_address_through_the_handed_over_socket(trial, tmp_path):
    # uvicorn takes the socket for a unix one; the entrance must still see whom it may believe.
    source = """
import socket, sys, asyncio, uvicorn
async def application(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": repr(scope["client"][0]).encode()})
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
uvicorn.run(application, fd=listener.fileno(), log_level="warning")
"""
    trial.python(source)
    trial.wait_for(lambda: "port" in trial.said(), "the start")
    with urllib.request.urlopen(f"http://127.0.0.1:{trial.said().split()[1]}/", timeout=10) as answer:
        assert answer.read() == b"'127.0.0.1'"


def test_run_help_needs_no_set_up(tmp_path):
    done = run("help", VENV=str(tmp_path / "venv"))
    assert done.returncode == 0
    assert "./run test" in done.stdout
    assert not (tmp_path / "venv").exists()


def test_run_names_an_unknown_command_and_fails(tmp_path):
    done = run("serv", VENV=str(tmp_path / "venv"))
    assert done.returncode == 2
    assert "'serv'" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_run_bench_without_a_name_lists_the_benches(tmp_path):
    done = run("bench", VENV=str(tmp_path / "venv"))
    assert done.returncode == 0
    for path in (ROOT / "benchmarks").glob("[a-z]*.py"):
        assert f"  {path.stem} " in done.stdout
    assert run("bench", "no-such-bench", VENV=str(tmp_path / "venv")).returncode == 2


def test_run_passes_over_a_python_that_is_too_old_or_a_mere_shim(tmp_path):
    for name, line in (("python3", "echo no version is set >&2; exit 127"), ("python3.14", "exit 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "python3.13").symlink_to(sys.executable)
    done = run("help", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert (done.returncode, done.stderr) == (0, "")


def test_run_without_a_suitable_python_says_what_is_needed(tmp_path):
    for name in ("dirname", "readlink"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    source = RUN.read_text().replace("/usr/bin/python3", "/nowhere/python3")
    (tmp_path / "run").write_text(source)
    done = subprocess.run(["/bin/sh", tmp_path / "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "needs Python 3.11" in done.stderr


def test_set_up_refuses_to_empty_a_folder_that_is_no_environment(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run("setup", VENV=str(tmp_path))
    assert done.returncode == 1
    assert "please name another folder" in done.stderr
    assert (tmp_path / "thesis.txt").exists()


def test_data_folder_that_cannot_be_made_is_said_in_one_line(set_up_tools, monkeypatch, tmp_path, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setattr(set_up_tools, "DATA", tmp_path / "file" / "var")
    monkeypatch.setattr(set_up_tools, "set_up", lambda **_: None)
    with pytest.raises(SystemExit) as ended:
        set_up_tools.main(["start"])
    assert ended.value.code == 1
    assert "DATA_DIR=... names another place" in capsys.readouterr().err


def test_set_up_that_is_stamped_asks_neither_pip_nor_the_network(set_up_tools, monkeypatch):
    digest = set_up_tools._digest
    names = ("requirements.txt", "requirements/dev.txt", set_up_tools.MODEL)
    monkeypatch.setattr(set_up_tools, "_pip", lambda *a: pytest.fail("pip was asked"))
    set_up_tools.install_requirements({name: digest(name) for name in names}, dev=True, again=False)


def test_model_that_cannot_be_fetched_is_said_and_gone_without(set_up_tools, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(set_up_tools, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(set_up_tools, "_pip", lambda *arguments: set_up_tools.MODEL not in arguments)
    set_up_tools.install_requirements({}, dev=False, again=False)
    assert "could not be fetched. Going on without it" in capsys.readouterr().err
    # The next start does not wait for the network again, until somebody asks for it.
    monkeypatch.setattr(set_up_tools, "_pip", lambda *a: pytest.fail("pip was asked"))
    set_up_tools.install_requirements(set_up_tools._stamp(), dev=False, again=False)
    assert "Going on without the language model" in capsys.readouterr().err
    monkeypatch.setattr(set_up_tools, "_pip", lambda *a: True)
    set_up_tools.install_requirements(set_up_tools._stamp(), dev=False, again=True)
    assert set_up_tools._stamp()[set_up_tools.MODEL] == set_up_tools._digest(set_up_tools.MODEL)


def test_changed_lock_is_installed_and_only_that(set_up_tools, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(set_up_tools, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(set_up_tools, "_pip", lambda *arguments: asked.append(arguments) or True)
    stamp = {name: set_up_tools._digest(name) for name in ("requirements.txt", set_up_tools.MODEL)}
    set_up_tools.install_requirements(stamp | {"requirements/dev.txt": "older"}, dev=True, again=False)
    assert asked == [("-r", "requirements/dev.txt")]


@pytest.mark.parametrize(("root", "apt"), [(False, True), (False, False)])
def test_missing_pango_is_said_with_the_line_that_brings_it(set_up_tools, monkeypatch, capsys, root, apt):
    monkeypatch.setattr(set_up_tools, "_loads", lambda names: False)
    monkeypatch.setattr(set_up_tools.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(set_up_tools.shutil, "which", lambda name: "/usr/bin/apt-get" if apt else None)
    monkeypatch.setattr(set_up_tools.subprocess, "run", lambda *a, **k: pytest.fail("nothing may be installed"))
    set_up_tools.install_system_packages(venv_wanted=False)
    said = capsys.readouterr().err
    assert "Going on without PDF" in said
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said
    assert ("sudo apt-get install -y" in said) == apt


def test_python_that_cannot_make_an_environment_ends_with_one_line(set_up_tools, monkeypatch, capsys):
    monkeypatch.setattr(set_up_tools.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(set_up_tools.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(set_up_tools.shutil, "which", lambda name: "/usr/bin/apt-get")
    with pytest.raises(SystemExit) as ended:
        set_up_tools.install_system_packages(venv_wanted=True)
    assert ended.value.code == 1
    assert f"sudo apt-get install -y python3.{sys.version_info[1]}-venv" in capsys.readouterr().err


def test_hosts_addresses_are_those_phones_can_reach(set_up_tools):
    import start

    for address in start.lan_addresses():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
            own.bind((address, 0))
        assert not address.startswith("127.")
