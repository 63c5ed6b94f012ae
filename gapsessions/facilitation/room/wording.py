"""Sentences of the control room that depend on how the room stands."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from gapsessions.breakouts.shuffling import seating_for
from gapsessions.gatherings.models import Gathering


def ready_messages() -> list[str]:
    """What facilitators say most often, one tap away."""
    return [gettext("Two more minutes."), gettext("Time is nearly up.")]


def shuffle_words(gathering: Gathering) -> str:
    """What a shuffle would do now, in a sentence."""
    seating = seating_for(gathering)
    sizes = ", ".join(str(size) for size in seating.split.sizes)
    if not sizes:
        return gettext("Nobody is in yet.")
    words = gettext("Tables of %(sizes)s.") % {"sizes": sizes}
    if not seating.split.fits:
        words += " " + gettext("Six to eight at each is not possible with so many people; this is the nearest.")
    if seating.to_add:
        more = ngettext("%(n)d table is added.", "%(n)d tables are added.", seating.to_add)
        words += " " + more % {"n": seating.to_add}
    return words
