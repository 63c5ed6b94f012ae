"""A library of headings as facilitators write them, for themes whose own words make no good name: "Unit conversion".

A heading lies where it and the wordings noted beside it lie on average. Their vectors depend on the encoder and the
list only, so they are computed once per machine, and kept beside the encoder's model where that may be written.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from gapsessions.method.encoder import Encoder, TransformerEncoder, Vectors, knows

HEADINGS = Path(__file__).parent / "words" / "headings"
OVER = "over_others"
"""Where the file lists broader headings."""
ALIKE = 0.35
"""Under an encoder that finds any two headings so alike on average, nearness to one says too little."""
LEAST = 2
"""Fewer headings make no library: one is always the nearest."""
OLD = 24 * 3600.0
"""Seconds after which vectors kept for another list or model may go: younger ones may be in use."""
BUILDING = "building-headings-"
FORM = 1
"""Raised whenever vectors of headings are computed in another way, so that kept ones are left behind."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading, how people say what it stands for, and the sector under which the file lists it first."""

    name: str
    wordings: tuple[str, ...]
    sector: str
    over: tuple[str, ...] = ()
    """Headings that it is the broader one for; it lies where they do on average."""


@lru_cache(maxsize=8)
def load_headings(code: str) -> tuple[Heading, ...]:
    """The headings of a language in the order of their file; none where there is no file."""
    path = HEADINGS / f"{code}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", code) or not path.is_file():
        return ()
    sectors: dict[str, str] = {}
    wordings: defaultdict[str, list[str]] = defaultdict(list)
    over: dict[str, tuple[str, ...]] = {}
    for sector, lines in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if sector == OVER:
            lists = (line.partition("=") for line in lines.strip().splitlines())
            over = {name.strip(): tuple(one.strip() for one in said.split("|")) for name, _, said in lists}
            continue
        for line in lines.strip().splitlines():
            name, _, said = (part.strip() for part in line.partition("="))
            sectors.setdefault(name, sector)
            wordings[name] += [one.strip() for one in said.split("|") if one.strip()]
    found = [Heading(name, tuple(wordings[name]), sector) for name, sector in sectors.items()]
    return (*found, *(Heading(name, (), OVER, members) for name, members in over.items()))


@dataclass(frozen=True, slots=True)
class Library:
    """The headings of one language under one encoder; ``vectors`` has a unit row for each."""

    headings: tuple[Heading, ...]
    vectors: Vectors


_open: WeakKeyDictionary[Encoder, dict[str, Library | None]] = WeakKeyDictionary()


def open_library(code: str, encoder: Encoder | None) -> Library | None:
    """The library of a language; None where it has none, where no encoder knows the language or all is alike to it.

    The first call on a machine encodes the list (some seconds).
    """
    if encoder is None or not encoder.name or not knows(encoder, code):
        return None
    known = _open.setdefault(encoder, {})
    if code not in known:
        known[code] = _opened(load_headings(code), encoder)
    return known[code]


def _opened(headings: tuple[Heading, ...], encoder: Encoder) -> Library | None:
    count = len(headings)
    if count < LEAST:
        return None
    vectors = _vectors_of(headings, encoder)
    mean = vectors.mean(axis=0)
    alike = (count * float(mean @ mean) - 1) / (count - 1)  # the mean cosine of two different ones
    return Library(headings, vectors) if alike < ALIKE else None


def _vectors_of(headings: Sequence[Heading], encoder: Encoder) -> Vectors:
    path = _kept_at(headings, encoder)
    kept = _read(path, len(headings)) if path is not None else None
    if kept is None:
        kept = _encoded(headings, encoder).astype(np.float16)
        if path is not None:
            _keep(path, kept)
    vectors = kept.astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _encoded(headings: Sequence[Heading], encoder: Encoder) -> Vectors:
    """The mean of every heading and its wordings, and of the headings that a broader one is over; not scaled."""
    texts = [(heading.name, *heading.wordings) for heading in headings if not heading.over]
    different = sorted({text for said in texts for text in said})
    vector_of = dict(zip(different, encoder.encode(different), strict=True))
    means = {said[0]: np.mean([vector_of[text] for text in said], axis=0) for said in texts}
    for heading in headings:
        if heading.over:
            means[heading.name] = np.mean([means[name] for name in heading.over], axis=0)
    return np.asarray([means[heading.name] for heading in headings], np.float32)


def _kept_at(headings: Sequence[Heading], encoder: Encoder) -> Path | None:
    """Where vectors of these headings under this encoder are kept; None for an encoder that has no folder."""
    if not isinstance(encoder, TransformerEncoder):
        return None
    said = [FORM, encoder.name, encoder.folder.name, [[one.name, *one.wordings, *one.over] for one in headings]]
    return encoder.folder.parent / f"headings-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}.npy"


def _read(path: Path, count: int) -> npt.NDArray[np.float16] | None:
    """What is kept at a place, or None where nothing good is: the bytes of an array behind their SHA-256."""
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        found = np.load(io.BytesIO(content[32:]), allow_pickle=False)
    except (OSError, ValueError):
        return None
    return np.asarray(found, np.float16) if len(found) == count else None


def _keep(path: Path, vectors: npt.NDArray[np.float16]) -> None:
    """Put vectors in their place whole, so that two at once do no harm, or nowhere where the folder is read-only."""
    array = io.BytesIO()
    np.save(array, vectors)
    try:
        handle, name = tempfile.mkstemp(prefix=BUILDING, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(array.getvalue()).digest() + array.getvalue())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
    _forget_others(path)


def _forget_others(path: Path) -> None:
    """Take away vectors of lists and models before this one, and what a process that was killed left of them.

    Whoever still uses such a list makes its vectors anew; two that do this at once find less to do.
    """
    before = time.time() - OLD
    for other in (*path.parent.glob("headings-*.npy"), *path.parent.glob(f"{BUILDING}*")):
        with suppress(OSError):  # gone already, or not ours to take away
            if other != path and other.is_file() and other.stat().st_mtime < before:
                other.unlink()
