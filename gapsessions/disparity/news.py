"""How a page at the desk keeps itself fresh: its version, what it listens to, and how often it looks by itself."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from gapsessions.background.presence import PATIENCE, worker_is_there
from gapsessions.disparity.standing import Standing
from gapsessions.sessions.models import GapSession
from gapsessions.web.requests import HttpRequest

POLL, WAITING, JITTER = 20000, 2000, 1000
"""Milliseconds between two looks for something new, give or take, where no stream calls for one: while all is compared,
and while the worker compares; a hundred pages must not look at once."""


@dataclass(frozen=True, slots=True)
class News:
    """What a page says to static/js/news.js, and whether the worker is missing that it waits for."""

    version: str
    """Changes whenever the page would look different."""
    stream: str
    every: int
    nobody_works: bool

    def known_to(self, request: HttpRequest) -> bool:
        """Whether the page that asks shows this already (?version=); it is answered 204."""
        return request.GET.get("version") == self.version


def news_of(session: GapSession, channel: str, *seen: object, standing: Standing | None = None) -> News:
    """The news of a page that listens to ``channel`` and shows what is ``seen``, and where it does, the comparison."""
    waiting = standing.waiting if standing else None
    long_wait = waiting is not None and waiting.total_seconds() > PATIENCE
    state = (standing.current, standing.compared, standing.headline, long_wait, *seen) if standing else seen
    return News(
        version=hashlib.sha256(repr(state).encode()).hexdigest()[:16],
        stream=f"/live/{channel}/{session.code}",
        every=WAITING if standing and not standing.fresh else POLL + random.randint(-JITTER, JITTER),
        nobody_works=long_wait and not worker_is_there(),
    )
