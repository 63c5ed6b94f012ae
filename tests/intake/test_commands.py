"""The two commands: what they print, what they save, how they exit."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from gapsessions.intake.answers import read_answers
from gapsessions.intake.template import LISTS
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from tests.factories.spreadsheets import make_csv

pytestmark = pytest.mark.django_db
HEADER = ["perspective", "question", "text", "source"]


def import_file(code: str, path: str, *options: str) -> None:
    """Run the command; the two dashes keep a code that begins with one from being taken for an option."""
    call_command("import_answers", *options, "--", code, path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one good row and one bad one, whose text is longer than may be shown."""
    path = tmp_path / "answers.csv"
    bad = ["staff", "1", "\x1b[2J" + "canary " * 300, "x"]
    path.write_bytes(make_csv([HEADER, ["staff", "1", "We listen", "x"], bad]))
    return path


def test_bad_row_is_printed_and_nothing_saved(
    session: GapSession, file: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(CommandError, match="--skip-bad") as failure:
        import_file(session.code, str(file))

    printed = capfd.readouterr().err
    assert failure.value.returncode == 1
    assert "row 3, text (C3): " in printed
    assert "Columns that were not used: source." in printed
    assert "\x1b" not in printed
    assert printed.count("canary") <= 6
    assert "canary" not in caplog.text
    assert not Answer.objects.exists()


def test_skip_bad_saves_the_rest_and_says_how_many(
    session: GapSession, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import_file(session.code, str(file), "--skip-bad")

    assert "Saved 1 answers on 1 new sheets in 1 new gatherings. 1 row was left out." in capfd.readouterr().out


def test_second_run_says_that_nothing_is_new(
    session: GapSession, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _run in range(2):
        import_file(session.code, str(file), "--skip-bad")

    assert "Nothing new: all 1 answers were there already." in capfd.readouterr().out
    assert Answer.objects.count() == 1


def test_check_saves_nothing(session: GapSession, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes(make_csv([HEADER, ["staff", "1", "We listen", ""]]))

    import_file(session.code, str(good), "--check")

    assert "1 of 1 rows can be saved." in capfd.readouterr().out
    assert not Answer.objects.exists()


def test_check_of_a_bad_file_exits_with_one(session: GapSession, file: Path) -> None:
    with pytest.raises(CommandError, match="1 of 2 rows") as failure:
        import_file(session.code, str(file), "--check")

    assert failure.value.returncode == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_unreadable_file_exits_with_two(session: GapSession, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)

    with pytest.raises(CommandError) as failure:
        import_file(session.code, str(path))

    assert failure.value.returncode == 2


def test_missing_file_exits_with_two(session: GapSession, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as failure:
        import_file(session.code, str(tmp_path / "none.csv"))

    assert failure.value.returncode == 2


def test_unknown_session_exits_with_two(db: None, file: Path) -> None:
    with pytest.raises(CommandError, match="no session") as failure:
        import_file("nothere", str(file))

    assert failure.value.returncode == 2


def test_template_is_written_in_the_sessions_own_wording(session: GapSession, tmp_path: Path) -> None:
    session.questions.filter(perspective="staff", kind="improve").update(wording="Where does it hurt?")
    target = tmp_path / "template.xlsx"

    call_command("answers_template", str(target), f"--session={session.code}")

    assert read_answers(target.read_bytes(), "template.xlsx").answers == ()
    offered = [cell.value for cell in load_workbook(target)[LISTS]["B"]]
    assert offered[1] == "2 - Where does it hurt?"


def test_template_that_cannot_be_written_exits_with_two(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as failure:
        call_command("answers_template", str(tmp_path / "missing" / "t.xlsx"))

    assert failure.value.returncode == 2
