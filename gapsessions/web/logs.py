"""Logs of the whole product: one JSON line per event, naming its request and nothing that people wrote."""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request being served in this context; empty outside of one."""

# Loggers whose whole message may be written: ours, and the server's own start and stop lines. Every other
# library may weave a path, a form value or a row into its message, so of those only the unfilled template
# is kept.
_SPEAKING = ("gapsessions", "workshop", "uvicorn")
_FIELDS = ("method", "route", "status", "ms", "lane")


def new_request_id() -> str:
    """Return 16 random hexadecimal digits."""
    return secrets.token_hex(8)


class JsonFormatter(logging.Formatter):
    """Write a log record as one line of JSON.

    Exceptions appear as the types of the chain and the places in the code. Their messages are left out,
    because a database or a parser quotes the value it choked on, and the value may be an answer.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {field: getattr(record, field) for field in _FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _chain(record.exc_info[1])
            line["at"] = _places(record.exc_info[1])
        return json.dumps(line, default=lambda value: type(value).__name__)


def _event(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in _SPEAKING:
        return record.getMessage().strip()
    # Without arguments the text may have been put together by hand, so not even that is kept.
    template = str(record.msg) if record.args else ""
    return template if any(word.isalpha() for word in template.split()) else "message withheld"


def _chain(error: BaseException) -> list[str]:
    names = []
    seen: BaseException | None = error
    while seen is not None and len(names) < 8:
        names.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return names


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-20:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
