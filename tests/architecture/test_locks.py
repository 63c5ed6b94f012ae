"""The locks: everything pinned by content, made from the lists as they stand, and from no place by name."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT
from tools.lock import LOCKS, seal

PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^\s;]+", re.MULTILINE)
ALL = [*LOCKS.values(), "requirements/model.txt"]


@pytest.mark.parametrize("source", LOCKS)
def test_lock_was_made_from_the_list_as_it_stands(source):
    first = (ROOT / LOCKS[source]).read_text("utf-8").splitlines(keepends=True)[0]
    assert first == seal(source), "run tools/lock.py"


@pytest.mark.parametrize("name", ALL)
def test_lock_pins_everything_by_content(name):
    text = (ROOT / name).read_text("utf-8")
    entries = [part for part in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text)) if part.strip()]
    assert entries
    for entry in entries:
        assert PINNED.match(entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("name", [*ALL, *LOCKS])
def test_lock_names_no_place(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host|^-i ", text, re.MULTILINE)
