"""Whose turn it is to write: a first-come, first-served lock for the threads of one process."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """Hands the right to write from thread to thread in the order in which they asked.

    SQLite has one writer at a time and lets the others poll with growing pauses: whoever polls at the right
    moment wins, and of 300 phones that hand in together a few wait until they fail. Here nobody overtakes.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._queue: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many threads stand in line."""
        return len(self._queue)

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long; say whether it came. Whoever got it must `give_back`."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            # A bare lock that the one before us opens: half the Python of an Event, and all writers pay for it.
            ticket = threading.Lock()
            ticket.acquire()
            self._queue.append(ticket)
        if ticket.acquire(timeout=seconds):
            return True
        with self._guard:
            if ticket in self._queue:
                self._queue.remove(ticket)
                return False
        return True  # handed over in the very moment the waiting ended

    def give_back(self) -> None:
        """Hand the turn to whoever has waited longest; it stays taken in between, so nobody slips in."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False


_turns: dict[str, Turns] = {}
_turns_guard = threading.Lock()


def turns_of(database: str) -> Turns:
    """The one line of waiting for a database file, whichever connection asks."""
    with _turns_guard:
        return _turns.setdefault(database, Turns())
