"""One value of a row as JSON, and back: read strictly, by the column it belongs to, whatever a file says."""

from __future__ import annotations

import base64
import math
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from gapsessions.facilitation.session_file import refusals
from gapsessions.method.cleaning import has_controls

DEEPEST = 12
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Column = models.Field[Any, Any]


def column_of(given: Column) -> Column:
    """The column that says what a value is: of a foreign key the key of the row it points to."""
    while given.is_relation:
        given = given.target_field  # type: ignore[attr-defined]
    return given


def written(given: Column, value: Any) -> Any:
    """A value as JSON has it."""
    if value is None:
        return None
    column = column_of(given)
    if isinstance(column, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(column, models.DateTimeField):
        return value.astimezone(UTC).isoformat()
    if isinstance(column, models.DateField):
        return value.isoformat()
    return str(value) if isinstance(column, models.UUIDField) else value


def read(given: Column, value: Any) -> Any:
    """A value out of a file as the column takes it; raises FileRefused for any other."""
    column = column_of(given)
    if value is None:
        if given.null:
            return None
        raise refusals.damaged()
    try:
        found = _read(column, value)
        if not given.is_relation:
            _allowed(column, found)
    except (ValueError, TypeError, OverflowError, ValidationError, RecursionError):
        # No "from": the message of the cause could quote the file.
        raise refusals.damaged() from None
    return found


def _read(column: Column, value: Any) -> Any:
    if isinstance(column, models.JSONField):
        _nothing_harmful(value, DEEPEST)
        return value
    for kind, of, reader in _READERS:
        if isinstance(column, kind):
            if not isinstance(value, of) or (isinstance(value, bool) and bool not in of):
                raise TypeError
            return reader(value)
    raise TypeError


def _allowed(column: Column, value: Any) -> None:
    if isinstance(value, str) and has_controls(value):
        raise ValueError
    if column.choices and value not in {"", *(word for word, _label in column.flatchoices)}:
        raise ValueError
    if isinstance(column, models.JSONField) and column.has_default() and type(value) is not type(column.get_default()):
        raise TypeError
    if not isinstance(column, models.JSONField | models.BinaryField):
        column.run_validators(value)


def _nothing_harmful(value: Any, levels: int) -> None:
    if levels < 0:
        raise ValueError
    if isinstance(value, str) and has_controls(value):
        raise ValueError
    if isinstance(value, dict):
        for key, each in value.items():
            _nothing_harmful(key, levels - 1)
            _nothing_harmful(each, levels - 1)
    if isinstance(value, list):
        for each in value:
            _nothing_harmful(each, levels - 1)


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _real(said: float) -> float:
    if not math.isfinite(said):
        raise ValueError
    return float(said)


def _uuid(said: str) -> UUID:
    if not _UUID.fullmatch(said):
        raise ValueError
    return UUID(said)


# The first that fits: a moment is also a date, and a text of a given form also a text.
_READERS: tuple[tuple[Any, tuple[type, ...], Any], ...] = (
    (models.BooleanField, (bool,), bool),
    (models.UUIDField, (str,), _uuid),
    (models.DateTimeField, (str,), _moment),
    (models.DateField, (str,), date.fromisoformat),
    (models.BinaryField, (str,), lambda said: base64.b64decode(said, validate=True)),
    (models.FloatField, (int, float), _real),
    (models.IntegerField, (int,), int),
    (models.CharField | models.TextField, (str,), str),
)
