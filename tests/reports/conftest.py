"""Reports printed once per run and looked at by many tests, because printing takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapsessions.disparity.content import SnapshotContent
from gapsessions.reports.document import ReportDocument, build_document
from gapsessions.reports.pdf import write_pdf
from tests.factories.snapshots import HOSTILE, awkward_snapshot, make_snapshot


@pytest.fixture(scope="session")
def snapshot() -> SnapshotContent:
    """Nine leaders, nine staff tables, two customer tables and fifty single replies."""
    return make_snapshot()


@pytest.fixture(scope="session")
def document(snapshot: SnapshotContent) -> ReportDocument:
    return build_document(snapshot)


@pytest.fixture(scope="session")
def small() -> SnapshotContent:
    """Few sheets and themes: enough for every page, quick to print."""
    return make_snapshot(leaders=3, staff_tables=2, customer_tables=1, customer_singles=4, themes=6)


@pytest.fixture(scope="session")
def printed(document: ReportDocument, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    write_pdf(document, path, appendix=True)
    return path


@pytest.fixture(scope="session")
def hostile_printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which every text that people can write is an attack."""
    content = awkward_snapshot(HOSTILE, leaders=3, staff_tables=3, customer_tables=1, customer_singles=4, themes=14)
    path = tmp_path_factory.mktemp("hostile") / "report.pdf"
    write_pdf(build_document(content), path, appendix=True)
    return path
