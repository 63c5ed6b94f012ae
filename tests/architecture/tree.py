"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = {"__pycache__", "var", "vendor", "node_modules"}
STEPS = (
    *("accounts", "sessions", "gatherings", "breakouts", "sheets", "themes", "disparity"),
    *("reports", "plan", "intake", "facilitation"),
)


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Every file of ours with one of the endings; what was installed, vendored or generated is left out."""
    found = []
    for folder, names, leaves in os.walk(ROOT):
        names[:] = [name for name in names if _ours(Path(folder, name))]
        found += [Path(folder, leaf) for leaf in leaves if leaf.endswith(endings)]
    return tuple(sorted(found))


def _ours(folder: Path) -> bool:
    hidden = folder.name.startswith(".") and folder.name != ".ci"
    return not hidden and folder.name not in NOT_OURS and not (folder / "pyvenv.cfg").exists()


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def code(*folders: str) -> Iterator[Path]:
    """Every Python file of the product, or of the folders named."""
    wanted = tuple(ROOT / folder for folder in folders or ("gapsessions", "workshop"))
    for path in files(".py"):
        if any(place == path or place in path.parents for place in wanted):
            yield path
