"""What a reader is sent to is there: links between documents, and documents that the code names."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files, shown

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED = re.compile(r"\b([a-z][\w/-]*\.md)\b")
PLACES = (ROOT, ROOT / "docs", ROOT / "benchmarks", ROOT / "deploy")


def test_links_between_documents_lead_somewhere():
    dead = [
        f"{shown(path)}: {target}"
        for path in files(".md")
        for target in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_documents_that_the_code_names_are_there():
    dead = {
        f"{shown(path)}: {name}"
        for path in files(".py", ".html", ".css", ".js")
        for name in NAMED.findall(path.read_text("utf-8"))
        if not any((place / name).exists() for place in PLACES)
    }
    assert dead == set()
