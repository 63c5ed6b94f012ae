"""What stands in static/vendor is what VENDOR.json says, with a licence beside it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def vendor() -> Any:
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_files_are_unchanged_and_licensed() -> None:
    tool = vendor()

    assert [sentence for _entry, sentence in tool.faults()] == []
    for entry in tool.read_index():
        folder = tool.VENDOR / tool.folder_of(entry["package"], entry["version"])
        assert any((folder / name).exists() for name in tool.LICENCE_NAMES), entry["package"]


def test_a_changed_file_is_found(tmp_path: Path, monkeypatch: Any) -> None:
    tool = vendor()
    monkeypatch.setattr(tool, "VENDOR", tmp_path)
    monkeypatch.setattr(tool, "INDEX", tmp_path / "VENDOR.json")
    entry = {
        "package": "@x/y",
        "version": "1.0",
        "licence": "MIT",
        "files": {"a.js": tool.sha256(b"good"), "b.js": "0"},
    }
    (tmp_path / "y-1.0").mkdir()
    (tmp_path / "y-1.0" / "a.js").write_bytes(b"bad")
    (tmp_path / "VENDOR.json").write_text(json.dumps({"packages": [entry]}))

    assert [sentence for _entry, sentence in tool.faults()] == ["changed: y-1.0/a.js", "missing: y-1.0/b.js"]
    assert tool.main(["check"]) == 1
