"""A session as one file, at the desk: carried away by those who run it, taken in by those who own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts.access import OWNERS, has_role, organisations_of, person_of
from gapsessions.background.presence import nobody_works
from gapsessions.facilitation.session_file.forms import BringForm
from gapsessions.facilitation.session_file.packing import KEPT, megabytes_of, packed_of
from gapsessions.facilitation.session_file.parts import LEFT_BEHIND, SAID_ALOUD
from gapsessions.facilitation.session_file.refusals import FileRefused, SessionIsBeingHeld
from gapsessions.facilitation.session_file.taking_in import AlreadyHere, take_in
from gapsessions.facilitation.session_file.tasks import ask_to_pack
from gapsessions.facilitation.session_file.writing import MEDIA_TYPE, held_now
from gapsessions.reports.models import UNDER_WAY, BuildState
from gapsessions.sessions.access import session_to_run
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """What the file holds, what stays behind, and the file."""
    session = session_to_run(request, code, archived=True)
    wish = packed_of(session)
    under_way = wish is not None and wish.state in UNDER_WAY
    waited = (timezone.now() - wish.asked_at).total_seconds() if wish else 0.0
    context = {
        "session": session,
        "done": steps_done(session),
        "held": held_now(session),
        "wish": wish,
        "under_way": under_way,
        "nobody_works": under_way and nobody_works(waited),
        "megabytes": megabytes_of(wish) if wish else 0,
        "until": wish.asked_at + KEPT if wish else None,
        "stays": [LEFT_BEHIND[name] for name in SAID_ALOUD],
        "contacts": session.contacts.filter(removed=False).count(),
        "owner": has_role(person_of(request), session.organisation, OWNERS),
    }
    return render_page(request, "facilitation/session_file.html", context, parts=("packing",))


@require_POST
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the worker for the file."""
    session = session_to_run(request, code, archived=True)
    try:
        ask_to_pack(session=session, contacts="contacts" in request.POST)
    except SessionIsBeingHeld as refusal:
        messages.error(request, str(refusal))
    return redirect("session-file", code=code)


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The file as it was packed; without one the way back to where it is asked for."""
    session = session_to_run(request, code, archived=True)
    ready = packed_of(session)
    if ready is None or ready.state != BuildState.READY:
        return redirect("session-file", code=code)
    response = HttpResponse(bytes(ready.data), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{ready.name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a session in from a file, into an organisation one owns."""
    own = organisations_of(request, OWNERS).order_by("name")
    if not own.exists():
        raise Http404
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*typed, organisations=own)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            arrived = take_in(file=given["file"].file, organisation=given["organisation"], by=person_of(request))
        except AlreadyHere as known:
            messages.info(request, str(known))
            return redirect("session", code=known.session.code)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            said = gettext("%(title)s is here, with everything that was said.") % {"title": arrived.session.title}
            messages.success(request, said)
            return redirect("session", code=arrived.session.code)
    status = 422 if form.is_bound else 200
    return render_page(request, "facilitation/session_bring.html", {"form": form}, status=status)
