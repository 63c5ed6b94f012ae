"""Files built to exhaust the reader: refused in a sentence, and never unpacked into memory."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from gapsessions.intake.tables import TableRefused, read_table
from tests.factories.spreadsheets import MAIN, cell, make_parts, sheet_xml, zipped

MEGABYTE = 1024 * 1024
FEW = 50 * MEGABYTE
"""quality.md 23: what refusing may take."""


def zip_bomb() -> bytes:
    """340 MB of blanks in a sheet: some 340 KB as a file."""
    return zipped(make_parts(sheet_xml(" " * (340 * MEGABYTE))))


def lying_bomb() -> bytes:
    """The same, with a directory that says each part is small."""
    return _understated(zipped(make_parts(sheet_xml("<row/>" * (20 * MEGABYTE)))))


def bzip2_bomb() -> bytes:
    """The same in a compression that packs 100 MB into a few hundred bytes."""
    parts = make_parts(sheet_xml(" " * (100 * MEGABYTE)))
    return _understated(zipped(parts, zipfile.ZIP_BZIP2))


def overlapping_bomb() -> bytes:
    """Forty parts of 8 MB that are all the same bytes of the file."""
    file = BytesIO(zipped(make_parts(sheet_xml(""), kernel=b"\0" * (8 * MEGABYTE))))
    with zipfile.ZipFile(file, "a") as archive:
        kernel = archive.getinfo("kernel")
        for number in range(40):
            twin = zipfile.ZipInfo(f"twin{number}")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(kernel, name))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    return file.getvalue()


def crowded_directory() -> bytes:
    """60,000 empty parts."""
    return zipped(make_parts(sheet_xml("")) | {f"part{number}": "" for number in range(60_000)})


def empty_rows() -> bytes:
    """Ten million rows without a cell."""
    return zipped(make_parts(sheet_xml("<row/>" * 10_000_000)))


def wide_row() -> bytes:
    """Five million cells in one row."""
    return zipped(make_parts(sheet_xml("<row>" + "<c/>" * 5_000_000 + "</row>")))


def deep_nesting() -> bytes:
    """Ten million elements, each inside the one before."""
    return zipped(make_parts(sheet_xml("<a>" * 10_000_000)))


def giant_attribute() -> bytes:
    """One tag of 50 MB."""
    return zipped(make_parts(sheet_xml(f'<row spans="{"1" * 50 * MEGABYTE}"/>')))


def giant_cell() -> bytes:
    """One text of 50 MB."""
    return zipped(make_parts(sheet_xml(f"<row>{cell('A1', 'x' * 50 * MEGABYTE)}</row>")))


def many_strings() -> bytes:
    """Five million shared strings."""
    strings = f'<sst xmlns="{MAIN}">' + "<si><t>a</t></si>" * 2_500_000 + "</sst>"
    return zipped(make_parts(sheet_xml('<row><c t="s"><v>0</v></c></row>'), strings=strings))


def billion_laughs() -> bytes:
    """Entities that unfold to 10**9 words."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return zipped(make_parts(sheet_xml("<row>&e9;</row>", before=f"<!DOCTYPE worksheet [{entities}]>")))


def small_entity() -> bytes:
    """One entity of one word: harmless, and the sign of a file that no spreadsheet program wrote."""
    body = '<row><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    return zipped(make_parts(sheet_xml(body, before='<!DOCTYPE worksheet [<!ENTITY a "text">]>')))


def quadratic_blowup() -> bytes:
    """One long entity, named ten thousand times."""
    entity = f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 100_000}">]>'
    return zipped(make_parts(sheet_xml(f"<row>{'&a;' * 10_000}</row>", before=entity)))


def outside_entity() -> bytes:
    """An entity that asks for a file of this machine."""
    entity = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    body = '<row><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    return zipped(make_parts(sheet_xml(body, before=entity)))


def outside_entity_in_strings() -> bytes:
    """The same, in the strings."""
    strings = f'<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'
    return zipped(make_parts(sheet_xml('<row><c t="s"><v>0</v></c></row>'), strings=strings))


def outside_entity_in_utf16() -> bytes:
    """The same, in an encoding in which nobody looks for it."""
    text = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    return zipped(make_parts(f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")))


def outside_dtd_in_workbook() -> bytes:
    """A definition to be fetched from another machine."""
    book = f'<!DOCTYPE workbook SYSTEM "http://192.0.2.1/a.dtd"><workbook xmlns="{MAIN}"/>'
    return zipped(make_parts(sheet_xml(""), workbook=book))


def parameter_entity() -> bytes:
    """An entity used within the definition itself."""
    entity = '<!DOCTYPE worksheet [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd"> %a;]>'
    return zipped(make_parts(sheet_xml("<row/>", before=entity)))


BOMBS = [
    zip_bomb,
    lying_bomb,
    bzip2_bomb,
    overlapping_bomb,
    crowded_directory,
    empty_rows,
    wide_row,
    deep_nesting,
    giant_attribute,
    giant_cell,
    many_strings,
    billion_laughs,
    small_entity,
    quadratic_blowup,
    outside_entity,
    outside_entity_in_strings,
    outside_entity_in_utf16,
    outside_dtd_in_workbook,
    parameter_entity,
]


@pytest.mark.parametrize("build", BOMBS, ids=lambda build: build.__name__)
def test_bomb_is_refused_without_being_unpacked(build: Callable[[], bytes]) -> None:
    data = build()

    tracemalloc.start()
    try:
        with pytest.raises(TableRefused) as refusal:
            read_table(data, "bomb.xlsx")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < FEW
    assert refusal.value.__cause__ is None
    assert "holds no rows" not in str(refusal.value)
    assert "root:" not in str(refusal.value)


def _understated(data: bytes) -> bytes:
    """Rewrite every size in the directory and in the local heads to 100 bytes."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(mark)
        while place >= 0:
            size = struct.unpack_from("<L", data, place + offset)[0]
            struct.pack_into("<L", changed, place + offset, min(size, 5000))
            place = data.find(mark, place + 4)
    assert zlib.crc32(changed) != zlib.crc32(data)
    return bytes(changed)
