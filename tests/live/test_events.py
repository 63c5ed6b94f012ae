"""An event on the wire is always exactly one, whatever somebody wrote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsessions.live.events import Event, encode

NASTY = [
    "one\ntwo",
    "one\r\ntwo",
    "one\rtwo",
    "\n\nevent: close\ndata: gone\n\n",
    "\r\revent: close\r\r",
    "one\u2028event: close\u2029data: x",
    "\x85event: close\x85",
    "\v\f\x1c\x1d\x1e event: close",
    "id: 9\nretry: 1",
    ":",
    "",
    "\n",
    "nul \0 here",
    "a lone \ud800 surrogate",
    "👩‍👩‍👧 עברית हिन्दी",
]


def parse(stream: bytes, line_end: str) -> list[dict[str, list[str]]]:
    """Read a stream as the HTML standard says, with lines ending as given."""
    events: list[dict[str, list[str]]] = []
    fields: dict[str, list[str]] = {}
    for line in re.split(line_end, stream.decode()):
        if not line:
            if fields:
                events.append(fields)
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
    assert not fields, "the last event is complete"
    return events


STANDARD = r"\r\n|\r|\n"
GENEROUS = r"\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]"


@pytest.mark.parametrize("line_end", [STANDARD, GENEROUS])
@pytest.mark.parametrize("text", NASTY)
def test_answer_makes_exactly_one_event(text, line_end):
    events = parse(encode(Event("sheet", f"<li>{text}</li>"), "ab-1"), line_end)
    assert len(events) == 1
    assert events[0]["id"] == ["ab-1"]
    assert events[0]["event"] == ["sheet"]
    assert set(events[0]) == {"id", "event", "data"}


@given(st.text())
def test_any_text_makes_exactly_one_event(text):
    events = parse(encode(Event("", text), "ab-1"), STANDARD)
    assert len(events) == 1
    assert set(events[0]) == {"id", "data"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_ordinary_text_arrives_unchanged(text):
    (event,) = parse(encode(Event("", f"{text}\nsecond line"), "ab-1"), STANDARD)
    assert "\n".join(event["data"]) == f"{text}\nsecond line"


@pytest.mark.parametrize("name", ["two words", "line\nbreak", "colon:", "carriage\r"])
def test_event_name_cannot_carry_anything_else(name):
    with pytest.raises(ValueError, match="letters"):
        Event(name, "")


def test_facts_travel_as_ascii():
    assert encode(Event.of("sheet", name="Fenster\u2028tisch"), "ab-1").isascii()
