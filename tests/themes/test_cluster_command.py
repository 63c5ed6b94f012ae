"""`./run cluster`: any spreadsheet of comments in, the same with themes out, or a sentence that says why not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gapsessions.management.commands import cluster
from gapsessions.method.encoder import LexicalOnly
from gapsessions.themes.notices import notice_sentence

ROWS = ["Parking was full", "No free parking", "Parking is dear", "Kind staff", "Staff are kind", "Rude staff", ""]


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "the_encoder", LexicalOnly)


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_themes_stand_beside_the_comments(tmp_path: Path, separator: str, encoding: str):
    lines = [
        f"id{separator}text",
        *(f"{at}{separator}{text} für mich" if text else f"{at}{separator}" for at, text in enumerate(ROWS)),
    ]
    (tmp_path / "in.csv").write_bytes("\r\n".join(lines).encode(encoding))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    rows = written(tmp_path / "out.csv")
    assert [row["text"] for row in rows] == [f"{text} für mich" if text else "" for text in ROWS]
    assert len({row["theme"] for row in rows[:3]}) == len({row["theme"] for row in rows[3:6]}) == 1
    assert rows[0]["theme_name"] == "Parking"
    assert 0 <= float(rows[0]["confidence"]) <= 1
    assert (rows[6]["theme"], rows[6]["theme_name"], rows[6]["confidence"]) == ("", "", "")


def test_another_column_can_be_named_and_old_themes_are_replaced(tmp_path: Path):
    (tmp_path / "in.csv").write_text("Comment,theme\n" + "\n".join(f"{text},old" for text in ROWS[:6]))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", text_column="comment")
    assert list(written(tmp_path / "out.csv")[0]) == ["Comment", "theme", "theme_name", "confidence"]
    assert "old" not in (tmp_path / "out.csv").read_text()


def test_comment_that_looks_like_a_formula_is_made_inert(tmp_path: Path):
    (tmp_path / "in.csv").write_text('text,n\n"=HYPERLINK(1)",-3\n@parking,-x\n')
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    rows = written(tmp_path / "out.csv")
    assert [(row["text"], row["n"]) for row in rows] == [("'=HYPERLINK(1)", "-3"), ("'@parking", "'-x")]
    assert not any(row["theme_name"].startswith(("=", "@")) for row in rows)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id,comment\n1,Parking\n", "has no column “text”. It has: “id”, “comment”"),
        ("id,text\n1,\n2,  \n", "No row of in.csv has a text"),
        ("", "in.csv"),
    ],
)
def test_file_that_cannot_be_clustered_is_refused_in_a_sentence(tmp_path: Path, content: str, sentence: str):
    (tmp_path / "in.csv").write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_missing_file_and_missing_folder_are_said(tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("cluster", tmp_path / "none.csv", tmp_path / "out.csv")
    (tmp_path / "in.csv").write_text("text\nParking\n")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "nowhere" / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_progress_goes_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(ROWS))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "6 of 6 rows" in captured.err
    assert "words alone" in captured.err


@pytest.mark.parametrize("key", ["no_encoder", "several_languages", "language_not_covered:de", "sampled:5000"])
def test_every_notice_has_a_sentence(key: str):
    assert notice_sentence(key).endswith(".")
