"""A storm over a room: phones write and retry while the server is killed again and again, until all is delivered."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from benchmarks._storm_lines import Lines
from benchmarks._storm_listener import Listener
from benchmarks._storm_phones import StormPhone
from benchmarks._storm_servers import KillableServer
from benchmarks._storm_verdict import Verdict, judge, read_rows
from benchmarks._storm_weather import Weather

logger = logging.getLogger(__name__)
LONGEST_QUEUE = 25
"""Things a person has waiting when they stop writing for a while."""
PEOPLE_WAIT = 0.02


@dataclass
class Account:
    """What a storm did, and what became of what people wrote."""

    verdict: Verdict = field(default_factory=Verdict)
    counts: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: int = 0
    seconds: float = 0.0
    drain_seconds: float = 0.0
    """From the last thing anybody wrote to the last answer."""
    unheard: int = 0
    """Notes that a phone which listens shows otherwise than its table has them."""


Happening = Callable[["Storm"], Coroutine[Any, Any, None]]


class Storm:
    """One storm; `blow` may be called once."""

    def __init__(self, server: KillableServer, database: str, seats: list[dict[str, Any]], weather: Weather) -> None:
        self.server, self.database, self.weather = server, database, weather
        self.rng = random.Random(weather.seed)
        self.lines = Lines(server.address)
        self.account = Account()
        self.listening: list[Listener] = []
        self.phones = [
            StormPhone(number, seat, self.lines, weather, self.account.counts, weather.seed)
            for number, seat in enumerate(seats)
        ]

    @property
    def answered(self) -> int:
        """Final replies so far."""
        return sum(len(phone.history) for phone in self.phones)

    @property
    def acknowledged(self) -> int:
        """Operations that phones were told are on the disk."""
        return sum(sent.status == 200 for phone in self.phones for sent in phone.history)

    async def blow(self, happening: Happening | None = None) -> Account:
        """Start the server, let it storm, wait until everything is delivered, kill the server, and judge.

        `happening` is what happens to the server while people write, instead of being killed again and again.
        """
        started = time.monotonic()
        self.server.start()
        self.listening = listening = [Listener(phone) for phone in self.listeners()]
        killing = asyncio.ensure_future(self._while_it_lasts(happening) if happening else self._kill())
        try:
            await self._write(killing)
            stopped = time.monotonic()
            await self._until_delivered()
            self.account.drain_seconds = time.monotonic() - stopped
            states = await self._look()
            await self._until_heard(listening, states)
        finally:
            killing.cancel()
            for listener in listening:
                listener.close()
            self.lines.close()
            self.server.kill()
        self.account.counts["revealed"] = len(set[tuple[str, str]]().union(*(phone.revealed for phone in self.phones)))
        self.account.seconds = time.monotonic() - started
        self.account.acknowledged = self.acknowledged
        self.account.refused = self.answered - self.acknowledged
        self.account.verdict = judge(self.phones, read_rows(self.database), states)
        return self.account

    async def _write(self, killing: asyncio.Future[None]) -> None:
        """Let people write until enough was acknowledged and killed; they write while the server is dead, too."""
        enough, answered, until = False, 0, time.monotonic() + self.weather.patience
        while not (enough and killing.done()):
            if killing.done():
                killing.result()  # what went wrong there is the news
            if self.answered > answered:
                answered, until = self.answered, time.monotonic() + self.weather.patience
            if time.monotonic() > until:
                break  # nobody is answered any more: the verdict says so
            await asyncio.sleep(self.rng.expovariate(self.weather.rate))
            phone = self.rng.choice(self.phones)
            if phone.waiting < LONGEST_QUEUE:
                phone.write()
            enough = enough or (self.rng.random() < PEOPLE_WAIT and self.acknowledged >= self.weather.operations)

    async def _while_it_lasts(self, happening: Happening) -> None:
        async with asyncio.timeout(self.weather.patience):
            await happening(self)

    async def _kill(self) -> None:
        every = self.weather.kills // (self.weather.freezes + 1) + 1
        for number in range(self.weather.kills):
            if number % every == every - 1:
                await self.freeze(self.weather.freeze_seconds)
            if number % 8 == 7:
                await asyncio.sleep(self.rng.uniform(0, 1))
            else:
                await self.until_answered(1)
                await asyncio.sleep(self.rng.expovariate(1 / self.weather.life))
            self.server.kill()
            self.account.counts["kills"] += 1
            if number % 10 == 9:
                logger.info("killed %d times, %d acknowledged", number + 1, self.acknowledged)
            self.server.start()

    async def freeze(self, seconds: float) -> None:
        """Let the process stand still for a while, with all that is on its way."""
        self.account.counts["freezes"] += 1
        self.server.send(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self.server.send(signal.SIGCONT)

    def listeners(self) -> list[StormPhone]:
        """One phone of each table, whose stream is followed."""
        return list({phone.table: phone for phone in self.phones if phone.table}.values())

    async def until_answered(self, more: int) -> None:
        """Wait until so many more operations have been answered."""
        goal = self.answered + more
        async with asyncio.timeout(self.weather.patience):
            while self.answered < goal:
                await asyncio.sleep(0.01)

    async def until_all_hear(self) -> None:
        """Wait until every listening phone has its stream."""
        async with asyncio.timeout(self.weather.patience):
            while not all(listener.hears for listener in self.listening):
                await asyncio.sleep(0.01)

    async def _until_heard(self, listening: list[Listener], states: dict[str, dict[str, Any]]) -> None:
        """Wait until what streams told is what stands there; whoever never hears it is counted."""
        patience = self.weather.patience if self.weather.hearing is None else self.weather.hearing
        until = time.monotonic() + patience
        for listener in listening:
            seen = states[listener.phone.place]["notes"]
            while listener.differs(seen) and time.monotonic() < until:
                await asyncio.sleep(0.02)
            self.account.counts.update({f"streams ended: {why}": count for why, count in listener.ended.items()})
            self.account.counts["notes heard"] += listener.heard_notes
            self.account.unheard += len(listener.differs(seen))

    async def _until_delivered(self) -> None:
        """Wait; what is not delivered by then is found by the verdict."""
        until = time.monotonic() + self.weather.patience
        while any(phone.busy for phone in self.phones) and time.monotonic() < until:
            await asyncio.sleep(0.02)

    async def _look(self) -> dict[str, dict[str, Any]]:
        """The state of every sheet, as one of its phones sees it once no question is silent any more."""
        seen: dict[str, dict[str, Any]] = {}
        until = time.monotonic() + self.weather.patience
        for phone in self.phones:
            while phone.place not in seen:
                state = await phone.look() or {"notes": [], "questions": []}
                if not any(one["silent_until"] for one in state["questions"]) or time.monotonic() > until:
                    seen[phone.place] = state
                else:
                    await asyncio.sleep(0.2)
        return seen
