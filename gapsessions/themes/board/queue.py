"""One note after the other: first those that stand nowhere, then those of which the machine is least sure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import session_for
from gapsessions.themes.board.page import frame, turns
from gapsessions.themes.board.panels import Note, Shower, View
from gapsessions.themes.board.reading import BoardReading, Placed, bare, read_board
from gapsessions.themes.models import Theme
from gapsessions.themes.stirring import revision_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

MOST_SKIPPED = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """The note whose turn it is, with the theme it stands in (None: none) and what others there say."""

    note: Note
    theme: Theme | None
    beside: tuple[str, ...]


@require_safe
def one_by_one(request: HttpRequest, code: str) -> HttpResponse:
    """Show the note that most needs a person, with the few places it may go."""
    session = session_for(request, code)
    context = frame(request, session) | turns(request, session)
    reading = read_board(session, {}, who=context["who"])
    skipped = request.GET.getlist("later")[:MOST_SKIPPED]
    waiting = queue_of(reading, skipped)
    turn = _turn(reading, waiting[0], who=context["who"]) if waiting else None
    context |= {
        "reading": reading,
        "turn": turn,
        "left": len(waiting),
        "answers": len(reading.answers),
        "revision": revision_of(session),
        "targets": sorted((theme for theme in reading.themes if not theme.other), key=lambda theme: theme.name),
        "address": request.get_full_path(),
        "later": _later(session, skipped, turn),
        "good_enough": reading.waiting == 0,
    }
    return render_page(request, "themes/queue.html", context, parts=("queue",))


def queue_of(reading: BoardReading, skipped: list[str]) -> list[tuple[Placed, int | None]]:
    """Notes in the order in which a person had better look: undecided ones, then by how unsure the machine is.

    Those a person placed or said yes to are not in it, nor those of which the machine is fairly sure: at the end of
    the queue it is good enough.
    """
    passed = {bare(key) for key in skipped}
    waiting: list[tuple[Placed, int | None]] = [(Placed(answer), None) for answer in reading.undecided]
    unsure = [(placed, theme) for theme, inside in reading.inside.items() for placed in inside if placed.unsure]
    waiting += sorted(unsure, key=lambda one: (one[0].sure, one[0].answer))
    return [one for one in waiting if bare(one[0].answer) not in passed]


def _turn(reading: BoardReading, first: tuple[Placed, int | None], *, who: bool) -> Turn:
    placed, pk = first
    theme = next((theme for theme in reading.themes if theme.pk == pk), None)
    shower = Shower(reading, View(who=who))
    note = shower.row(placed, theme.key if theme else "")
    shower.explain()
    others = [one for one in reading.inside.get(pk or 0, []) if one.answer != placed.answer and not one.unsure]
    surest = sorted(others, key=lambda one: (-one.sure, one.answer))[:3]
    return Turn(note, theme, tuple(reading.answers[one.answer][3] for one in surest))


def _later(session: GapSession, skipped: list[str], turn: Turn | None) -> str:
    """The address at which this note comes later."""
    if turn is None:
        return ""
    known = [str(UUID(key)) for key in skipped if _is_uuid(key)]
    said = "&".join(f"later={key}" for key in [*known, turn.note.key][-MOST_SKIPPED:])
    return f"{reverse('themes-queue', args=[session.code])}?{said}"


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
