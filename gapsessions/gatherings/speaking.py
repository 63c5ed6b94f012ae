"""What a facilitator tells every phone of a room, and the thoughts that are parked because they answer no question."""

from __future__ import annotations

from django.db import transaction

from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.method.cleaning import typed_line
from gapsessions.sessions.archive import refuse_archived

LONGEST = 300
LONGEST_NAME = 120


class NothingToRead(Exception):
    """The words have nothing to read."""


def say(*, gathering: Gathering, text: str) -> str:
    """Put a message on every phone, in place of the one before; raises NothingToRead or SessionIsArchived."""
    refuse_archived(gathering.session_id)
    return _show(gathering, _readable(text))


def unsay(*, gathering: Gathering) -> None:
    """Take the message off the phones."""
    refuse_archived(gathering.session_id)
    _show(gathering, "")


def park(*, gathering: Gathering, text: str, for_whom: str = "") -> ParkedThought:
    """Keep a thought that is nobody's answer for whom it concerns; raises NothingToRead or SessionIsArchived."""
    refuse_archived(gathering.session_id)
    return ParkedThought.objects.create(
        gathering=gathering, text=_readable(text), for_whom=typed_line(for_whom, LONGEST_NAME)
    )


@transaction.atomic
def reword(*, thought: ParkedThought, text: str, for_whom: str) -> None:
    """Say it otherwise, or for somebody else; raises NothingToRead or SessionIsArchived."""
    refuse_archived(thought.gathering.session_id)
    thought.text, thought.for_whom = _readable(text), typed_line(for_whom, LONGEST_NAME)
    thought.save(update_fields=["text", "for_whom"])


def take_off(*, thought: ParkedThought, removed: bool = True) -> None:
    """Take a parked thought off the list, or with `removed=False` put it back."""
    refuse_archived(thought.gathering.session_id)
    ParkedThought.objects.filter(pk=thought.pk).update(removed=removed)


def _show(gathering: Gathering, text: str) -> str:
    Gathering.objects.filter(pk=gathering.pk).update(message=text)
    gathering.message = text
    return text


def _readable(text: str) -> str:
    kept = typed_line(text, LONGEST)
    if not kept:
        raise NothingToRead
    return kept
