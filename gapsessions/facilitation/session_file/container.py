"""The file itself: lines of JSON, packed, with a checksum at the end; read in bounded pieces, whatever it claims.

docs/moving.md describes the format. The checksum finds damage and careless changes; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from gapsessions.facilitation.session_file import refusals

FORMAT, VERSION = "gap-session", 1
PACKED_PIECE = 64 * 1024
UNPACKED_PIECE = 1024 * 1024
MOST_BYTES = 1 << 30
LONGEST_LINE = 96 << 20
"""A line is a row; the longest is a report's file."""
FREE_BYTES = 8 << 20
MOST_PER_BYTE = 100
"""Rows pack to a tenth. A file that unpacks to a hundred times itself was made to fill a disk."""
_GZIP = 31
_Line = dict[str, Any] | list[Any]


def packed(lines: Iterable[_Line]) -> Iterator[bytes]:
    """Give the file in pieces: each line as JSON, then one with the checksum of all before it.

    The same lines give the same bytes: the packing carries neither a name nor a time.
    """
    packer, digest = zlib.compressobj(6, zlib.DEFLATED, _GZIP), hashlib.sha256()
    for line in lines:
        raw = _as_bytes(line)
        digest.update(raw)
        if piece := packer.compress(raw):
            yield piece
    yield packer.compress(_as_bytes({"sha256": digest.hexdigest()})) + packer.flush()


def _as_bytes(line: _Line) -> bytes:
    return json.dumps(line, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"


class Unpacked:
    """The lines of a file, one after the other; `digest` is known once all were read.

    Iterating raises FileRefused for whatever is no session file, is cut short, damaged, or unpacks to too much.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = ""

    def __iter__(self) -> Iterator[_Line]:
        self._file.seek(0)
        digest, held = hashlib.sha256(), b""
        for line in _lines(_pieces(self._file)):
            if held:
                digest.update(held)
                yield _read(held)
            held = line
        last = _read(held) if held else None
        if not isinstance(last, dict) or set(last) != {"sha256"}:
            raise refusals.cut_short()
        if last["sha256"] != digest.hexdigest():
            raise refusals.damaged()
        self.digest = digest.hexdigest()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    taken = given = 0
    try:
        while not unpacker.eof:
            packed_piece = unpacker.unconsumed_tail or file.read(PACKED_PIECE)
            if not packed_piece:
                raise refusals.cut_short() if taken > 2 else refusals.not_one()
            taken += 0 if unpacker.unconsumed_tail else len(packed_piece)
            piece = unpacker.decompress(packed_piece, UNPACKED_PIECE)
            given += len(piece)
            if given > MOST_BYTES or given > FREE_BYTES + MOST_PER_BYTE * taken:
                raise refusals.too_much()
            yield piece
    except zlib.error:
        raise (refusals.damaged() if given else refusals.not_one()) from None
    if unpacker.unused_data or file.read(1):
        raise refusals.damaged()


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines; the pieces of a long one are put together once."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            waiting.append(line + b"\n")
            yield b"".join(waiting)
            waiting, length = [], 0
        if rest:
            waiting.append(rest)
            length += len(rest)
        if length > LONGEST_LINE:
            raise refusals.too_much()
    if waiting:
        raise refusals.cut_short()


def _read(raw: bytes) -> _Line:
    try:
        line = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise refusals.damaged() from None
    if not isinstance(line, dict | list):
        raise refusals.damaged()
    return line


def _no_number(_said: str) -> None:
    raise ValueError
