"""A phone in a room: what a browser with a seat can do, in one word each."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from gapsessions.breakouts.access import cookie_name
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import take_seat
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Style


@dataclass
class Phone:
    """A browser with a seat, its pens, and, where it writes alone, the key of its sheet."""

    seat: Seat
    client: Client
    key: str
    sheet_key: str = ""
    pens: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.seat.breakout.key if self.seat.breakout else ""

    def headers(self) -> dict[str, str]:
        found = {"Gap-Sheet": self.sheet_key} if self.sheet_key else {}
        if self.pens:
            found["Gap-Pens"] = ",".join(f"{question}={pen}" for question, pen in self.pens.items())
        return found

    def said(self, verb: str, **facts: Any) -> dict[str, Any]:
        now = round(time.time() * 1000)
        return {"v": 1, "op": str(uuid.uuid4()), "verb": verb, "table": self.table, "written": now} | facts

    def send(self, body: dict[str, Any] | bytes) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body)
        path = f"/r/{self.key}/operations/"
        return self.client.post(path, raw, content_type="application/json", headers=self.headers())

    def do(self, verb: str, **facts: Any) -> Any:
        return self.send(self.said(verb, **facts))

    def add(self, text: str = "Quick answers", question: str = "strength", **facts: Any) -> Any:
        if question in self.pens:
            facts = {"pen": self.pens[question]} | facts
        return self.do("add", **{"note": str(uuid.uuid4()), "question": question, "text": text} | facts)

    def state(self) -> dict[str, Any]:
        response = self.client.get(f"/r/{self.key}/state/", headers=self.headers())
        assert response.status_code == 200, response.status_code
        return response.json()

    def texts(self) -> list[str]:
        return sorted(note["text"] for note in self.state()["notes"])


def sit_down(gathering: Gathering, breakout: Breakout | None = None, client: Client | None = None) -> Phone:
    """Somebody comes in by the code and sits down."""
    seat, token = take_seat(gathering=gathering, breakout=breakout)
    client = client or Client()
    client.cookies[cookie_name(gathering.key)] = token
    sheet_key = "" if gathering.style == Style.TABLES else uuid.uuid4().hex
    return Phone(seat, client, gathering.key, sheet_key)


def added(phone: Phone, text: str = "Quick answers", question: str = "strength") -> str:
    """The id of a note that the phone has put on its sheet."""
    response = phone.add(text, question)
    assert response.status_code == 200, response.content
    return response.json()["note"]["id"]


def refused(response: Any) -> tuple[int, str]:
    """Status and word of a refusal, which always has a sentence too."""
    body = response.json()
    assert body["sentence"], "every refusal has a sentence"
    return response.status_code, body["why"]
