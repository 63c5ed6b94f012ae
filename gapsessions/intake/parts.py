"""The zip and XML below an XLSX file, read as bounded streams: a small file can hide a very large one.

Only the parts that carry cell texts are opened, none is ever held as a tree, and every stream counts its
bytes, elements and depth while it is read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element  # noqa: S405 - the type only; parsing is defusedxml's

from gapsessions.intake.refusals import damaged, locked, other_kind, other_spreadsheet, swollen

MAX_INFLATED = 64 * 1024 * 1024
"""All parts together, unpacked: 30,000 answers take about 20 MB."""
MAX_DIRECTORY = 256 * 1024
"""Bytes of the zip's directory: some 3,000 parts."""
MAX_ELEMENTS = 3_000_000
MAX_WITHIN = 100_000
"""Elements within one row, one string or one list of styles: what is held in memory at a time."""
MAX_DEPTH = 40
MAX_UNBROKEN = 1_000_000
"""Bytes without a tag: a cell of 32,767 characters needs at most a few hundred thousand."""


class Parts:
    """The parts of one workbook file and what is left of the limits, shared by all its streams."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self.inflated = MAX_INFLATED
        self.elements_left = MAX_ELEMENTS
        self._archive = archive
        self._infos = {info.filename.lower().lstrip("/"): info for info in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._infos

    def elements(self, part: str, wanted: frozenset[str]) -> Iterator[Element]:
        """Finished elements of these local names, one at a time; everything else is dropped as it ends.

        An element is valid until the next is asked for. Raises KeyError for a part that is not there.
        """
        # Kept out of start-up: the phones' requests never need it.
        from defusedxml.ElementTree import iterparse

        depth = within = 0
        inside = ""
        parents: list[Element] = []
        with self._archive.open(self._infos[part.lower()]) as stream:
            source = _Bounded(stream, self)
            for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    self.elements_left -= 1
                    within += 1
                    depth += 1
                    if not inside and local(element.tag) in wanted:
                        inside, within = element.tag, 0
                    if depth > MAX_DEPTH or within > MAX_WITHIN or self.elements_left < 0:
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


class _Bounded(io.RawIOBase):
    """A part, unpacked in small pieces, that stops the moment the file grows beyond its limits."""

    def __init__(self, stream: IO[bytes], parts: Parts) -> None:
        self._stream, self._parts, self._unbroken = stream, parts, 0

    def read(self, size: int = -1) -> bytes:
        """The next piece of at most 16 KB, whatever was asked for."""
        piece = self._stream.read(16_384 if size < 0 else min(size, 16_384))
        self._parts.inflated -= len(piece)
        last = piece.rfind(b"<")
        self._unbroken = self._unbroken + len(piece) if last < 0 else len(piece) - last
        if self._parts.inflated < 0 or self._unbroken > MAX_UNBROKEN:
            raise swollen(self._parts.name)
        return piece


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
    if "xl/workbook.bin" in names:
        raise other_spreadsheet(name, ".xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise other_spreadsheet(name, ".ods")
    if any(part.endswith(".iwa") for part in names):
        raise other_spreadsheet(name, ".numbers")
    if "[content_types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise other_kind(name, "zip")
