"""A phone that sends more than people can write is asked to wait; nothing it sent is lost, its outbox comes again."""

from __future__ import annotations

import threading
import time
from collections import Counter
from uuid import UUID

MOST_A_MINUTE = 600
"""Ten a second: an outbox that comes back with an hour's work passes, a script does not."""
WAIT_SECONDS = 15


class Flood:
    """Counts operations per seat in minutes that begin at the full one; in this process's memory, and nowhere else."""

    def __init__(self, most: int = MOST_A_MINUTE) -> None:
        self.most = most
        self._guard = threading.Lock()
        self._minute = 0
        self._sent: Counter[UUID] = Counter()

    def passes(self, seat: UUID) -> bool:
        """Count one operation; say whether it may go on."""
        minute = int(time.time()) // 60
        with self._guard:
            if minute != self._minute:
                self._minute = minute
                self._sent.clear()
            self._sent[seat] += 1
            return self._sent[seat] <= self.most

    def forget(self) -> None:
        """Begin to count anew."""
        with self._guard:
            self._sent.clear()


flood = Flood()
