"""`./run cluster`: any spreadsheet of comments in, the same with themes out, or a sentence that says why not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from gapsessions.management.commands import cluster
from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.proposing import propose_themes
from gapsessions.themes.notices import notice_sentence, notice_sentences

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
    assert rows[0]["theme_name"] == "Parken"  # the words of the list, in the language that "für mich" tells
    assert 0 <= float(rows[0]["confidence"]) <= 1
    assert (rows[6]["theme"], rows[6]["theme_name"], rows[6]["confidence"]) == ("", "", "")


def test_another_column_can_be_named_and_old_themes_are_replaced(tmp_path: Path):
    (tmp_path / "in.csv").write_text("Comment,theme\n" + "\n".join(f"{text},old" for text in ROWS[:6]))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", text_column="comment")
    assert list(written(tmp_path / "out.csv")[0]) == ["Comment", "theme", "theme_name", "quote", "size", "confidence"]
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
        ("id,place\n1,Leeds\n2,York\n", "No column of in.csv looks like comments. It has: “id”, “place”"),
        ("id,text\n1,\n2,  \n", "No row of in.csv has a text"),
        ("", "in.csv"),
        ("\x00\x01\x02\n\x03\x04\n", "in.csv holds no headings"),
    ],
)
def test_file_that_cannot_be_clustered_is_refused_in_a_sentence(tmp_path: Path, content: str, sentence: str):
    (tmp_path / "in.csv").write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_first_comment_of_a_file_without_headings_is_not_lost_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "in.csv").write_text(
        "We waited far too long.\nNobody picked up the phone\nThe phone rang for an hour\n"
    )
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert "put a row of headings above it" in capsys.readouterr().err
    (tmp_path / "in.csv").write_text(
        "What could we do better?\nNobody picked up the phone\nThe phone rang for an hour\n"
    )
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert "put a row of headings" not in capsys.readouterr().err


def test_comments_without_spaces_are_found_in_their_column(tmp_path: Path):
    (tmp_path / "in.csv").write_bytes("番号,内容\n1,スタッフが親切でした\n2,待ち時間が長すぎる\n".encode("shift_jis"))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert [row["quote"] for row in written(tmp_path / "out.csv")] == ["スタッフが親切でした", "待ち時間が長すぎる"]


def test_missing_file_and_missing_folder_are_said(tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("cluster", tmp_path / "none.csv", tmp_path / "out.csv")
    (tmp_path / "in.csv").write_text("text\nParking\n")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "nowhere" / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_result_goes_to_standard_error_and_no_bar_into_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(ROWS))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "6 of 6 rows" in captured.err
    assert "words alone" in captured.err
    assert "The comments are taken from “text”" in captured.err
    assert "\r" not in captured.err
    assert "[#" not in captured.err


def test_progress_is_a_bar_on_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.setattr("django.core.management.base.OutputWrapper.isatty", lambda _self: True)
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(f"{text} {at}" for at in range(60) for text in ROWS[:6]))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    bars = [part for part in capsys.readouterr().err.split("\r") if "] " in part]
    assert [bar.split("] ")[1] for bar in bars] == ["256 of 360 read", "360 of 360 read"]
    assert bars[-1].count("#") == cluster.BAR


def test_quote_and_size_stand_beside_the_theme(tmp_path: Path):
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(ROWS))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    rows = written(tmp_path / "out.csv")
    assert {row["quote"] for row in rows[:3]} <= set(ROWS[:3])
    assert len({row["quote"] for row in rows[:3]}) == 1
    assert [row["size"] for row in rows[:6]] == ["3"] * 6


@pytest.mark.parametrize(
    ("columns", "taken"),
    [
        (["id", "Comment", "text"], "text"),
        (["id", "What could we do better?", "Place"], "What could we do better?"),
        (["Ort", "Antwort", "Nr"], "Antwort"),
        (["Free_Text", "id"], "Free_Text"),
    ],
)
def test_column_of_comments_is_found_by_heading_or_content(tmp_path: Path, columns: list[str], taken: str, capsys):
    cells = [[text if name == taken else "York" for name in columns] for text in ROWS[:6]]
    lines = [",".join(columns), *(",".join(row) for row in cells)]
    (tmp_path / "in.csv").write_text("\n".join(lines))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    assert f"“{taken}”" in capsys.readouterr().err
    assert [row[taken] for row in written(tmp_path / "out.csv")] == ROWS[:6]


def test_workbook_in_gives_workbook_out(tmp_path: Path):
    book = Workbook()
    book.active.append(["Nr", "Comment"])
    for at, text in enumerate(["=1+1 is not a formula here", "Bell \u0007 of the door".replace("\u0007", ""), *ROWS]):
        book.active.append([at, text])
    book.active["B2"].data_type = "s"
    book.save(tmp_path / "in.xlsx")
    call_command("cluster", tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    rows = list(sheet.values)
    assert rows[0] == ("Nr", "Comment", "theme", "theme_name", "quote", "size", "confidence")
    assert rows[1][1] == "'=1+1 is not a formula here"
    assert not any(cell.data_type == "f" for row in sheet.rows for cell in row)
    assert isinstance(rows[3][2], int)
    assert 0 <= rows[3][6] <= 1
    assert rows[9][2:] == (None,) * 5


def test_language_and_granularity_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    said: list[dict[str, object]] = []

    def listening(texts: list[str], vectors: object, **options: object) -> object:
        said.append(options)
        return propose_themes(texts, vectors, **options)

    monkeypatch.setattr(cluster, "propose_themes", listening)
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(ROWS[:6]))
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", language="de-AT", granularity="0,5")
    assert (said[0]["languages"], said[0]["granularity"]) == (["de"] * 6, 0.5)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"granularity": "fine"}, "a number from -0.1 to 1.4, not “fine”"),
        ({"granularity": "2"}, "a number from -0.1 to 1.4, not “2”"),
        ({"granularity": "nan"}, "a number from -0.1 to 1.4, not “nan”"),
        ({"language": "Klingon"}, "such as “en” or “de”, not “Klingon”"),
        ({"language": "../en"}, "such as “en” or “de”"),
        ({"language": "xx"}, "such as “en” or “de”, not “xx”"),
        ({"text_column": "remark"}, "has no column “remark”. It has: “id”, “text”"),
    ],
)
def test_option_that_makes_no_sense_is_refused(tmp_path: Path, options: dict[str, str], sentence: str):
    (tmp_path / "in.csv").write_text("id,text\n1,Parking was full\n")
    with pytest.raises(CommandError, match=sentence):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", **options)
    assert not (tmp_path / "out.csv").exists()


def test_result_never_overwrites_what_it_was_made_from(tmp_path: Path):
    (tmp_path / "in.csv").write_text("text\nParking\n")
    with pytest.raises(CommandError, match="would overwrite"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "." / "in.csv")
    with pytest.raises(CommandError, match="is a folder"):
        call_command("cluster", tmp_path / "in.csv", tmp_path)
    assert (tmp_path / "in.csv").read_text() == "text\nParking\n"


def test_failure_while_writing_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "in.csv").write_text("text\n" + "\n".join(ROWS))

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gapsessions.intake.clustered._write_workbook", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    "text", ["🙂🙂", "ازدحام", "停车场满了", "...", "x", "a" * 30_000, "=cmd()", "\u202eevil", "many\nlines\nhere"]
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_any_single_text_goes_through(tmp_path: Path, text: str, kind: str):
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["text"], [text], ["Parking was full"]])
    call_command("cluster", tmp_path / "in.csv", tmp_path / f"out.{kind}", text_column="text")
    assert (tmp_path / f"out.{kind}").stat().st_size > 0


@pytest.mark.parametrize("key", ["no_encoder", "several_languages", "language_not_covered:de", "sampled:5000"])
def test_every_notice_has_a_sentence(key: str):
    assert notice_sentence(key).endswith(".")


@pytest.mark.parametrize(("given", "code"), [("Polish", "pl"), ("polski", "pl"), ("Deutsch", "de"), ("Türkçe", "tr")])
def test_language_given_by_its_name_is_answered_with_its_code(tmp_path: Path, given: str, code: str):
    (tmp_path / "in.csv").write_text("text\nParking was full\n")
    with pytest.raises(CommandError, match=f"“{code}” for “{given}”"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", language=given)


def test_languages_that_the_model_does_not_know_are_named_in_one_sentence():
    said = notice_sentences(["several_languages", "language_not_covered:de", "sampled:5", "language_not_covered:fr"])
    assert len(said) == 3
    assert "German and French" in said[-1]
    assert "Esperanto" in notice_sentence("language_not_covered:eo")


def test_long_heading_is_named_by_its_beginning_and_a_doubled_one_by_its_place(tmp_path: Path, capsys):
    (tmp_path / "in.csv").write_text("D" * 5000 + "\n \n")
    with pytest.raises(CommandError, match="has a text in “D{79}…”"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
    (tmp_path / "in.csv").write_text("id,Text,text\n1,Parking was full,\n2,Parking was full again,\n")
    call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv", text_column="text")
    assert "Several columns are called “Text”; the one at place 2 is taken." in capsys.readouterr().err


def test_result_that_would_not_open_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "in.csv").write_text("text\nParking was full\n")
    for name in ("out.xls", "out.PDF"):
        with pytest.raises(CommandError, match="would not open"):
            call_command("cluster", tmp_path / "in.csv", tmp_path / name)
    monkeypatch.setattr(cluster.os, "access", lambda *_asked: False)
    with pytest.raises(CommandError, match="takes no files"):
        call_command("cluster", tmp_path / "in.csv", tmp_path / "out.csv")
