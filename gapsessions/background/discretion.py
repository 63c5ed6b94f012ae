"""Tasks that fail say where and by which error, never with which words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class TaskFailed(Exception):
    """A task failed; the message names the error and the lines that led to it."""


def discreet(task: Callable[P, R]) -> Callable[P, R]:
    """Wrap the function of a task so that no message of an error is kept.

    The result of a failed task is stored and logged with its traceback, and the message of, say, a database
    error quotes the row. Only the error's name and places in the code go on.
    """

    @wraps(task)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return task(*args, **kwargs)
        except Exception as error:
            places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
            summary = f"{type(error).__qualname__} at {' > '.join(places[1:])}"
        # Outside of the handler: the new error knows nothing of the old one, not even as its context.
        raise TaskFailed(summary)

    return wrapper
