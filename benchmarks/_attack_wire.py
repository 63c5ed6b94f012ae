"""HTTP from any address of the loopback, with cookies as a browser keeps them; every answer's headers are looked at."""

from __future__ import annotations

import http.client
import json
import re
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

ALWAYS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
    "x-request-id": "",
}
"""What every answer carries, with a part of its value."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Findings:
    """What was tried, and what was wrong about it."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def expect(self, what: str, right: bool, details: object = "") -> None:
        """Count one attempt; keep a line where it got through."""
        self.tried[what] += 1
        if not right:
            self.wrong.append(f"{what}: {details}")


class Browser:
    """Somebody with cookies and an address; nothing is followed by itself."""

    def __init__(self, address: tuple[str, int], findings: Findings, source: str = "127.0.0.1", **cookies: str) -> None:
        self.address, self.findings, self.source, self.cookies = address, findings, source, dict(cookies)
        self.token = ""
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        """One request; a connection is used again while it lasts."""
        said = {"Host": f"localhost:{self.address[1]}"} | {name.replace("_", "-"): v for name, v in headers.items()}
        if self.cookies and "Cookie" not in said:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for attempt in (1, 2):
            if self._connection is None:
                source = (self.source, 0)
                self._connection = http.client.HTTPConnection(*self.address, timeout=60, source_address=source)
            try:
                self._connection.request(method, path, body or None, said)
                raw = self._connection.getresponse()
                answer = Answer(raw.status, {k.lower(): v for k, v in raw.getheaders()}, raw.read())
                break
            except (http.client.HTTPException, OSError):
                self._connection.close()
                self._connection = None
                if attempt == 2:
                    raise
        for name, value in raw.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        self._look(method, path, answer)
        return answer

    def _look(self, method: str, path: str, answer: Answer) -> None:
        lacking = [name for name, part in ALWAYS.items() if part not in answer.headers.get(name, "\x00")]
        # What the server refuses before the product sees it (a request that is no HTTP) is out of its hands.
        self.findings.expect("headers on every answer", not lacking, (method, path[:80], answer.status, lacking))
        policy = answer.headers.get("content-security-policy", "")
        self.findings.expect("a policy without exceptions", "unsafe" not in policy and "*" not in policy, path[:80])
        self.findings.expect("nothing breaks", answer.status < 500, (method, path[:120], answer.status))

    def get(self, path: str, **headers: str) -> Answer:
        """Look at a page; remember its token."""
        answer = self.ask("GET", path, **headers)
        if found := re.search(r'(?:csrfmiddlewaretoken" value="|X-CSRFToken[^A-Za-z0-9]+)(\w{64})', answer.text):
            self.token = found[1]
        return answer

    def post(self, path: str, said: dict[str, Any] | None = None, **headers: str) -> Answer:
        """Send a form with the token."""
        kind = {"Content_Type": "application/x-www-form-urlencoded", "X_CSRFToken": self.token}
        return self.ask("POST", path, urlencode(said or {}, doseq=True, errors="replace"), **(kind | headers))


class Phone(Browser):
    """A phone with a seat that speaks the protocol."""

    def __init__(self, address: tuple[str, int], findings: Findings, facts: dict[str, Any], source: str) -> None:
        super().__init__(address, findings, source, **facts["cookies"])
        self.room, self.table, self.seat, self.number = facts["room"], facts["table"], facts["seat"], facts["number"]
        self.extra: dict[str, str] = {}

    def state(self) -> Answer:
        """The room as this phone may see it; brings the token."""
        answer = self.ask("GET", f"/r/{self.room}/state/", **self.extra)
        if answer.status == 200:
            self.token = json.loads(answer.body)["csrf"]
        return answer

    def said(self, verb: str, /, **facts: Any) -> dict[str, Any]:
        """An operation as it should be."""
        now = round(time.time() * 1000)
        return {"v": 1, "op": str(uuid.uuid4()), "verb": verb, "table": self.table, "written": now} | facts

    def send(self, body: dict[str, Any] | bytes, room: str = "") -> Answer:
        """Send an operation, or whatever else."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content_Type": "application/json", "X_CSRFToken": self.token}
        return self.ask("POST", f"/r/{room or self.room}/operations/", raw, **(kind | self.extra))

    def add(self, text: str, question: str = "improve") -> Answer:
        """Put a note on the sheet."""
        return self.send(self.said("add", note=str(uuid.uuid4()), question=question, text=text))
