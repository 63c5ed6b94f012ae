"""The reveal in a browser where a member is signed in: one page that needs nothing more once it is open."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.accounts.models import User
from gapsessions.disparity.worded.reveal_parts import Reveal
from gapsessions.facilitation.reveal.deciding import LARGEST, NotUnderstood, decide, read_decision, told
from gapsessions.facilitation.reveal.slides import slides_of
from gapsessions.plan.actions import ActionNeedsWords
from gapsessions.plan.queries import actions_of
from gapsessions.reports.sharing.kept import reveal_as_it_stands, reveal_of_version
from gapsessions.reports.sharing.queries import shareable_versions
from gapsessions.sessions.access import may_run, session_for, session_to_run
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sessions.models import GapSession
from gapsessions.themes.queries import heirs_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.languages import worded_in
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, NotJson, json_body


@require_safe
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The newest frozen version, step by step; with ?now, or where none is frozen, the comparison as it stands."""
    session = session_for(request, code)
    found = _found(session, as_it_stands="now" in request.GET)
    if found is None:
        context = {"session": session, "done": steps_done(session), "closed": session.themes_closed_at is not None}
        return render_page(request, "facilitation/reveal_later.html", context)
    with translation.override(found.language):
        context = {
            "session": session,
            "organisation": session.organisation,
            "reveal": found,
            "slides": slides_of(found, actions_of(session), heirs_of(session)),
            "may_run": may_run(request, session),
            "presenting": "notes" in request.GET,
            "address": request.get_full_path(),
        }
        return render_page(request, "facilitation/reveal.html", context)


def _found(session: GapSession, *, as_it_stands: bool) -> Reveal | None:
    version = None if as_it_stands or session.themes_closed_at is None else shareable_versions(session).first()
    return reveal_of_version(version) if version is not None else reveal_as_it_stands(session)


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan as it stands, with the token that the next decision needs: asked when the network is back."""
    session = session_to_run(request, code, archived=True)
    heirs = heirs_of(session)
    with translation.override(worded_in(session.language)):
        return JsonResponse({"csrf": get_token(request), "actions": [told(one, heirs) for one in actions_of(session)]})


@require_POST
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """Write a decision into the plan; 2xx once it is on the disk, 422 and 409 for good, anything else: try again."""
    try:
        session = session_to_run(request, code)
        decision = read_decision(json_body(request, most_bytes=LARGEST))
        action = decide(session=session, decision=decision, by=_person(request))
    except SessionIsArchived as refused:
        return JsonResponse({"said": str(refused)}, status=409)
    except ActionNeedsWords:
        return JsonResponse({"said": gettext("Write down what is decided.")}, status=422)
    except (NotJson, NotUnderstood):
        return JsonResponse({"said": gettext("This could not be understood.")}, status=422)
    with translation.override(worded_in(session.language)):
        return JsonResponse(told(action, heirs_of(session)), status=201)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
