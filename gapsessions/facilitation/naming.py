"""Why tables were not added or named, said in a sentence: while a gathering is prepared and while it is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.utils.translation import gettext

from gapsessions.breakouts.actions import MOST_TABLES, NameIsBlank, NameIsTaken, TooManyTables
from gapsessions.web.requests import HttpRequest


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """Turn what `breakouts.actions` refuses into a message; whoever calls goes on after it."""
    try:
        yield
    except NameIsTaken:
        messages.error(request, gettext("Two tables of a room cannot have one name."))
    except NameIsBlank:
        messages.error(request, gettext("Give each table a name that can be read."))
    except TooManyTables:
        messages.error(request, gettext("A gathering holds at most %(n)d tables.") % {"n": MOST_TABLES})
