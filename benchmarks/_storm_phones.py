"""Phones in bad weather, written from docs/phone-protocol.md alone: outboxes that retry until they are answered.

Nothing here knows the product. What a phone was answered is its `history`; what was refused stays in its hand.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import time
import uuid
from collections import Counter, defaultdict, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from benchmarks._storm_lines import Lines
from benchmarks._storm_weather import Weather

FINAL = frozenset({200, 404, 409, 410, 422})
IN_FLIGHT = 3
"""Notes of one phone that are on their way at once, so that they overtake each other."""
TAGS = {"competitor": ("valence", ("good", "bad", "mixed")), "action": ("intent", ("continue", "start"))}
CLOSE_TO_THE_END = 5000
"""Milliseconds."""
QUESTIONS = ("strength", "improve", "competitor", "action")


@dataclass(eq=False)
class Sent:
    """An operation, and the final reply to it."""

    body: dict[str, Any]
    place: str = ""
    """The sheet it was written for: the key of a table, or `own:` and the digest of a sheet's key."""
    status: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    strays: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Final replies to copies that came besides."""


@dataclass(eq=False)
class OwnNote:
    """A note as its phone means it to be, sent or not."""

    id: str
    question: str
    struck: bool = False
    star: bool = False


class StormPhone:
    """A person who writes, and an outbox that delivers."""

    def __init__(
        self, number: int, seat: dict[str, Any], lines: Lines, weather: Weather, counts: Counter[str], seed: int
    ) -> None:
        self.number, self.room, self.table = number, seat["room"], seat["table"]
        self.lines, self.weather, self.counts = lines, weather, counts
        self.sheet_key = seat.get("sheet_key", "")
        self.place = self.table or f"own:{hashlib.sha256(self.sheet_key.encode()).hexdigest()}"
        self.pens: dict[str, str] = {}
        self.questions: dict[str, str] = {}
        self.stands: set[str] = set()
        self.revealed: set[tuple[str, str]] = set()
        self.astray: list[str] = []
        """What a state showed and must not, or did not show and must."""
        self.cookies: dict[str, str] = dict(seat["cookies"])
        self.rng = random.Random(seed * 10_007 + number)
        self.token = ""
        self.notes: list[OwnNote] = []
        self.mates: list[dict[str, Any]] = []
        self.revisions: dict[str, int] = {}
        self.lanes: dict[str, deque[Sent]] = defaultdict(deque)
        self.history: list[Sent] = []
        self.said = 0
        self._busy = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()
        # The phone's own clock is wrong; every third phone believes it nevertheless.
        self.skew = self.rng.uniform(-weather.clock_seconds, weather.clock_seconds)
        self.naive = number % 3 == 0
        self._server_clock = (0.0, 0.0)

    @property
    def waiting(self) -> int:
        """Operations that have no final reply yet."""
        return sum(map(len, self.lanes.values()))

    @property
    def busy(self) -> bool:
        """Whether anything is on its way, copies included."""
        return bool(self._tasks)

    # --- the person ---
    def write(self) -> None:
        """Do one thing: mostly something new, often second thoughts, now and then about a table-mate's words."""
        if self.rng.random() < 0.02:
            self.skew = self.rng.uniform(-self.weather.clock_seconds, self.weather.clock_seconds)
        standing = [note for note in self.notes if not note.struck]
        choice = self.rng.random()
        if not standing or choice < 0.4:
            self._add()
        elif choice < 0.64:
            self._queue("edit", self.rng.choice(standing).id, text=self._words())
        elif choice < 0.74 and self.mates:
            mate = self.rng.choice(self.mates)
            self._queue("edit", mate["id"], text=self._words(), revision=mate["revision"])
        elif choice < 0.84:
            note = self.rng.choice(self.notes)
            note.struck, note.star = not note.struck, False
            self._queue("strike" if note.struck else "restore", note.id)
        elif choice < 0.92:
            note = self.rng.choice(standing)
            note.star = not note.star
            self._queue("star", note.id, on=note.star)
        else:
            self._tag(standing)

    def _add(self) -> None:
        note = OwnNote(self._id(), self.rng.choice(QUESTIONS))
        self.notes.append(note)
        self.questions[note.id] = note.question
        self._queue("add", note.id, question=note.question, text=self._words())

    def _tag(self, standing: list[OwnNote]) -> None:
        fit = [note for note in standing if note.question in TAGS]
        if not fit:
            return self._add()
        note = self.rng.choice(fit)
        kind, words = TAGS[note.question]
        return self._queue("tag", note.id, **{kind: self.rng.choice([*words, None])})

    def _words(self) -> str:
        self.said += 1
        return f"What phone {self.number} said as number {self.said}"

    def _id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    # --- the outbox ---
    def _queue(self, verb: str, note: str, **facts: Any) -> None:
        body = {"v": 1, "op": self._id(), "verb": verb, "table": self.table, "written": self._written(), "note": note}
        lane = self.lanes[note]
        lane.append(Sent(body | facts, self.place))
        if len(lane) == 1:
            self._go(self._deliver_lane(note))

    def _written(self) -> int:
        server, then = self._server_clock
        if self.naive or not server:
            return round((time.time() + self.skew) * 1000)
        return round(server + (time.monotonic() - then) * 1000)

    def _go(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_lane(self, note: str) -> None:
        """Send what waits for one note, in order; an operation leaves the queue with its final reply only."""
        lane = self.lanes[note]
        while lane:
            sent = lane[0]
            async with self._busy:
                await self._deliver(sent)
            self._settle(sent)
            lane.popleft()

    async def _deliver(self, sent: Sent) -> None:
        # The words one saw are those of the moment one sends: an edit of one's own that is still under way is meant.
        if sent.body["verb"] == "edit" and "revision" not in sent.body:
            sent.body["revision"] = self.revisions.get(sent.body["note"], 1)
        wait = self.weather.first_wait
        while True:
            status, headers, facts = await self._try(sent)
            if status in FINAL:
                sent.status, sent.facts = status, facts
                return
            self.counts[f"tries answered {status}" if status else "tries without an answer"] += 1
            if status == 403:
                await self.look()
            if status in (429, 503) and "retry-after" in headers:
                await asyncio.sleep(float(headers["retry-after"]))
            await asyncio.sleep(wait * self.rng.random())
            wait = min(wait * 2, self.weather.longest_wait)

    async def _try(self, sent: Sent) -> tuple[int, dict[str, str], dict[str, Any]]:
        """Send once, or several times at once; give what reached the phone, status 0 for nothing."""
        if not self.token and not await self.look():
            return 0, {}, {}
        # Only a state tells which questions are silent; a pen may differ between two tries, as `written` may.
        if pen := self.pens.get(self.questions.get(sent.body["note"], "")):
            sent.body["pen"] = pen
        copies = 1
        if self.rng.random() < self.weather.doubled / 2:
            copies = self.rng.randint(2, 4)
            self.counts["doubled sends"] += 1
        dropped = self.rng.random() < self.weather.dropped
        replies = await asyncio.gather(*(self._post(sent, dropped) for _ in range(copies)))
        if dropped:
            self.counts["dropped replies"] += 1
            return 0, {}, {}
        # Who gets several answers believes the good one.
        best = min(replies, key=lambda reply: (reply[0] != 200, reply[0] not in FINAL, reply[0] == 0))
        for status, _headers, facts in replies:
            if status in FINAL and best[0] in FINAL:
                sent.strays.append((status, facts))
        return best

    async def _post(self, sent: Sent, dropped: bool) -> tuple[int, dict[str, str], dict[str, Any]]:
        headers = {"content-type": "application/json", "x-csrftoken": self.token, **self._secrets()}
        path, raw = f"/r/{self.room}/operations/", json.dumps(sent.body).encode()
        # Half of the lost replies are lost when they have been written, half before anybody knows.
        cut = self.rng.uniform(0, 0.03) if dropped and self.rng.random() < 0.5 else self.weather.give_up
        reply = await self.lines.ask(self.cookies, "POST", path, raw, headers, cut=cut)
        if reply is None:
            return 0, {}, {}
        if dropped:
            self.counts["replies lost after the commit"] += reply.status == 200
        facts = json.loads(reply.body) if reply.headers.get("content-type") == "application/json" else {}
        return reply.status, reply.headers, facts

    def _settle(self, sent: Sent) -> None:
        self.history.append(sent)
        note = sent.facts.get("note")
        if sent.status == 200 and note:
            self.revisions[note["id"]] = note["revision"]
            if sent.body["verb"] == "add":
                self.stands.add(note["id"])
            if self.rng.random() < self.weather.doubled / 2:
                self.counts["doubled sends"] += 1
                self._go(self._again(sent))
        elif "revision" in sent.facts:
            self.revisions[sent.body["note"]] = sent.facts["revision"]
        if self.rng.random() < 0.1:
            self._go(self._look())

    async def _again(self, sent: Sent) -> None:
        """A copy that was stuck on the way comes long after its answer."""
        await asyncio.sleep(self.rng.uniform(0, self.weather.late_copy_seconds))
        while True:
            status, _headers, facts = await self._post(sent, False)
            if status in FINAL:
                sent.strays.append((status, facts))
                return
            await asyncio.sleep(self.rng.uniform(0.1, 1))

    async def _look(self) -> None:
        await self.look()

    async def look(self) -> dict[str, Any] | None:
        """Fetch the state: the token, the server's clock, and what table-mates wrote."""
        stood = set(self.stands)
        reply = await self.lines.ask(self.cookies, "GET", f"/r/{self.room}/state/", headers=self._secrets())
        if reply is None or reply.status != 200:
            return None
        state: dict[str, Any] = json.loads(reply.body)
        self.token, self._server_clock = state["csrf"], (state["now"], time.monotonic())
        own = {note.id for note in self.notes}
        self.mates = [note for note in state["notes"] if note["id"] not in own]
        self.questions |= {note["id"]: note["question"] for note in self.mates}
        silent = {one["kind"]: one["silent_until"] for one in state["questions"] if one["silent_until"]}
        # The server reads its clock before the notes: close to the end of a silence they may have come up already.
        hidden = {kind for kind, until in silent.items() if state["now"] < until - CLOSE_TO_THE_END}
        self.astray += [
            f"phone {self.number} saw the hidden note {note['id']}"
            for note in self.mates
            if note["silent"] or note["question"] in hidden
        ]
        missing = stood - {note["id"] for note in state["notes"]}
        self.astray += [f"phone {self.number} did not see its note {note}" for note in missing]
        self.revealed |= {(self.room, kind) for kind in self.pens.keys() - silent.keys()}
        for kind in silent:
            self.pens.setdefault(kind, f"{self.rng.getrandbits(128):032x}")
        return state

    def _secrets(self) -> dict[str, str]:
        found = {"gap-sheet": self.sheet_key} if self.sheet_key else {}
        if self.pens:
            found["gap-pens"] = ",".join(f"{question}={pen}" for question, pen in self.pens.items())
        return found
