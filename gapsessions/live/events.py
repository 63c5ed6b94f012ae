"""One change on its way to the screens, spelled on the wire so that no answer can forge a second one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

# What some readers take for the end of a line besides CR and LF. Control characters mean nothing in HTML.
_NO_LINE_ENDS = str.maketrans(
    {"\u2028": "&#x2028;", "\u2029": "&#x2029;", "\0": "", **dict.fromkeys("\v\f\x1c\x1d\x1e\x85", " ")}
)


@dataclass(frozen=True)
class Event:
    """A named message to everybody who listens to a topic.

    `data` is a fragment of HTML or the JSON of `Event.of`; `name` is a word of ours. An empty name is what
    the browser calls a plain message, which htmx swaps in.
    """

    name: str
    data: str

    def __post_init__(self) -> None:
        if self.name and not self.name.replace("-", "").isalnum():
            raise ValueError("The name of an event is made of letters, digits and hyphens.")

    @classmethod
    def of(cls, name: str, /, **facts: Any) -> Event:
        """Make an event that carries facts as JSON, all in ASCII."""
        return cls(name, json.dumps(facts, separators=(",", ":")))


CLOSE = "close"
"""The name of the event that tells a stream to end because its viewer has lost the right to it."""
REFETCH = "refetch"
"""The name of the event that tells a page to load afresh, because what it missed is no longer kept."""


def encode(event: Event, event_id: str) -> bytes:
    """Return the event in the text/event-stream format, always exactly one; an empty id leaves the reader's as it is.

    The format ends a line at CR, LF or CRLF, so each becomes a `data:` line of its own. Some readers also
    end lines at U+2028, U+2029, U+0085, VT, FF or FS to RS; these travel as character references or blanks.
    """
    text = event.data.translate(_NO_LINE_ENDS).replace("\r\n", "\n").replace("\r", "\n")
    lines = [f"id: {event_id}"] if event_id else []
    if event.name:
        lines.append(f"event: {event.name}")
    lines += [f"data: {line}" for line in text.split("\n")]
    # A lone surrogate cannot be sent as UTF-8; it would end the stream for everybody at the table.
    return ("\n".join(lines) + "\n\n").encode("utf-8", "replace")
