"""Headings group themes where there are many: made, renamed and taken away; a theme stands under one or none."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions.board import NameIsTaken, ThemeIsKept
from gapsessions.themes.models import Heading, Theme


class HeadingIsGone(Exception):
    """There is no heading of that name any more: somebody renamed it or took it away."""


@transaction.atomic
def create_heading(*, session: GapSession, name: str) -> Heading:
    """Make a heading; raises NameIsTaken."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    try:
        with transaction.atomic():
            return Heading.objects.create(session=session, name=name.strip())
    except IntegrityError as error:
        raise NameIsTaken from error


@transaction.atomic
def rename_heading(*, session: GapSession, old: str, name: str) -> None:
    """Give a heading another name; raises HeadingIsGone or NameIsTaken."""
    heading = _heading(session, old)
    try:
        with transaction.atomic():
            Heading.objects.filter(pk=heading.pk).update(name=name.strip())
    except IntegrityError as error:
        raise NameIsTaken from error


@transaction.atomic
def remove_heading(*, session: GapSession, name: str) -> None:
    """Take a heading away; its themes stay, under none. Raises HeadingIsGone."""
    heading = _heading(session, name)
    Theme.objects.filter(heading=heading).update(heading=None)
    heading.delete()


@transaction.atomic
def put_under(*, theme: Theme, name: str) -> Heading | None:
    """Put a theme under the heading of that name, made where there is none; "" puts it under no heading.

    Raises ThemeIsKept for "other".
    """
    if theme.other:
        raise ThemeIsKept
    session = GapSession.objects.select_for_update().get(pk=theme.session_id)
    heading = None
    if name.strip():
        heading = Heading.objects.filter(session=session, name__iexact=name.strip()).first()
        heading = heading or Heading.objects.create(session=session, name=name.strip())
    Theme.objects.filter(pk=theme.pk).update(heading=heading)
    return heading


def _heading(session: GapSession, name: str) -> Heading:
    GapSession.objects.select_for_update().get(pk=session.pk)
    found = Heading.objects.filter(session=session, name=name).first()
    if found is None:
        raise HeadingIsGone
    return found
