"""From a spreadsheet to the report's files: everything a person would check by hand."""

from __future__ import annotations

import csv
import json
from collections import Counter
from hashlib import sha256
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from gapsessions.accounts.models import Organisation
from gapsessions.intake.answers import read_answers
from gapsessions.sessions.models import GapSession
from tests.factories.spreadsheets import make_csv

SAMPLE = Path("gapsessions/intake/sample/tarnwell-bank.csv")
FILES = ["disparity.json", "report.pdf", "report.xlsx", "slides.pdf", "slides.pptx", "themes.csv"]

pytestmark = pytest.mark.django_db


def run(source: Path, out: Path, **options: object) -> tuple[str, str]:
    said, remarked = StringIO(), StringIO()
    call_command("report", source, out=out, stdout=said, stderr=remarked, **options)
    return said.getvalue(), remarked.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> Path:
    """The sample session's report, written once for all who look at it."""
    out = tmp_path_factory.mktemp("report")
    with django_db_blocker.unblock():
        run(SAMPLE, out, title="Autumn review 2026", organisation="Tarnwell Bank", census=["leadership"])
    return out


def test_report_writes_its_six_files_and_nothing_else(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == FILES
    assert (written / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_report_counts_what_a_recount_of_the_file_counts(written: Path) -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sides = {side["perspective"]: side for side in json.loads((written / "disparity.json").read_text())["sides"]}
    for perspective, answers in Counter(row["perspective"] for row in rows).items():
        side = sides[perspective]
        mine = [row for row in rows if row["perspective"] == perspective]
        assert side["answers"] == answers
        assert side["tables"] == len({(row["gathering"], row["breakout"]) for row in mine if row["breakout"]})
        assert side["singles"] == len({(row["gathering"], row["person"]) for row in mine if not row["breakout"]})


def test_report_has_every_answer_in_exactly_one_row_of_the_spreadsheet(written: Path) -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        texts = Counter(row["text"].strip() for row in csv.DictReader(file))
    book = openpyxl.load_workbook(written / "report.xlsx", read_only=True)
    found = Counter(cell.value for row in book[book.sheetnames[-1]].iter_rows() for cell in row if cell.value in texts)
    assert found == texts


def test_report_of_the_same_file_twice_is_the_same_to_the_byte(
    organisation: Organisation, written: Path, tmp_path: Path
) -> None:
    """And it leaves the project's own database untouched."""
    run(SAMPLE, tmp_path, title="Autumn review 2026", organisation="Tarnwell Bank", census=["leadership"])
    # By digest: printing where two PDFs differ takes minutes and tells nothing.
    digests = [{name: sha256((out / name).read_bytes()).hexdigest() for name in FILES} for out in (tmp_path, written)]
    assert digests[0] == digests[1]
    assert [one.pk for one in Organisation.objects.all()] == [organisation.pk]
    assert not GapSession.objects.exists()
    assert connection.settings_dict["NAME"] != ":memory:"


def test_bad_row_stops_the_run_and_is_named(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_bytes(make_csv([["perspective", "question", "text"], ["staff", "1", "Kind"], ["staff", "5", "Late"]]))
    remarks = StringIO()
    with pytest.raises(CommandError, match="skip-bad") as stopped:
        call_command("report", source, out=tmp_path / "out", stderr=remarks)
    assert stopped.value.returncode == 1
    assert "row 3" in remarks.getvalue()
    assert not (tmp_path / "out").exists()


def test_bad_row_is_left_out_when_asked_and_the_report_says_so(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_bytes(make_csv([["perspective", "question", "text"], ["staff", "1", "Kind"], ["staff", "5", "Late"]]))
    run(source, tmp_path / "out", skip_bad=True)
    assert json.loads((tmp_path / "out" / "disparity.json").read_text())["provenance"]["rows_left_out"] == 1


def test_census_is_refused_for_a_perspective_with_tables(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="own sheets"):
        run(SAMPLE, tmp_path / "out", census=["staff"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 2), (b"perspective,question,text\n", 1), (b"name,city\nAda,Leeds\n", 1), (b"PK\x03\x04 no workbook", 2)],
    ids=["empty", "header only", "other columns", "broken"],
)
def test_unusable_file_gets_a_sentence_and_writes_nothing(tmp_path: Path, content: bytes, code: int) -> None:
    source = tmp_path / "answers.csv"
    source.write_bytes(content)
    with pytest.raises(CommandError) as stopped:
        call_command("report", source, out=tmp_path / "out", stderr=StringIO())
    assert stopped.value.returncode == code
    assert str(stopped.value)[-1] in ".?"
    assert not (tmp_path / "out").exists()


def test_missing_file_and_unwritable_folder_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere.csv cannot be read: No such file"):
        run(tmp_path / "nowhere.csv", tmp_path)
    source, occupied = tmp_path / "answers.csv", tmp_path / "occupied"
    source.write_bytes(make_csv([["perspective", "question", "text"], ["customers", "2", "The queue on Saturdays"]]))
    occupied.write_text("a file, not a folder")
    with pytest.raises(CommandError, match=r"occupied cannot be written"):
        run(source, occupied)


def test_one_single_answer_makes_a_report(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_bytes(make_csv([["perspective", "question", "text"], ["customers", "2", "The queue on Saturdays"]]))
    said, _remarks = run(source, tmp_path / "out")
    assert said.startswith("1 answers, ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES


def test_sample_is_read_without_an_issue() -> None:
    parsed = read_answers(SAMPLE.read_bytes(), SAMPLE.name)
    assert parsed.issues == ()
    assert len(parsed.answers) == parsed.rows == 522
