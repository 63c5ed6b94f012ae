"""Phones in a process of their own, written from docs/phone-protocol.md alone: they join, listen, write, or poll.

Started by room.py, told what to be in one line of JSON on standard input, answers in one line of JSON. Times are those
of the system's monotonic clock, which all processes share. A tap counts from the moment it was due, so a phone
that is late because this process is busy makes the figures worse, never better.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import resource
import sys
import time
import uuid
from collections import Counter
from typing import Any

import uvloop
from _phone_wires import PATIENCE, Connection, Phone, Reply, Stream

REUSE_SECONDS = 60.0
"""The server closes a connection that was idle for 75 seconds."""
NOTE_ID = re.compile(rb'"id": ?"([0-9a-f-]{36})"')
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PARTS_OF_PAGE = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


class Crowd:
    """All phones of this process."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.address = (told["host"], told["port"])
        self.rng = random.Random(told["seed"])
        self.phones = [Phone(number, **facts) for number, facts in enumerate(told["phones"])]
        self.at_table: dict[str, list[Phone]] = {}
        for phone in self.phones:
            self.at_table.setdefault(phone.table, []).append(phone)
        self.taps: dict[bytes, tuple[float, Phone, set[int]]] = {}
        self.waits: dict[str, list[float]] = {"heard": [], "ack": [], "late": [], "join": [], "page": []}
        self.counts: Counter[str] = Counter()
        self.over = False

    # --- HTTP ---
    async def ask(self, phone: Phone, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """Send a request as the phone's browser does; connections are used again while they are warm."""
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.address[0]}:{self.address[1]}", "accept: */*"]
        lines.append("cookie: " + "; ".join(f"{name}={value}" for name, value in phone.cookies.items()))
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"content-length: {len(body)}"] if method == "POST" else []
        async with phone.asking:
            reply = await self.send(phone, "\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        phone.cookies |= reply.cookies
        return reply

    async def send(self, phone: Phone, request: bytes) -> Reply:
        connection = phone.connection
        if connection is None or not connection.transport or time.monotonic() - connection.used > REUSE_SECONDS:
            if connection is not None and connection.transport:
                connection.transport.close()
            _, connection = await asyncio.get_running_loop().create_connection(
                Connection, *self.address, local_addr=(self.source(phone), 0)
            )
            phone.connection = connection
        return await connection.ask(request)

    def source(self, phone: Phone) -> str:
        """Where a phone's connections come from: one address, or many, so that the kernel's ports suffice."""
        return self.told["source"] or f"127.0.{1 + self.told['process']}.{1 + phone.number % 250}"

    async def get_state(self, phone: Phone) -> Reply:
        reply = await self.ask(phone, "GET", f"/r/{phone.room}/state/")
        if reply.status == 200:
            state = json.loads(reply.body)
            phone.at, phone.token = state["at"], state["csrf"]
            phone.questions = [q["kind"] for q in state["questions"] if q["open"]] or phone.questions
        return reply

    async def listen(self, phone: Phone) -> int:
        """Open the stream; give the status of the answer once it has begun."""
        cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
        request = f"GET /live/room/{phone.room}?since={phone.at} HTTP/1.1\r\nhost: {self.address[0]}\r\n"
        request += f"accept: text/event-stream\r\ncookie: {cookies}\r\n\r\n"
        _, stream = await asyncio.get_running_loop().create_connection(
            lambda: Stream(phone, self.hears, request.encode()), *self.address, local_addr=(self.source(phone), 0)
        )
        phone.stream = stream
        return await asyncio.wait_for(asyncio.shield(stream.open), PATIENCE)

    def hears(self, phone: Phone, name: bytes, data: bytes, now: float) -> None:
        if name == b"note":
            self.sees(phone, json.loads(data)["id"].encode(), now)
        elif name in (b"lost", b"refetch", b"close") and not self.over:
            self.counts[f"stream {name.decode()}"] += 1

    def sees(self, phone: Phone, note: bytes, now: float) -> None:
        """A note came to a phone."""
        tap = self.taps.get(note)
        if tap is None or phone is tap[1]:
            return
        if phone.number in tap[2]:
            self.counts["doubled"] += 1
            return
        tap[2].add(phone.number)
        self.waits["heard"].append(now - tap[0])

    # --- what phones do ---
    async def connect(self) -> None:
        """Bring all phones in, so many a second: fetch the state, open the stream."""
        opened = time.monotonic()

        async def one(phone: Phone) -> None:
            await asyncio.sleep(opened + phone.number / self.told["connects"] - time.monotonic())
            try:
                if self.told["state"]:
                    reply = await self.get_state(phone)
                    self.counts[f"state {reply.status}"] += 1
                if self.told["mode"] == "stream":
                    self.counts[f"stream {await self.listen(phone)}"] += 1
            except (OSError, TimeoutError) as error:
                self.counts[f"connect {type(error).__name__}"] += 1

        await asyncio.gather(*map(one, self.phones))

    async def write(self) -> None:
        """Tap at random moments for so many seconds, then wait a little for what is on its way."""
        begin, until = self.told["begin"], self.told["begin"] + self.told["seconds"]
        acting: set[asyncio.Task[None]] = set()
        due = begin
        while True:
            due += self.rng.expovariate(self.told["rate"])
            if due > until:
                break
            phone = self.rng.choice(self.phones)
            await asyncio.sleep(max(0, due - time.monotonic()))
            task = asyncio.ensure_future(self.tap(phone, due))
            acting.add(task)
            task.add_done_callback(acting.discard)
        if acting:
            await asyncio.wait(acting, timeout=PATIENCE)
        await asyncio.sleep(self.told["grace"])

    async def tap(self, phone: Phone, due: float) -> None:
        """Send one note."""
        note = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        operation = {
            **{"v": 1, "op": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), "verb": "add"},
            **{"table": phone.table, "written": round(time.time() * 1000), "note": note},
            **{"question": self.rng.choice(phone.questions), "text": self.rng.choice(self.told["texts"])},
        }
        self.taps[note.encode()] = (due, phone, set())
        self.waits["late"].append(time.monotonic() - due)
        body, headers = json.dumps(operation).encode(), {"content_type": "application/json", "x_csrftoken": phone.token}
        try:
            reply = await self.ask(phone, "POST", f"/r/{phone.room}/operations/", body, **headers)
        except (OSError, TimeoutError) as error:
            self.counts[f"operation {type(error).__name__}"] += 1
            del self.taps[note.encode()]  # not acknowledged, so nothing is owed
            return
        self.counts[f"operation {reply.status}"] += 1
        if reply.status == 200:
            self.waits["ack"].append(time.monotonic() - due)
        else:
            del self.taps[note.encode()]

    async def poll(self, phone: Phone) -> None:
        """Fetch the state again and again, and look for notes in it."""
        await asyncio.sleep(self.rng.uniform(0, self.told["every"]))
        while not self.over:
            started = time.monotonic()
            try:
                reply = await self.ask(phone, "GET", f"/r/{phone.room}/state/")
                self.counts[f"poll {reply.status}"] += 1
                now = time.monotonic()
                for found in set(NOTE_ID.findall(reply.body)):
                    if found in self.taps and phone.number not in self.taps[found][2]:
                        self.sees(phone, found, now)
            except (OSError, TimeoutError) as error:
                self.counts[f"poll {type(error).__name__}"] += 1
            await asyncio.sleep(max(0.05, started + self.told["every"] - time.monotonic()))

    def miss(self) -> None:
        """Count acknowledged notes that did not come to a table-mate's phone."""
        for _due, phone, heard in self.taps.values():
            self.counts["expected"] += len(self.at_table[phone.table]) - 1
            self.counts["unheard"] += len(self.at_table[phone.table]) - 1 - len(heard)

    async def check(self) -> None:
        """Ask each table's state: every acknowledged note stands there once."""
        for mates in self.at_table.values():
            reply = await self.ask_patiently(mates[0], f"/r/{mates[0].room}/state/")
            found = Counter(note["id"] for note in json.loads(reply.body)["notes"])
            for note, (_due, phone, _heard) in self.taps.items():
                if phone.table == mates[0].table:
                    self.counts["lost"] += found[note.decode()] == 0
                    self.counts["twice"] += found[note.decode()] > 1

    async def ask_patiently(self, phone: Phone, path: str) -> Reply:
        """Ask again while the server is still busy with what came before."""
        for _ in range(9):
            with contextlib.suppress(OSError, TimeoutError):
                if (reply := await self.ask(phone, "GET", path)).status == 200:
                    return reply
            await asyncio.sleep(1)
        return await self.ask(phone, "GET", path)

    async def join(self) -> None:
        """All phones of this process join within so many seconds."""

        async def one(phone: Phone) -> None:
            due = self.told["begin"] + self.rng.uniform(0, self.told["seconds"])
            await asyncio.sleep(max(0, due - time.monotonic()))
            try:
                self.counts[await self.come_in(phone, due)] += 1
            except (OSError, TimeoutError) as error:
                self.counts[f"join {type(error).__name__}"] += 1

        await asyncio.gather(*map(one, self.phones))

    async def come_in(self, phone: Phone, due: float) -> str:
        """From the scanned code to the open stream; gives how it ended."""
        page = await self.ask(phone, "GET", f"/j/{self.told['code']}/")
        if page.status != 200:
            return f"page {page.status}"
        await self.load_parts(phone, page)
        self.waits["page"].append(time.monotonic() - due)
        tapped = time.monotonic()
        fields = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page.body.decode())]
        form = "&".join(f"{one['name']}={one.get('value', '')}" for one in fields)
        kind = "application/x-www-form-urlencoded"
        reply = await self.ask(phone, "POST", f"/j/{self.told['code']}/", form.encode(), content_type=kind)
        if reply.status != 302:
            return f"join {reply.status}"
        phone.room = reply.headers["location"].strip("/").split("/")[-1]
        page = await self.ask(phone, "GET", reply.headers["location"])
        if page.status != 200:
            return f"room {page.status}"
        state = await self.get_state(phone)
        if state.status != 200:
            return f"state {state.status}"
        if (status := await self.listen(phone)) != 200:
            return f"stream {status}"
        self.waits["join"].append(time.monotonic() - tapped)
        await self.load_parts(phone, page)
        return "joined"

    async def load_parts(self, phone: Phone, page: Reply) -> None:
        """Load style sheets and scripts, which a browser then keeps."""
        seen = phone.__dict__.setdefault("parts", set())
        for path in PARTS_OF_PAGE.findall(page.body.decode()):
            if path not in seen:
                seen.add(path)
                reply = await self.ask(phone, "GET", path, accept_encoding="br")
                self.counts[f"part {reply.status}"] += 1


async def main() -> None:
    """Be what is asked for."""
    crowd = Crowd(json.loads(sys.stdin.readline()))
    if crowd.told["mode"] != "join":
        await crowd.connect()
    say({"counts": crowd.counts})
    # room.py says when to begin, the same moment for all processes.
    crowd.told |= json.loads(await asyncio.to_thread(sys.stdin.readline))
    before = resource.getrusage(resource.RUSAGE_SELF)
    if crowd.told["mode"] == "join":
        await crowd.join()
    else:
        polling = [asyncio.ensure_future(crowd.poll(phone)) for phone in crowd.phones if crowd.told["mode"] == "poll"]
        await crowd.write()
        crowd.over = True
        for task in polling:
            task.cancel()
        crowd.miss()
    after = resource.getrusage(resource.RUSAGE_SELF)
    crowd.over = True
    say({"written": True})
    await asyncio.to_thread(sys.stdin.readline)
    if crowd.told["state"] and crowd.told["mode"] != "join":
        await crowd.check()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    say({"counts": crowd.counts, "waits": crowd.waits, "cpu": cpu})


def say(what: dict[str, Any]) -> None:
    """Tell room.py."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
