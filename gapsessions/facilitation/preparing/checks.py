"""Whether a room is ready: what this machine can find out by itself, and what only a person can."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.gatherings import topics
from gapsessions.gatherings.joining import Door, Reach
from gapsessions.gatherings.models import Gathering
from gapsessions.live import channels
from gapsessions.method.vocabulary import Style
from gapsessions.reports.pdf import pdf_missing
from gapsessions.web.readiness import readiness


class Found(StrEnum):
    """What a check found; `ASK` is for what no machine can see."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    ASK = "ask"


@dataclass(frozen=True)
class Check:
    """One line of the list: what was looked at, and a sentence on how it stands."""

    found: Found
    title: str
    sentence: str


def checks(gathering: Gathering, door: Door) -> list[Check]:
    """Look at everything once, now."""
    ready = readiness()
    pdf = pdf_missing()
    lines = [
        Check(
            Found.OK if ready.database and ready.disk else Found.BAD,
            _("Answers can be kept"),
            _("A trial line was written to the disk just now, and there is room for more.")
            if ready.database and ready.disk
            else _("The disk is full or cannot be written to. Nothing can be accepted until that is mended."),
        ),
        _encoder(ready.model),
        Check(
            Found.WARN if pdf else Found.OK,
            _("Cards and reports as PDF"),
            pdf or _("PDF files can be printed here."),
        ),
    ]
    if gathering.code:
        lines += [_address(door), _phones(gathering)]
    lines += _by_hand(gathering)
    return lines


def _encoder(model: str) -> Check:
    if model == "shared words only":
        sentence = _("The sentence model is missing, so themes are found by shared words alone. ./run fetches it.")
        return Check(Found.WARN, _("Sorting into themes"), sentence)
    return Check(Found.OK, _("Sorting into themes"), _("The sentence model is on this machine; no text leaves it."))


def _address(door: Door) -> Check:
    title = _("An address people can reach")
    if door.reach is Reach.ANYWHERE:
        return Check(Found.OK, title, _("%(address)s, from anywhere.") % {"address": door.base})
    if door.reach is Reach.THIS_NETWORK:
        words = _(
            "%(address)s, in this network only, while this machine is running. Open it on a phone in the room's own "
            "Wi-Fi: from here nobody can tell whether the network lets phones through."
        )
        return Check(Found.ASK, title, words % {"address": door.base})
    return Check(Found.BAD, title, _("This machine is in no network, so no phone can reach it. Join the room's Wi-Fi."))


def _phones(gathering: Gathering) -> Check:
    joined = Seat.objects.filter(gathering=gathering).count()
    if not joined:
        return Check(Found.ASK, _("Phones"), _("Join once with your own phone before people come."))
    hear = channels.broker.listening(topics.room(gathering.key))
    words = ngettext(
        "%(n)d phone has joined; open just now: %(hear)d.", "%(n)d phones have joined; open just now: %(hear)d.", joined
    )
    return Check(Found.OK, _("Phones"), words % {"n": joined, "hear": hear})


def _screen(gathering: Gathering) -> Check:
    if channels.broker.listening(topics.screen(gathering.key)):
        return Check(Found.OK, _("Projector"), _("The big screen is open and follows the room."))
    words = _(
        "Open the big screen from the control room and move it to the projector. This machine must not fall asleep."
    )
    return Check(Found.ASK, _("Projector"), words)


def _by_hand(gathering: Gathering) -> list[Check]:
    lines = []
    if gathering.style == Style.TABLES:
        count = Breakout.objects.filter(gathering=gathering).count()
        lines.append(
            Check(Found.OK, _("Tables"), _("Tables in the room: %(n)d.") % {"n": count})
            if count
            else Check(Found.BAD, _("Tables"), _("No tables yet. Add them on the gathering's page."))
        )
    if gathering.style != Style.OPEN_LINK:
        lines += [
            Check(Found.ASK, _("Printed"), _("A card on every table, paper sheets as a reserve, and the run sheet.")),
            _screen(gathering),
        ]
    return lines
