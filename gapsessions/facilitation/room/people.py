"""Who sits where: the people of a room by table, moved, removed, put back, or shuffled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.breakouts.seats import move_seat, put_back_seat, remove_seat
from gapsessions.breakouts.shuffling import allocate
from gapsessions.facilitation.room import undoing
from gapsessions.facilitation.room.answering import answer, room_context
from gapsessions.facilitation.room.happened import note_down
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.gatherings.models import Gathering
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404


@dataclass(frozen=True)
class At:
    """A table, or none, with the seats at it."""

    breakout: Breakout | None
    seats: list[Seat]


@require_safe
def people(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Everybody in the room by table; `?table=` shows one table with what can be done with it."""
    gathering = gathering_to_run(request, code, key)
    tables = list(Breakout.objects.filter(gathering=gathering).order_by("pk"))
    wanted = request.GET.get("table", "")
    one = object_or_404(Breakout.objects.filter(gathering=gathering), key=wanted) if wanted else None
    seats: dict[int | None, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(gathering=gathering).order_by("number"):
        seats[seat.breakout_id].append(seat)
    places: list[Breakout | None] = [one] if one else [None, *tables]
    context = room_context(request, gathering, brief=True) | {
        "one": one,
        "places": [At(place, seats[place.pk if place else None]) for place in places],
        "tables": tables,
        "count": sum(len(some) for some in seats.values()),
    }
    return render_page(request, "facilitation/room_people.html", context, parts=("people",))


@require_POST
def seats(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Move the chosen seats to a table, or take them out of the room."""
    gathering = gathering_to_run(request, code, key)
    chosen = _chosen(gathering, request.POST.getlist("seat"))
    if not chosen:
        messages.error(request, gettext("Choose somebody first."))
        return answer(request, gathering)
    before = [(str(seat.pk), seat.breakout_id) for seat in chosen]
    if request.POST.get("verb") == "remove":
        with transaction.atomic():
            for seat in chosen:
                remove_seat(seat=seat)
        words = ngettext("%(n)d phone is out of the room.", "%(n)d phones are out of the room.", len(chosen))
        words %= {"n": len(chosen)}
    else:
        to = object_or_404(Breakout.objects.filter(gathering=gathering), key=request.POST.get("to", ""))
        with transaction.atomic():
            for seat in chosen:
                move_seat(seat=seat, to=to)
        words = ngettext("%(n)d person sits at %(table)s now.", "%(n)d people sit at %(table)s now.", len(chosen))
        words %= {"n": len(chosen), "table": to.name}
    _offer_undo(request, gathering, words, before)
    return answer(request, gathering)


@require_POST
def shuffle(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Spread everybody over even tables."""
    gathering = gathering_to_run(request, code, key)
    before = [(str(pk), table) for pk, table in Seat.objects.filter(gathering=gathering).values_list("pk", "breakout")]
    allocate(gathering=gathering)
    note_down(gathering, "shuffled")
    _offer_undo(request, gathering, gettext("Everybody has a new seat; the phones say where."), before)
    return answer(request, gathering)


@require_POST
def seats_back(request: HttpRequest, code: str, key: str, word: str) -> HttpResponse:
    """Put everybody back to where they sat before."""
    gathering = gathering_to_run(request, code, key)
    before = dict(undoing.take(gathering, "control-seats-back", word))
    standing = {table.pk: table for table in Breakout.objects.filter(gathering=gathering)}
    with transaction.atomic():
        for seat in Seat.everything.filter(gathering=gathering, pk__in=before).select_related("breakout"):
            seat.gathering = gathering
            if seat.removed:
                put_back_seat(seat=seat)
            move_seat(seat=seat, to=standing.get(before[str(seat.pk)]))
    messages.success(request, gettext("Everybody sits where they sat."))
    return answer(request, gathering)


def _chosen(gathering: Gathering, ids: list[str]) -> list[Seat]:
    standing = {str(seat.pk): seat for seat in Seat.objects.filter(gathering=gathering).select_related("breakout")}
    chosen = [standing[one] for one in dict.fromkeys(ids) if one in standing]
    for seat in chosen:
        seat.gathering = gathering
    return chosen


def _offer_undo(request: HttpRequest, gathering: Gathering, words: str, before: list[tuple[str, int | None]]) -> None:
    messages.success(request, words, extra_tags=undoing.offer(gathering, "control-seats-back", before))
