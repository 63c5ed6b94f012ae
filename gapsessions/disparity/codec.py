"""A comparison as bytes that stay the same: canonical JSON, read back into the very same records."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from gapsessions.disparity.content import SnapshotContent

VERSION = 1


class SnapshotIsUnreadable(Exception):
    """The bytes were not written by this codec, or by a later one."""


def encode(content: SnapshotContent) -> bytes:
    """Give canonical JSON in UTF-8: equal contents give equal bytes, whatever order dicts and sets were built in."""
    document = {"version": VERSION, "content": _to_plain(SnapshotContent, content)}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def decode(payload: bytes) -> SnapshotContent:
    """Read `encode`'s bytes back; a field that is younger than the bytes gets its default.

    Raises SnapshotIsUnreadable.
    """
    try:
        document = json.loads(payload)
        if document["version"] > VERSION:
            raise SnapshotIsUnreadable("It was written by a later version.")
        content: SnapshotContent = _reader(SnapshotContent)(document["content"])
    except (KeyError, TypeError, ValueError) as error:
        # No "from": the message of the cause could quote the content.
        raise SnapshotIsUnreadable(type(error).__name__) from None
    return content


@lru_cache(maxsize=64)
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _optional(kind: Any) -> Any:
    """The type beside None in ``X | None``; None for any other type."""
    if get_origin(kind) in (Union, UnionType):
        (inner,) = (each for each in get_args(kind) if each is not type(None))
        return inner
    return None


def _items(kind: Any, count: int) -> list[Any]:
    """The type of each of so many items of a tuple or set."""
    inner = get_args(kind)
    if get_origin(kind) is tuple and inner[-1] is not Ellipsis:
        return list(inner)
    return [inner[0]] * count


def _to_plain(kind: Any, value: Any) -> Any:
    """Reduce by the declared type, so that 3 and 3.0 in a float field are the same bytes."""
    if (inner := _optional(kind)) is not None:
        return None if value is None else _to_plain(inner, value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return {field.name: _to_plain(hints[field.name], getattr(value, field.name)) for field in fields(kind)}
    origin = get_origin(kind)
    if origin is dict:
        of_key, of_value = get_args(kind)
        pairs = [[_to_plain(of_key, key), _to_plain(of_value, each)] for key, each in value.items()]
        return sorted(pairs, key=lambda pair: json.dumps(pair[0]))
    if origin in (tuple, frozenset):
        plain = [_to_plain(of, each) for of, each in zip(_items(kind, len(value)), value, strict=True)]
        return sorted(plain) if origin is frozenset else plain
    return _PRIMITIVES[kind][0](value) if kind in _PRIMITIVES else kind(value).value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of a type is read, found once per type: the first page after a change reads seventy thousand."""
    if (inner := _optional(kind)) is not None:
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if is_dataclass(kind):
        return _record_reader(kind)  # type: ignore[arg-type]
    origin, of = get_origin(kind), get_args(kind)
    if origin is dict:
        of_key, of_value = map(_reader, of)
        return lambda plain: {of_key(key): of_value(each) for key, each in plain}
    if origin is tuple and of[-1] is not Ellipsis:
        readers = list(map(_reader, of))
        return lambda plain: tuple(read(each) for read, each in zip(readers, plain, strict=True))
    if origin in (tuple, frozenset):
        read = _reader(of[0])
        return lambda plain: origin(map(read, plain))
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _PRIMITIVES[kind][1]


def _record_reader(kind: type) -> Callable[[Any], Any]:
    hints = _hints(kind)
    parts = [
        (field.name, _reader(hints[field.name]), field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)  # type: ignore[arg-type]
    ]

    def read(plain: dict[str, Any]) -> Any:
        given = {}
        for name, of, needed in parts:
            if name in plain:
                given[name] = of(plain[name])
            elif needed:
                raise KeyError(name)
        return kind(**given)

    return read


# Adding 0.0 turns -0.0, which equals 0.0, into 0.0.
_PRIMITIVES: dict[type, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    str: (str, str),
    bool: (bool, bool),
    int: (int, int),
    float: (lambda value: float(value) + 0.0, float),
    date: (date.isoformat, date.fromisoformat),
}
