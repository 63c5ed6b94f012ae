"""The contracts of pyproject.toml cover every step, and hold."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from tests.architecture.tree import ROOT, STEPS


def _contracts() -> dict[str, dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_every_step_with_rooms_has_its_inner_order():
    contract = _contracts()["step"]
    rooms = {word.strip("() ") for layer in contract["layers"] for word in layer.split("|")}
    for step in STEPS:
        there = {path.stem for path in (ROOT / "gapsessions" / step).glob("*") if not path.name.startswith("_")}
        assert not there & rooms or f"gapsessions.{step}" in contract["containers"], f"{step} is not in pyproject.toml"


def test_ladder_lists_what_is_there():
    layers = _contracts()["ladder"]["layers"]
    words = {word.strip("() ") for layer in layers for word in layer.replace(":", "|").split("|")}
    there = {path.stem for path in (ROOT / "gapsessions").iterdir() if not path.name.startswith(("_", "."))}
    assert there <= words
    assert words - there <= set(STEPS), "a layer that is neither there nor a step to come"


def test_nobody_climbs_the_ladder():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run([*command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
