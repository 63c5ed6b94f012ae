"""Files as people bring them, read into columns and numbered rows."""

from __future__ import annotations

import codecs
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsessions.intake.columns import has_answer_columns
from gapsessions.intake.tables import TableRefused, read_table
from tests.factories.spreadsheets import MAIN, cell, make_csv, make_parts, make_xlsx, sheet_xml, zipped

ROWS = [["perspective", "question", "text"], ["staff", "1", "Grüße, “gut” – ça va"], ["customers", "2", "zwei\nZeilen"]]
BODY = [tuple(row) for row in ROWS[1:]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_table_is_read_in_every_encoding_and_separator(encoding: str, separator: str) -> None:
    table = read_table(make_csv(ROWS, separator=separator, encoding=encoding), "a.csv")

    assert table.columns == ("perspective", "question", "text")
    assert [row.cells for row in table.rows] == BODY


def test_table_with_utf16_big_endian_mark_is_read() -> None:
    data = codecs.BOM_UTF16_BE + make_csv(ROWS, separator="\t", encoding="utf-16-be")

    assert [row.cells for row in read_table(data, "a.csv").rows] == BODY


@pytest.mark.parametrize(
    ("encoding", "texts"),
    [
        ("cp1252", ["We don’t wait – it’s good", "£5 is too much"]),
        ("cp1252", ["La atención es rápida y amable", "No contestan el teléfono por las mañanas"]),
        ("cp1252", ["L’accueil est chaleureux à l’agence", "Les délais de réponse sont trop élevés"]),
        ("mac_roman", ["L’accueil est chaleureux à l’agence", "Les délais de réponse sont trop élevés"]),
        ("cp1250", ["Długo czekaliśmy na połączenie", "Obsługa jest bardzo życzliwa"]),
        ("cp1251", ["Слишком долго ждём ответа", "Персонал вежливый и внимательный"]),
        ("cp932", ["電話がなかなかつながらない", "スタッフがとても親切です"]),
        ("cp1252", ["Café"]),
    ],
)
def test_letters_that_are_not_unicode_are_guessed_and_said_so(encoding: str, texts: list[str]) -> None:
    table = read_table(make_csv([["text"], *([text] for text in texts)], encoding=encoding), "old.csv")

    assert [row.cells[0] for row in table.rows] == texts
    assert "old.csv" in table.notices[0]


def test_unicode_file_gives_no_notice() -> None:
    assert read_table(make_csv(ROWS), "a.csv").notices == ()


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    data = b'Our answers\r\n\r\nperspective,question,text\r\nstaff,1,"two\r\nlines"\r\n,,\r\nstaff,2,next\r\n'

    table = read_table(data, "a.csv", fits=has_answer_columns)

    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4, 6]


def test_line_that_names_the_separator_is_no_row() -> None:
    table = read_table(b"sep=;\r\nperspective;question;text\r\nstaff;1;a, b, c\r\n", "a.csv")

    assert table.rows[0].cells == ("staff", "1", "a, b, c")
    assert table.rows[0].number == 2


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'text,n\n"Parking was full,1\nKind staff,2\n', 2),
        (b'text,n\r\n"two\r\nlines",1\r\nKind staff,"2\r\n', 4),
        (b'sep=;\ntext;n\nKind staff;2\n"Rude', 4),
    ],
)
def test_quote_that_is_never_closed_is_named_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(TableRefused, match=rf"line {line} of a\.csv.*never closed"):
        read_table(data, "a.csv")


def test_quotes_inside_cells_are_letters() -> None:
    table = read_table(b'text,n\na 5" screen,1\n"so ""good""",2', "a.csv")

    assert [row.cells for row in table.rows] == [('a 5" screen', "1"), ('so "good"', "2")]


def test_separator_follows_the_header_not_the_commas_in_texts() -> None:
    data = b"text;question;perspective\nslow, late, rude, dear;2;staff\n"

    assert read_table(data, "a.csv").rows[0].cells == ("slow, late, rude, dear", "2", "staff")


def test_single_column_keeps_its_commas() -> None:
    assert read_table(b"text\nslow, late; dear\nfine\n", "a.csv").rows[0].cells == ("slow, late; dear",)


def test_blanks_after_separators_leave_quotation_marks_working() -> None:
    data = b'perspective, question, text\nstaff, 1, "good, quick"\n'

    assert read_table(data, "a.csv").rows[0].cells == ("staff", "1", "good, quick")


def test_cells_beyond_the_header_are_kept_apart() -> None:
    table = read_table(b"perspective,question,text\nstaff,1,good, quick\nstaff,1\nstaff,1,fine,,\n", "a.csv")

    assert [row.surplus for row in table.rows] == [(" quick",), (), ()]
    assert table.rows[1].cells == ("staff", "1", "")


def test_headers_cannot_command_a_terminal() -> None:
    assert read_table(b"text,\x1b[31mred\x07\nx,y\n", "a.csv").columns == ("text", "[31mred")


def test_workbook_cells_are_read_as_people_see_them() -> None:
    rows = [["a", "b", "c", "d", "e", "f"], [3, 3.0, 2.5, True, date(2026, 11, 21), datetime(2026, 11, 21, 9, 30)]]

    table = read_table(make_xlsx(rows), "a.xlsx")

    assert table.rows[0].cells == ("3", "3", "2.5", "TRUE", "2026-11-21", "2026-11-21 09:30:00")


def test_workbook_formulas_are_marked() -> None:
    table = read_table(make_xlsx([["text", "note"], ["=1+1", "plain"]]), "a.xlsx")

    assert table.rows[0].formulas == {0}


def test_workbook_reads_the_fitting_visible_sheet_and_names_the_others() -> None:
    data = make_xlsx([["hello"]], title="Cover", more={"Data": ROWS, "More data": ROWS})

    table = read_table(data, "a.xlsx", fits=has_answer_columns)

    assert len(table.rows) == 2
    assert "Data" in table.source
    assert "More data" in table.notices[0]
    assert "Cover" not in table.notices[0]


def test_workbook_without_the_sheet_looked_for_gives_the_first_filled_one() -> None:
    data = make_xlsx([], title="Empty", more={"Filled": [["a"], ["b"]]})

    assert read_table(data, "a.xlsx", fits=has_answer_columns).columns == ("a",)


def test_hidden_sheets_are_not_read() -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Secret" sheetId="1" state="hidden" r:id="r1"/></sheets></workbook>'
    )
    data = zipped(make_parts(sheet_xml(f"<row>{cell('A1', 'text')}</row>"), workbook=workbook))

    with pytest.raises(TableRefused, match="holds no rows"):
        read_table(data, "a.xlsx")


def test_gaps_between_rows_and_cells_are_kept() -> None:
    body = f'<row r="2">{cell("B2", "text")}</row><row r="900000">{cell("C900000", "far")}{cell("B900000", "x")}</row>'

    table = read_table(zipped(make_parts(sheet_xml(body))), "a.xlsx")

    assert table.header_row == 2
    assert table.columns == ("", "text")
    assert (table.rows[0].number, table.rows[0].cells, table.rows[0].surplus) == (900000, ("", "x"), ("far",))


def test_shared_strings_are_put_together_from_their_runs() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>text</t></si>'
        "<si><r><t>電話</t></r><rPh><t>でんわ</t></rPh><r><t xml:space='preserve'> good</t></r></si>"
        "<si><t>two_x000D_\nlines</t></si></sst>"
    )
    body = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in range(3))

    table = read_table(zipped(make_parts(sheet_xml(body), strings=strings)), "a.xlsx")

    assert [row.cells for row in table.rows] == [("電話 good",), ("two\n\nlines",)]


def test_strict_flavour_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    body = sheet_xml(f"<row>{cell('A1', 'text')}</row><row>{cell('A2', 'x')}</row>").replace(MAIN, strict)

    assert read_table(zipped(make_parts(body, main=strict)), "a.xlsx").rows[0].cells == ("x",)


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "holds no rows"),
        (b" \r\n\t\r\n", "holds no rows"),
        (b",,,\r\n,,\r\n", "holds no rows"),
        (COMPOUND + b"\0" * 600, r"format \.xls"),
        (COMPOUND + b"\0" * 60 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), r"\.ods"),
        (zipped({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}), r"\.xlsb"),
        (zipped({"Index/Document.iwa": "x"}), r"\.numbers"),
        (zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "not a spreadsheet .Word."),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (make_xlsx([["a"], ["b"]])[:-400], "damaged"),
        (
            zipped(make_parts(sheet_xml("<row><c t='s'><v>7</v></c></row>"), strings=f'<sst xmlns="{MAIN}"/>')),
            "damaged",
        ),
        (zipped(make_parts("<worksheet><sheetData><row>")), "damaged"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>perspective</td></tr></table></html>", "HTML"),
        (codecs.BOM_UTF16_LE + b"a", "letters of bad.file"),
        (b'text\n"never closed' + b" word" * 8_000, "never closed"),
        (b"text\n" + b"x\n" * 50_001, "more than 50000 rows"),
        (b",".join(b"column" for _ in range(101)) + b"\nx\n", "more than 100 columns"),
        (b"a,b\n" + b"," * 250 + b"x\n", "more than 100 columns"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(TableRefused, match=sentence) as refusal:
        read_table(data, "bad.file")

    assert "bad.file" in str(refusal.value)


def test_longest_file_is_read() -> None:
    assert len(read_table(b"text\n" + b"x\n" * 50_000, "a.csv").rows) == 50_000


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=40).map(lambda more: b"PK\x03\x04" + more)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(TableRefused):
        table = read_table(data, "any")
        assert all(len(row.cells) == len(table.columns) for row in table.rows)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]), st.data())
def test_workbook_with_a_damaged_part_is_read_or_refused(name: str, data: st.DataObject) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>text</t></si></sst>'
    body = f'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2">{cell("A2", "x")}<c s="1"><v>4.5</v></c></row>'
    parts = make_parts(sheet_xml(body), strings=strings)
    whole = str(parts[name]).encode()
    start = data.draw(st.integers(0, len(whole)))
    parts[name] = whole[:start] + data.draw(st.binary(max_size=6)) + whole[start + data.draw(st.integers(0, 9)) :]
    with suppress(TableRefused):
        table = read_table(zipped(parts), "any")
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
