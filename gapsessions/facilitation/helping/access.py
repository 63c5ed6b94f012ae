"""What a helper link opens: the tables it was made for, while they stand; everything else is answered 404."""

from __future__ import annotations

from django.http import Http404

from gapsessions.breakouts.helping import helper_for, helper_of_cookies, listener_of
from gapsessions.breakouts.models import Breakout, HelperLink
from gapsessions.gatherings import topics
from gapsessions.live.channels import Grant, Visitor, open_channel
from gapsessions.sheets.models import Sheet
from gapsessions.web.requests import HttpRequest, object_or_404


def table_to_help(request: HttpRequest, key: str, table: str) -> tuple[HelperLink, Breakout]:
    """Return the link this browser holds and one of its tables with its gathering, or raise Http404."""
    link = helper_for(request, key)
    breakout = object_or_404(Breakout.objects.filter(gathering=link.gathering, helper_links=link), key=table)
    breakout.gathering = link.gathering
    return link, breakout


def sheet_to_help(request: HttpRequest, key: str, table: str) -> tuple[HelperLink, Sheet]:
    """Return the link and the sheet of one of its tables with session and organisation, or raise Http404."""
    link, breakout = table_to_help(request, key, table)
    sheet = Sheet.objects.filter(breakout=breakout).first()
    if sheet is None:
        raise Http404
    sheet.breakout, sheet.gathering = breakout, link.gathering
    return link, sheet


def helper(visitor: Visitor) -> Grant | None:
    """A helper's page: it hears that something stirred in the room, and never a word of it."""
    link = helper_of_cookies(visitor.cookies, visitor.path)
    if link is None:
        return None
    return Grant(frozenset({topics.desk(link.gathering.key)}), listener_of(link))


open_channel("helper", helper)
