"""One operation as a phone sends it: JSON read strictly into a verb and its facts, or refused as not understood.

docs/phone-protocol.md describes the format. Nothing here touches the database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from gapsessions.method.vocabulary import Intent, Question, Valence
from gapsessions.sheets.refusals import NotUnderstood
from gapsessions.storage.codes import hash_of

LARGEST_OPERATION = 16 * 1024
"""Bytes of one operation."""
VERSION = 1
LATEST_MOMENT = 2**53
"""Milliseconds: the largest whole number that JSON readers agree on."""
LARGEST_REVISION = 2**31 - 1

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TABLE = re.compile(r"[A-Za-z0-9_-]{0,12}")
_SECRET = re.compile(r"[0-9a-f]{32}")
"""128 bits in hexadecimal: a pen, or the key of an own sheet."""
Word = TypeVar("Word", bound=StrEnum)
_NOT_OF_THE_BODY = frozenset({"v", "op", "written", "pen"})
"""What may differ between two tries of the same operation."""


class Verb(StrEnum):
    """What a phone can do to its sheet; other steps add theirs (`from_phones.take_up`)."""

    ADD = "add"
    EDIT = "edit"
    STRIKE = "strike"
    RESTORE = "restore"
    TAG = "tag"
    STAR = "star"
    SAME_AS = "same_as"
    CONFIRM = "confirm"
    HELP = "help"


@dataclass(frozen=True)
class Asked:
    """An operation that has been understood. What its verb does not need is None or empty.

    `written` is the phone's estimate of the server's clock, in milliseconds since 1970: it decides what came too late,
    and is not kept. `body` is a digest of everything a repeat must say again. `said` holds all fields as they came, for
    verbs of other steps.
    """

    id: str
    verb: str
    table: str
    written: int
    body: str
    note: UUID | None = None
    other: UUID | None = None
    question: Question | None = None
    text: str = ""
    revision: int | None = None
    valence: Valence | None = None
    intent: Intent | None = None
    pen: str = ""
    on: bool = False
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read(raw: bytes, more_verbs: frozenset[str] = frozenset()) -> Asked:
    """Read one operation; raises NotUnderstood, whatever the bytes are."""
    said = _object(raw)
    verb = said.get("verb")
    if type(said.get("v")) is not int or said["v"] != VERSION or not isinstance(verb, str):
        raise NotUnderstood
    table = said.get("table", "")
    written = _whole(said.get("written"), 0, LATEST_MOMENT)
    if not isinstance(table, str) or not _TABLE.fullmatch(table):
        raise NotUnderstood
    common = {
        "id": _id(said.get("op")),
        "verb": verb,
        "table": table,
        "written": written,
        "body": _body(said),
        "said": said,
    }
    if verb in more_verbs:
        return Asked(**common)
    if verb not in [*Verb]:
        raise NotUnderstood
    return Asked(**common, **_facts(Verb(verb), said))


def secret(said: str) -> str:
    """A pen, or the key of a sheet or a ballot paper; "" where it has not the form of one."""
    return said if _SECRET.fullmatch(said) else ""


def _facts(verb: Verb, said: Mapping[str, Any]) -> dict[str, Any]:
    if verb in (Verb.CONFIRM, Verb.HELP):
        return {"on": _yes_or_no(said.get("on"))}
    facts: dict[str, Any] = {"note": UUID(_id(said.get("note"))), "pen": _pen(said.get("pen"))}
    if verb in (Verb.ADD, Verb.EDIT):
        facts["text"] = _text(said.get("text"))
    if verb is Verb.ADD:
        facts |= {"question": _word(Question, said.get("question")), **_tags(said)}
    if verb is Verb.EDIT:
        facts["revision"] = _whole(said.get("revision"), 1, LARGEST_REVISION)
    if verb is Verb.STRIKE and said.get("revision") is not None:
        facts["revision"] = _whole(said["revision"], 1, LARGEST_REVISION)
    if verb is Verb.TAG:
        if not {"valence", "intent"} & said.keys():
            raise NotUnderstood
        facts |= _tags(said)
    if verb is Verb.STAR:
        facts["on"] = _yes_or_no(said.get("on"))
    if verb is Verb.SAME_AS:
        if "other" not in said:
            raise NotUnderstood
        facts["other"] = UUID(_id(said["other"])) if said["other"] is not None else None
    return facts


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_OPERATION:
        raise NotUnderstood
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotUnderstood from None
    if not isinstance(said, dict):
        raise NotUnderstood
    return said


def _body(said: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in said.items() if name not in _NOT_OF_THE_BODY}
    return hash_of(json.dumps(rest, sort_keys=True))


def _id(said: object) -> str:
    if not isinstance(said, str) or not _UUID4.fullmatch(said):
        raise NotUnderstood
    return said


def _pen(said: object) -> str:
    if said is None:
        return ""
    if not isinstance(said, str) or not secret(said):
        raise NotUnderstood
    return said


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise NotUnderstood
    return said


def _whole(said: object, least: int, most: int) -> int:
    # True is an int in Python and a mistake here.
    if type(said) is not int or not least <= said <= most:
        raise NotUnderstood
    return said


def _yes_or_no(said: object) -> bool:
    if not isinstance(said, bool):
        raise NotUnderstood
    return said


def _tags(said: Mapping[str, Any]) -> dict[str, Any]:
    valence, intent = said.get("valence"), said.get("intent")
    return {
        "valence": None if valence is None else _word(Valence, valence),
        "intent": None if intent is None else _word(Intent, intent),
    }


def _word(words: type[Word], said: object) -> Word:
    try:
        return words(said)  # type: ignore[arg-type]
    except ValueError:
        raise NotUnderstood from None
