"""Static files are collected once for each version of them, and only where that is wanted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import static_files

# Stands for manage.py: writes down that it was asked, and leaves what a real one leaves.
ASKED = "import os, pathlib, sys; d = pathlib.Path(sys.argv[1]); (d / 'static').mkdir(exist_ok=True); "
COLLECTS = (
    ASKED + "(d / 'static/staticfiles.json').touch(); (d / 'asked').open('a').write(os.environ['STATIC_COLLECTED'])"
)
FAILS = "raise SystemExit(1)"


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    for name in ("GAPSESSIONS_ENV", "STATIC_COLLECTED", "DEBUG"):
        monkeypatch.delenv(name, raising=False)


def collect(folder: Path, source: str = COLLECTS) -> bool:
    return static_files.collect([sys.executable, "-c", source, str(folder)], folder)


def asked(folder: Path) -> int:
    return len((folder / "asked").read_text()) // len("true") if (folder / "asked").exists() else 0


def test_static_files_are_collected_once(tmp_path):
    assert [collect(tmp_path), collect(tmp_path), asked(tmp_path)] == [True, True, 1]


def test_static_files_are_collected_again_when_one_changed(tmp_path, monkeypatch):
    collect(tmp_path)
    monkeypatch.setattr(static_files, "digest", lambda data: "another version")
    assert collect(tmp_path)
    assert asked(tmp_path) == 2


def test_static_files_are_collected_again_when_they_are_gone(tmp_path):
    collect(tmp_path)
    (tmp_path / "static" / "staticfiles.json").unlink()
    assert collect(tmp_path)
    assert asked(tmp_path) == 2


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "true"), ("STATIC_COLLECTED", "false")])
def test_static_files_stay_where_they_are_when_asked_to(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert not collect(tmp_path)
    assert asked(tmp_path) == 0


def test_room_goes_on_without_collected_files_and_a_public_server_does_not(tmp_path, monkeypatch):
    assert not collect(tmp_path, FAILS)
    monkeypatch.setenv("GAPSESSIONS_ENV", "production")
    with pytest.raises(static_files.subprocess.CalledProcessError):
        collect(tmp_path, FAILS)
