"""The static files as `./run` serves them: woven, compressed, named by content; made once per process of tests."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.server import ROOT
from tools.static_files import collect


@cache
def _collected() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gap-static-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        for name in ("GAPSESSIONS_ENV", "STATIC_COLLECTED", "DEBUG"):
            patch.delenv(name, raising=False)
        assert collect([sys.executable, str(ROOT / "manage.py")], folder)
    return folder / "static"


def collected_into(folder: Path) -> None:
    """Let a server whose DATA_DIR is `folder` find them."""
    (folder / "static").symlink_to(_collected())
