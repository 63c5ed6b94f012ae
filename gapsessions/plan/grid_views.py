"""The Plan step: the grid of impact and effort, what to start and what to keep."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.disparity.news import news_of
from gapsessions.disparity.standing import standing_of
from gapsessions.method.priorities import Quadrant
from gapsessions.plan import placing
from gapsessions.plan.actions import ChangedMeanwhile
from gapsessions.plan.forms import PlaceForm
from gapsessions.plan.page import KEEP, START, Unfolded, dots_by_theme, plan_page, said_place
from gapsessions.plan.placing import Before, NotOnTheGrid, Place, places_of
from gapsessions.plan.queries import actions_of, count_actions, removed_actions
from gapsessions.plan.undoing import Undo, offer, take_back
from gapsessions.plan.wording import EFFORTS, IMPACTS, QUADRANTS
from gapsessions.sessions.models import GapSession
from gapsessions.themes.access import may_run, sees_who, session_for, session_to_run, theme_of
from gapsessions.themes.queries import heirs_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page, wanted_part
from gapsessions.web.requests import HttpRequest


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show where to start; without themes to show, why, and the actions there are."""
    return _show(request, session_for(request, code))


def _show(request: HttpRequest, session: GapSession) -> HttpResponse:
    standing = standing_of(session)
    visible = session.themes_closed_at is not None or sees_who(request, session)
    content = standing.content if visible else None
    today, unfolded = timezone.localdate(), unfolded_of(request)
    decided, removed, places = list(actions_of(session)), list(removed_actions(session)), places_of(session)
    written = [(one.key, one.version) for one in decided], [one.key for one in removed]
    news = news_of(session, "plan", visible, today, sorted(places.items()), written, standing=standing)
    if news.known_to(request):
        return HttpResponse(status=204)
    words = _words(get_language())
    context = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "closed": session.themes_closed_at is not None,
        "visible": visible,
        "standing": standing,
        "news": news,
        "page": plan_page(
            content, places, decided, heirs_of(session), menus=words["menus"], today=today, unfolded=unfolded
        ),
        "wishes": unfolded.query,
        "counts": count_actions(decided, today),
        "removed": removed,
        "tab": "where",
    }
    return render_page(request, "plan/plan.html", context | words | _addresses(session), parts=("places",))


@lru_cache(maxsize=8)
def _words(_language: str) -> dict[str, Any]:
    """The words of the menus, written once per language: they stand beside every theme."""
    quadrants = [(quadrant.value, str(words)) for quadrant, words in QUADRANTS.items()]
    impacts = [(step, str(words)) for step, words in reversed(IMPACTS.items())]
    efforts = [(step, str(words)) for step, words in EFFORTS.items()]
    menus = {
        here: render_to_string("plan/quarters.html", {"quadrants": quadrants, "here": here})
        for here in ("", *(value for value, _words in quadrants))
    }
    return {"quadrants": quadrants, "menus": menus, "impacts": _options(impacts), "efforts": _options(efforts)}


def _options(steps: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The options of a menu for each step that may be chosen."""
    return [(step, render_to_string("plan/options.html", {"steps": steps, "chosen": step})) for step, _said in steps]


def _addresses(session: GapSession) -> dict[str, str]:
    """How the addresses begin that stand beside every theme; its key comes after."""
    return {
        "compare_at": f"{reverse('compare', args=[session.code])}?theme=",
        "new_at": f"{reverse('action-new', args=[session.code])}?theme=",
        "place_at": reverse("plan-place", args=[session.code, "KEY"]).removesuffix("KEY/"),
    }


@require_POST
def place(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put a theme on the grid, move it there, or take it off, with an undo."""
    session = session_to_run(request, code)
    theme, form = theme_of(session, key), PlaceForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    try:
        before, now = _placed(session, theme.key, said)
    except NotOnTheGrid:
        messages.error(request, gettext("Say both, impact and effort; nothing was changed."))
        return _answer(request, session)
    if before:
        words = gettext("%(theme)s: %(place)s") % {"theme": theme.name, "place": now}
        messages.success(request, words, extra_tags=offer(session, Undo(places=before)))
    return _answer(request, session)


def _placed(session: GapSession, theme: str, said: dict[str, Any]) -> tuple[Before, str]:
    """What was there before, and where it is now in words; raises NotOnTheGrid."""
    if said.get("off"):
        return placing.take_off(session=session, theme=theme), gettext("taken off the grid")
    if said.get("quadrant"):
        quadrant = Quadrant(said["quadrant"])
        before = placing.place_in_quadrant(session=session, theme=theme, quadrant=quadrant)
        return before, str(QUADRANTS[quadrant])
    if not said.get("impact") or not said.get("effort"):
        raise NotOnTheGrid
    there = Place(said["impact"], said["effort"])
    before = placing.place_theme(session=session, theme=theme, impact=there.impact, effort=there.effort)
    return before, said_place(there)


@require_POST
def place_by_votes(request: HttpRequest, code: str) -> HttpResponse:
    """Take the impact of every theme with dots from the vote, with an undo."""
    session = session_to_run(request, code)
    content = standing_of(session).content
    visible = session.themes_closed_at is not None or sees_who(request, session)
    dots = dots_by_theme(content) if content is not None and visible else {}
    if not dots:
        messages.info(request, gettext("There is no vote from which impact could be taken."))
        return _answer(request, session)
    before = placing.place_by_dots(session=session, dots=dots)
    words = gettext("The impact is what the rooms voted. What it costs is yours to say.")
    tag = offer(session, Undo(places=before)) if before else ""
    messages.success(request, words, extra_tags=tag)
    return _answer(request, session)


@require_POST
def undo(request: HttpRequest, code: str, word: str) -> HttpResponse:
    """Take back what was done last, unless somebody went on from there."""
    session = session_to_run(request, code)
    try:
        take_back(session, word)
        messages.success(request, gettext("Taken back."))
    except ChangedMeanwhile:
        messages.error(request, gettext("Somebody has changed it since; it stays as it is now."))
    return _answer(request, session)


def _answer(request: HttpRequest, session: GapSession) -> HttpResponse:
    """The living part where the page asked for that, else the way back to where one was."""
    if wanted_part(request) == "places":
        return _show(request, session)
    if request.GET.get("next") == "actions":
        return redirect("plan-actions", session.code)
    return redirect(reverse("plan", args=[session.code]) + unfolded_of(request).query)


def unfolded_of(request: HttpRequest) -> Unfolded:
    """Which list the address wants whole; what is not known is left out."""
    of, page = request.GET.get("all", ""), request.GET.get("page", "")[:4]
    number = int(page) if page.isascii() and page.isdecimal() else 1
    return Unfolded(of, max(1, number)) if of in (START, KEEP) else Unfolded()
