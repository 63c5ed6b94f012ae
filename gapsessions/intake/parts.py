"""The zip and XML below an XLSX file, read as bounded streams: a small file can hide a very large one.

Only the parts that carry cell texts are opened, none is ever held as a tree, and every stream is measured in
bytes and tags before it is parsed.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse  # noqa: S405 - after a look by defusedxml

from gapsessions.intake.refusals import damaged, locked, other_kind, other_spreadsheet, swollen

MAX_INFLATED = 64 * 1024 * 1024
"""All parts together, unpacked: 30,000 answers take about 20 MB."""
MAX_DIRECTORY = 256 * 1024
"""Bytes of the zip's directory: some 3,000 parts."""
MAX_TAGS = 4_000_000
"""Of all parts together: 50,000 rows of 13 columns have as many. An element takes one tag or two."""
MAX_WITHIN = 100_000
"""Elements within one row, one string or one list of styles: what is held in memory at a time."""
MAX_DEPTH = 40
PIECE = 64 * 1024
MAX_UNBROKEN = 1_000_000
"""Bytes without a tag: a cell of 32,767 characters needs at most a few hundred thousand."""


class Parts:
    """The parts of one workbook file and how much of the limits they have used together."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._inflated = self._tags = 0
        self._measured: set[str] = set()
        self._infos = {info.filename.lower().lstrip("/"): info for info in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._infos

    def elements(self, part: str, wanted: frozenset[str]) -> Iterator[Element]:
        """Finished elements of these local names, one at a time; everything else is dropped as it ends.

        An element is valid until the next is asked for. Raises KeyError for a part that is not there.
        """
        depth = within = 0
        inside = ""
        parents: list[Element] = []
        self._measure(part)
        with self._archive.open(self._infos[part.lower()]) as stream:
            for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314 - see _measure
                if event == "start":
                    within += 1
                    depth += 1
                    if not inside and local(element.tag) in wanted:
                        inside, within = element.tag, 0
                    if depth > MAX_DEPTH or within > MAX_WITHIN:
                        raise swollen(self.name)
                    parents.append(element)
                    continue
                parents.pop()
                depth -= 1
                if inside == element.tag:
                    yield element
                    inside = ""
                if not inside:
                    within = 0
                    if parents:
                        # Forgets the element itself too: otherwise a million empty rows stay in memory.
                        parents[-1].clear()

    def _measure(self, part: str) -> None:
        """Unpack a part once in small pieces, keeping nothing, before a parser builds objects from it.

        Ten million empty rows are counted in a tenth of the time that parsing them would take. What comes
        before the first element goes through defusedxml, which refuses a DTD: entities are defined nowhere
        else, so after that Python's own parser is safe, and four times as fast.
        """
        if part in self._measured:
            return
        # Kept out of start-up: the phones' requests never need it.
        from defusedxml.ElementTree import DefusedXMLParser

        self._measured.add(part)
        prolog = DefusedXMLParser(target=_Prolog(), forbid_dtd=True)
        begun = False
        unbroken = 0
        with self._archive.open(self._infos[part.lower()]) as stream:
            while piece := stream.read(PIECE):
                if not begun:
                    try:
                        prolog.feed(piece)
                    except _ElementsBegin:
                        begun = True
                last = piece.rfind(b"<")
                unbroken = unbroken + len(piece) if last < 0 else len(piece) - last
                self._inflated += len(piece)
                self._tags += piece.count(b"<")
                if self._inflated > MAX_INFLATED or self._tags > MAX_TAGS or unbroken > MAX_UNBROKEN:
                    raise swollen(self.name)


class _ElementsBegin(Exception):
    """The first element of a part was reached: no DTD can follow."""


class _Prolog:
    """Receives what a parser finds before the first element, which is nothing of interest."""

    def start(self, _tag: str, _attributes: object) -> None:
        """Stop at the first element."""
        raise _ElementsBegin


def local(tag: str) -> str:
    """A tag without its namespace: the strict and the usual flavour of the format differ in nothing else."""
    return tag.rpartition("}")[2]


def check_directory(data: bytes, name: str) -> None:
    """Look at the zip's last record before anything builds objects from its directory."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise damaged(name)
    size = struct.unpack_from("<L", data, end + 12)[0]
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        # A 64-bit zip: its own last record stands before this one.
        record = data.rfind(b"PK\x06\x06", 0, end)
        if not 0 <= record <= end - 56:
            raise damaged(name)
        size = struct.unpack_from("<Q", data, record + 40)[0]
    if size > MAX_DIRECTORY:
        raise swollen(name)


def check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse by the directory alone what is another kind of file, encrypted, or too large unpacked."""
    infos = archive.infolist()
    names = {info.filename.lower() for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise locked(name)
    if sum(info.file_size for info in infos) > MAX_INFLATED:
        raise swollen(name)
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        # The format allows no other; Python unpacks bzip2 and LZMA in pieces of any size.
        raise damaged(name)
    if "xl/workbook.bin" in names:
        raise other_spreadsheet(name, ".xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise other_spreadsheet(name, ".ods")
    if any(part.endswith(".iwa") for part in names):
        raise other_spreadsheet(name, ".numbers")
    if "[content_types].xml" not in names or not any(part.startswith("xl/") for part in names):
        kinds = {"word/": "Word", "ppt/": "PowerPoint"}
        kind = next((kind for start, kind in kinds.items() if any(part.startswith(start) for part in names)), "ZIP")
        raise other_kind(name, kind)
