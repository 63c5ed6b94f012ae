"""The late tray, and the helper links: what waits for a facilitator's word."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from gapsessions.breakouts import helping
from gapsessions.breakouts.models import Breakout, HelperLink
from gapsessions.facilitation.room import undoing
from gapsessions.facilitation.room.answering import answer
from gapsessions.facilitation.room.happened import note_down
from gapsessions.gatherings.access import gathering_to_run
from gapsessions.gatherings.joining import door_for
from gapsessions.sheets import late
from gapsessions.web.requests import HttpRequest, object_or_404


@require_POST
def late_notes(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put late notes on their sheets, all or one, or leave one out."""
    gathering = gathering_to_run(request, code, key)
    verb, note = request.POST.get("verb", ""), _uuid(request.POST.get("note", ""))
    if verb == "accept-all" or (verb == "accept" and note):
        added = late.accept(gathering=gathering, only=None if verb == "accept-all" or note is None else [note])
        if added:
            note_down(gathering, "late_in", n=len(added))
            words = ngettext("%(n)d late note is on its sheet.", "%(n)d late notes are on their sheets.", len(added))
            undo = undoing.offer(gathering, "control-late-back", added)
            messages.success(request, words % {"n": len(added)}, extra_tags=undo)
    elif verb == "leave-out" and note and late.leave_out(gathering=gathering, note=note):
        undo = undoing.offer(gathering, "control-late-back", note)
        messages.success(request, gettext("The note is left out."), extra_tags=undo)
    elif verb == "take-in" and note:
        late.leave_out(gathering=gathering, note=note, out=False)
    return answer(request, gathering)


@require_POST
def late_back(request: HttpRequest, code: str, key: str, word: str) -> HttpResponse:
    """Put late notes back into the tray that were added or left out just now."""
    gathering = gathering_to_run(request, code, key)
    kept = undoing.take(gathering, "control-late-back", word)
    if isinstance(kept, UUID):
        late.leave_out(gathering=gathering, note=kept, out=False)
    else:
        late.take_back(gathering=gathering, accepted=kept)
    messages.success(request, gettext("Taken back."))
    return answer(request, gathering)


@require_POST
def helpers(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Make a helper link for some tables; its address is shown once."""
    gathering = gathering_to_run(request, code, key)
    tables = Breakout.objects.filter(gathering=gathering)
    chosen = request.POST.getlist("table")
    try:
        link, token = helping.make_helper_link(
            gathering=gathering,
            name=request.POST.get("name", ""),
            breakouts=tables.filter(key__in=chosen) if chosen else tables,
        )
    except helping.HelperNeedsAName:
        messages.error(request, gettext("Say whose link it is."))
    except helping.HelperNeedsATable:
        messages.error(request, gettext("Add a table first: helpers help at tables."))
    else:
        note_down(gathering, "helper", name=link.name)
        once = {"name": link.name, "address": door_for(request).base + reverse("helper", args=[token])}
        return answer(request, gathering, once=once)
    return answer(request, gathering)


@require_POST
def helper(request: HttpRequest, code: str, key: str, link: str) -> HttpResponse:
    """End a helper link, or let it go on."""
    gathering = gathering_to_run(request, code, key)
    found = object_or_404(HelperLink.objects.filter(gathering=gathering).select_related("gathering"), key=link)
    if request.POST.get("verb") == "end":
        helping.end_helper_link(link=found)
        note_down(gathering, "helper_ended", name=found.name)
        undo = reverse("control-helper-back", args=[code, key, link])
        words = gettext("The link of %(name)s opens nothing any more.") % {"name": found.name}
        messages.success(request, words, extra_tags=f"undo:{undo}")
    return answer(request, gathering)


@require_POST
def helper_back(request: HttpRequest, code: str, key: str, link: str) -> HttpResponse:
    """Let a helper link work again that was ended just now."""
    gathering = gathering_to_run(request, code, key)
    found = object_or_404(HelperLink.objects.filter(gathering=gathering).select_related("gathering"), key=link)
    helping.go_on(link=found)
    return answer(request, gathering)


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
