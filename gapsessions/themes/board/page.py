"""Puts a page of the board together: which part of a session's notes somebody asked for, and what changed since."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import QUESTIONS, SIDE_NAMES
from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, sees_who
from gapsessions.themes.actions import turns_of
from gapsessions.themes.board.filters import UNDECIDED, UNSURE
from gapsessions.themes.board.panels import Shower, View, groups_of
from gapsessions.themes.board.picking import changes_since
from gapsessions.themes.board.reading import BoardReading, bare, read_board
from gapsessions.themes.board.wording import act_in_words
from gapsessions.themes.forms import NameForm
from gapsessions.themes.models import HISTORY, BoardChange, Theme
from gapsessions.themes.queries import latest_proposal
from gapsessions.themes.steps import steps_done
from gapsessions.themes.stirring import revision_of
from gapsessions.web.requests import HttpRequest

MOST_OPENED = 40
MOST_FRESH = 40


def frame(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    """What every page of this step shows around its list."""
    return {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "closed": session.themes_closed_at is not None,
        "who": sees_who(request, session),
    }


def board_context(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    """Everything the board shows; as many queries whatever is in it."""
    context = frame(request, session)
    revision = revision_of(session)
    reading = read_board(session, request.GET.dict(), who=context["who"])
    only, fresh = _since(request, session, revision)
    view = View(
        opened=frozenset(request.GET.getlist("open")[:MOST_OPENED]),
        unfolded=frozenset(request.GET.getlist("unfold")[:MOST_OPENED]),
        fresh=fresh,
        only=only,
        who=context["who"],
    )
    return context | turns(request, session) | _panels(reading, view) | _around(request, session, reading, revision)


def _panels(reading: BoardReading, view: View) -> dict[str, Any]:
    """The panels, the tray and "other", as far as they are in sight."""
    shower = Shower(reading, view)
    groups, tray = groups_of(reading, shower), shower.tray()
    other = next((shower.panel(theme) for theme in reading.themes if theme.other), None)
    shower.explain()
    themes = sum(len(group.panels) for group in groups)
    chips = chips_of(reading, who=view.who)
    return {"groups": groups, "tray": tray, "other": other, "themes": themes, "chips": chips}


def _around(request: HttpRequest, session: GapSession, reading: BoardReading, revision: int) -> dict[str, Any]:
    """What stands around the panels: filters, forms, the proposal that waits, and where the page hears of others."""
    proposal = latest_proposal(session)
    return {
        "reading": reading,
        "revision": revision,
        "answers": len(reading.answers),
        "filters": reading.filters,
        "show_unfiltered": reading.filters.query(question="", side="", gathering="", show="", find=""),
        "new": NameForm(),
        "address": request.get_full_path(),
        "waits": proposal is not None and proposal.state not in HISTORY,
        "has_run": proposal is not None,
        "stream": f"/live/themes/{session.code}",
        "changing": request.GET.get("change", "")[:12],
        "change": None,
        "headings": reading.headings,
    }


def turns(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    """What this person may undo and do again, in words; nothing for those who only look."""
    undo, redo = turns_of(session, request.user)
    return {"undo": act_in_words(undo) if undo else "", "redo": act_in_words(redo) if redo else ""}


def _since(request: HttpRequest, session: GapSession, revision: int) -> tuple[Collection[str] | None, frozenset[str]]:
    """Themes that acts touched since the revision a page shows, and notes they moved; (None, …): all may have changed.

    A revision that no act accounts for was the machine's: then nobody knows what it touched.
    """
    said = request.GET.get("since", "")
    if not (said.isascii() and said.isdecimal()) or len(said) > 9 or int(said) > revision or request.GET.get("only"):
        wanted = request.GET.getlist("only")[:MOST_OPENED]
        return (wanted or None), frozenset()
    changes: list[BoardChange] = list(changes_since(session, int(said))[:50])
    if {change.revision for change in changes} != set(range(int(said) + 1, revision + 1)):
        return None, frozenset()
    small = [change.pk for change in changes if 0 < int(change.about.get("n", 0)) <= MOST_FRESH]
    moved: set[str] = set()
    for before in BoardChange.objects.filter(pk__in=small[:3]).values_list("before__places", flat=True):
        moved |= {bare(answer) for answer in before} | set(before)
    return {key for change in changes for key in change.touched}, frozenset(moved)


def chips_of(reading: BoardReading, *, who: bool) -> dict[str, list[tuple[str, str, bool, str]]]:
    """The filters as links (label, query, whether it is on, value); pressing one that is on lets everything through."""
    wanted = reading.filters

    def chip(name: str, value: str, label: str) -> tuple[str, str, bool, str]:
        on = getattr(wanted, name) == value
        return label, wanted.query(**{name: "" if on else value}), on, value

    return {
        "questions": [
            chip("question", kind.value, f"{kind.number}. {_(QUESTIONS[Perspective.LEADERSHIP][kind])}")
            for kind in Question
        ],
        "sides": [chip("side", side.value, _(SIDE_NAMES[side])) for side in Perspective] if who else [],
        "rooms": [chip("gathering", room.key, room.name) for room in reading.rooms if room.may_filter] if who else [],
        "shows": [chip("show", UNDECIDED, _("Undecided")), chip("show", UNSURE, _("Unsure"))],
    }


def empty_context(request: HttpRequest, session: GapSession) -> dict[str, Any]:
    """A theme's page while there is no such theme: it hears of the first note, and undoes, as any other."""
    heard = {"revision": revision_of(session), "stream": f"/live/themes/{session.code}"}
    return frame(request, session) | turns(request, session) | heard | {"address": request.get_full_path()}


def alone_context(request: HttpRequest, session: GapSession, theme: Theme | None, *, rows: int) -> dict[str, Any]:
    """One theme with all its notes, page by page; None: the undecided ones."""
    context = frame(request, session)
    reading = read_board(session, request.GET.dict(), who=context["who"])
    page = request.GET.get("page", "1")
    number = max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    view = View(
        alone=theme.key if theme else "undecided",
        start=(number - 1) * rows,
        rows=rows,
        who=context["who"],
        unfolded=frozenset(request.GET.getlist("unfold")[:MOST_OPENED]),
    )
    shower = Shower(reading, view)
    shown = shower.panel(next(one for one in reading.themes if one.pk == theme.pk)) if theme else None
    tray = None if theme else shower.tray()
    shower.explain()
    names = sorted((one for one in reading.themes if not one.other and one.key != view.alone), key=lambda one: one.name)
    return (
        context
        | turns(request, session)
        | {
            "theme": theme,
            "panel": shown,
            "tray": tray,
            "reading": reading,
            "revision": revision_of(session),
            "filters": reading.filters,
            "targets": names,
            "page": number,
            "has_more": bool(shown.rest if shown else tray.rest if tray else 0),
            "address": request.get_full_path(),
            "stream": f"/live/themes/{session.code}",
            "back": reverse("themes", args=[session.code]),
            "headings": reading.headings,
        }
    )
