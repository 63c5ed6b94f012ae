"""What a press does to notes on the board: move, also in, keep, undo and redo; each says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.access import change_of, session_to_run
from gapsessions.themes.actions import (
    NotTheLastMove,
    also_in,
    confirm_places,
    create_theme,
    move_answers,
    not_also_in,
    redo_change,
    remember,
    send_to_other,
    turns_of,
    undo_change,
)
from gapsessions.themes.board import wording
from gapsessions.themes.board.picking import Held, hold, where_they_went
from gapsessions.themes.forms import OTHER, MarkedForm, MoveForm
from gapsessions.themes.models import BoardChange
from gapsessions.themes.tasks import place_new_answers
from gapsessions.themes.verbs import back, refused, say_undoable, theme_still
from gapsessions.web.requests import HttpRequest


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put picked notes into a theme that is there, into a new one, or into "other"."""
    session = session_to_run(request, code)
    form = MoveForm(request.POST)
    picked = form.picked()
    to, name = form.cleaned_data.get("to", ""), form.cleaned_data.get("name", "").strip()
    if not picked or not (to or name):
        messages.error(request, _("Mark the notes, and say where they should go."))
        return back(request, code)
    target = theme_still(request, session, to) if to not in ("", OTHER) and not name else None
    if to not in ("", OTHER) and not name and target is None:
        return back(request, code)

    def act(held: Held) -> dict[str, Any]:
        if to == OTHER and not name:
            send_to_other(session=session, answers=held.answers, by=request.user)
            return {"verb": wording.OTHER}
        into = target or create_theme(session=session, name=name)
        move_answers(answers=held.answers, to=into, by=request.user)
        return {"verb": wording.MOVE if target else wording.NEW, "to": into.name}

    def say(n: int) -> str:
        if session.readings_seen_at is not None:
            return ngettext("%(n)d note moved; the report counts it.", "%(n)d notes moved; the report counts them.", n)
        return ngettext("%(n)d note moved.", "%(n)d notes moved.", n)

    _on_picked(request, session, form, act, say)
    return back(request, code)


@require_POST
def also(request: HttpRequest, code: str) -> HttpResponse:
    """Let picked notes stand in a second theme too, or (``away``) no longer."""
    session = session_to_run(request, code)
    form, to = MoveForm(request.POST), request.POST.get("to", "")[:12]
    theme = theme_still(request, session, to) if to and to != OTHER else None
    if theme is None or not form.picked():
        if to in ("", OTHER) or not form.picked():
            messages.error(request, _("Mark the notes, and say in which theme they also belong."))
        return back(request, code)
    away = "away" in request.POST

    def act(held: Held) -> dict[str, Any]:
        for answer in Answer.objects.filter(pk__in=held.answers, sheet__gathering__session=session):
            if away:
                not_also_in(answer=answer, theme=theme)
            else:
                also_in(answer=answer, theme=theme)
        return {"verb": wording.NOT_ALSO if away else wording.ALSO, "to": theme.name}

    def say(n: int) -> str:
        if away:
            return ngettext("%(n)d note is out of its second theme.", "%(n)d notes are out of their second theme.", n)
        return ngettext("%(n)d note stands in a second theme, too.", "%(n)d notes stand in a second theme, too.", n)

    _on_picked(request, session, form, act, say)
    return back(request, code)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say that picked notes stand right where they are; they are pinned there."""
    session = session_to_run(request, code)
    form = MarkedForm(request.POST)
    if not form.picked():
        messages.error(request, _("Mark the notes that stand right."))
        return back(request, code)

    def act(held: Held) -> dict[str, Any]:
        confirm_places(session=session, answers=held.answers)
        names = sorted({theme.name for theme in held.places.values()})
        return {"verb": wording.CONFIRM, "to": ", ".join(names[:2])}

    say = lambda n: ngettext("%(n)d note stays where it is.", "%(n)d notes stay where they are.", n)  # noqa: E731
    _on_picked(request, session, form, act, say)
    return back(request, code)


def _on_picked(
    request: HttpRequest,
    session: GapSession,
    form: MarkedForm,
    act: Callable[[Held], dict[str, Any]],
    say: Callable[[int], str],
) -> None:
    """Do something with those picked notes that stand where they were seen; say what became of the others."""

    def do() -> None:
        with transaction.atomic():
            GapSession.objects.select_for_update().get(pk=session.pk)
            held = hold(session, form.picked())
            if not held.answers:
                messages.error(request, where_they_went(held))
                return
            n = len(held.answers)
            with remember(session=session, by=request.user, answers=held.answers) as done:
                about = act(held)
                done.verb = about.pop("verb")
                done.about |= {"n": n, **about}
        say_undoable(request, session, say(n) % {"n": n}, done)
        if held.stale:
            messages.error(request, where_they_went(held))

    refused(request, do)


@require_POST
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the undecided notes to the machine; what it is unsure of stays undecided, with hints."""
    session = session_to_run(request, code)
    place_new_answers.enqueue(session.pk)
    messages.success(request, _("The machine places them now. Those it is unsure of stay here, with a hint."))
    return back(request, code)


@require_POST
def undo(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take one of one's own acts back: the button beside what was just said."""
    session = session_to_run(request, code)
    _turn_back(request, change_of(session, key))
    return back(request, code)


@require_POST
def undo_last(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's own last act back that still stands."""
    session = session_to_run(request, code)
    change, _redo = turns_of(session, request.user)
    if change is None:
        messages.info(request, _("There is nothing of yours left to undo."))
    else:
        _turn_back(request, change)
    return back(request, code)


@require_POST
def redo(request: HttpRequest, code: str) -> HttpResponse:
    """Do one's own act again that was taken back last."""
    session = session_to_run(request, code)
    _undo, change = turns_of(session, request.user)
    if change is None:
        messages.info(request, _("There is nothing to do again."))
        return back(request, code)
    try:
        redo_change(change=change, by=request.user)
    except NotTheLastMove:
        _pass_over(change, request.user.pk)
        messages.error(request, _("Somebody touched it since, so it cannot be done again: %(what)s.") % _about(change))
    else:
        messages.success(request, _("Done again: %(what)s.") % _about(change))
    return back(request, code)


def _turn_back(request: HttpRequest, change: BoardChange) -> None:
    try:
        undo_change(change=change, by=request.user)
    except NotTheLastMove:
        _pass_over(change, request.user.pk)
        words = _("Somebody went on from there, so this can no longer be undone: %(what)s.")
        messages.error(request, words % _about(change))
    else:
        messages.success(request, _("Undone: %(what)s.") % _about(change))


def _pass_over(change: BoardChange, me: int) -> None:
    """What cannot be turned back any more does not stand in the way of the act before it."""
    BoardChange.objects.filter(pk=change.pk, by=me).update(blocked=True)


def _about(change: BoardChange) -> dict[str, str]:
    return {"what": wording.act_in_words(change)}
