"""Pulse and predictions in sentences: "2 of 9 leaders gave 9 or 10", "Leadership named 1 of the customers' top 3"."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import ForeseenContent, PulseContent, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.method.findings import Count
from gapsessions.method.vocabulary import Perspective

L, S, C = Perspective


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence of one perspective; ``where`` tells rooms and links apart where it has both."""

    perspective: Perspective
    name: str
    where: str
    words: str
    note: str = ""


def pulse_lines(content: SnapshotContent) -> tuple[Beside, ...]:
    """How many of each perspective gave 9 or 10; rooms and links apart."""
    both = {pulse.perspective for pulse in content.pulse if pulse.by_link} & {
        pulse.perspective for pulse in content.pulse if not pulse.by_link
    }
    return tuple(
        Beside(
            pulse.perspective,
            words.perspective_name(pulse.perspective),
            (_("by link") if pulse.by_link else _("in rooms")) if pulse.perspective in both else "",
            _("%(reach)s gave 9 or 10") % {"reach": _people(pulse)},
        )
        for pulse in content.pulse
    )


def foreseen_lines(content: SnapshotContent) -> tuple[Beside, ...]:
    """What each perspective foresaw of what customers raised most."""
    return tuple(
        Beside(each.perspective, words.perspective_name(each.perspective), "", _named(each), _waiting(each))
        for each in content.foreseen
    )


def _people(pulse: PulseContent) -> str:
    """ "2 of 9 leaders"; of a few who all did, "nearly all"."""
    return words.reach_text(
        pulse.perspective, Count(0, 0, pulse.promoters, pulse.people, pulse.promoters, pulse.people, census=True)
    )


def _named(each: ForeseenContent) -> str:
    side = {L: _("Leadership"), S: _("Staff"), C: _("Customers")}[each.perspective]
    if each.of == 1:
        message = _("%(side)s foresaw the one thing customers raised most")
        missed = _("%(side)s did not foresee the one thing customers raised most")
        return (message if each.named else missed) % {"side": side}
    message = _("%(side)s named %(named)d of the customers’ top %(of)d")
    if each.waiting:
        message = _("%(side)s named %(named)d of the customers’ top %(of)d so far")
    return message % {"side": side, "named": each.named, "of": each.of}


def _waiting(each: ForeseenContent) -> str:
    if not each.waiting:
        return ""
    return ngettext("%(n)d prediction is not matched yet", "%(n)d predictions are not matched yet", each.waiting) % {
        "n": each.waiting
    }
