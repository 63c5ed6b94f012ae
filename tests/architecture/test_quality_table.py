"""docs/quality.md says where each line is tested; what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:[\w-]+/)+\w+\.py)?(?:::(test_\w+))?`")


def named(row: str) -> list[tuple[str, str]]:
    """File and test of each name in a row's last cell; a test without a file is in the one named before."""
    found, file = [], ""
    for path, test in NAMED.findall(row):
        file = path or file
        if path or test:
            found.append((file, test))
    return found


def test_every_test_that_the_table_names_is_there():
    rows = (ROOT / "docs" / "quality.md").read_text("utf-8").splitlines()
    rows = [row for row in rows if re.match(r"\| \d+ \|", row)]
    assert [int(row.split("|")[1]) for row in rows] == list(range(1, 55))
    wrong, above = [], ""
    for row in rows:
        for path, test in named(row.rsplit("|", 2)[1]):
            above = path or above
            source = ROOT / "tests" / above
            if not source.exists() or (test and f"def {test}(" not in source.read_text("utf-8")):
                wrong.append((row[:6], above, test))
    assert wrong == []
