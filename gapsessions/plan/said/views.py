""" "You said, we did": written and published at the desk, read by everybody who was given the address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts.access import person_of
from gapsessions.accounts.links import passed_on
from gapsessions.plan.access import session_of_link
from gapsessions.plan.queries import counts_of
from gapsessions.plan.said import actions
from gapsessions.plan.said.forms import IntroductionForm, ItemForm
from gapsessions.plan.said.models import SaidItem
from gapsessions.plan.said.queries import items_of, page_of, picked_quotes, published_of, themes_to_tell
from gapsessions.sessions.access import session_to_run
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import steps_done
from gapsessions.web.languages import worded_in
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404


@require_safe
def said_and_did(request: HttpRequest, key: str) -> HttpResponse:
    """What came of it, for everybody who was given the address; nothing is published before a person has read it."""
    session = session_of_link(request, key)
    context = {"organisation": session.organisation, "published": published_of(session)}
    with translation.override(worded_in(session.language)):
        response = render_page(request, "plan/said_and_did.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Write the page; nothing of it is seen outside before it is published."""
    session = session_to_run(request, code)
    page = page_of(session)
    quotes, typed = picked_quotes(session), request.POST if request.method == "POST" else None
    forms = [ItemForm(typed, item=item, quotes=quotes.get(item.theme_id or 0, [])) for item in items_of(page)]
    first = IntroductionForm(typed, initial={"introduction": page.introduction if page else ""})
    if typed is not None and all([first.is_valid(), *(form.is_valid() for form in forms)]):
        items = {form.item.key: form.words for form in forms}
        actions.write(session=session, introduction=first.cleaned_data["introduction"], items=items)
        if "publish" in typed:
            return _publish(request, session)
        messages.success(request, gettext("Saved. Nobody outside sees it before it is published."))
        return redirect("said", code=code)
    context: dict[str, Any] = {
        "session": session,
        "forms": forms,
        "first": first,
        "themes": themes_to_tell(session, page),
        "published_at": page.published_at if page else None,
        "link": passed_on(request, reverse("you-said-we-did", args=[session.follow_up_key])),
        "done": steps_done(session),
        "counts": counts_of(session, timezone.localdate()),
        "may_run": True,
    }
    return render_page(request, "plan/said.html", context, status=422 if typed is not None else 200)


def _publish(request: HttpRequest, session: GapSession) -> HttpResponse:
    if "reviewed" not in request.POST:
        messages.error(request, gettext("Saved, not published: please say first that you have read every line."))
        return redirect("said", code=session.code)
    try:
        actions.publish(session=session, by=person_of(request))
    except actions.NothingToPublish:
        messages.error(request, gettext("There is nothing to publish yet."))
        return redirect("said", code=session.code)
    undo = reverse("said-unpublish", args=[session.code])
    messages.success(request, gettext("It is published."), extra_tags=f"undo:{undo}")
    return redirect("said", code=session.code)


@require_POST
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Put the chosen themes on the page."""
    session = session_to_run(request, code)
    added = actions.tell(session=session, themes=request.POST.getlist("theme")[:200])
    if added:
        words = ngettext("%(n)d theme is on the page.", "%(n)d themes are on the page.", added)
        messages.success(request, words % {"n": added})
    return redirect("said", code=code)


@require_POST
def unpublish(request: HttpRequest, code: str) -> HttpResponse:
    """Take the page off the net."""
    session = session_to_run(request, code, archived=True)
    actions.unpublish(session=session)
    messages.success(request, gettext("Nobody sees it any more. What you wrote is still here."))
    return redirect("said" if session.archived_at is None else "session", code=code)


@require_POST
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take an item off the page, with an undo."""
    actions.take_off(item=_item(request, code, key))
    undo = reverse("said-restore", args=[code, key])
    messages.success(request, gettext("It is off the page."), extra_tags=f"undo:{undo}")
    return redirect("said", code=code)


@require_POST
def restore(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put an item back."""
    actions.put_back(item=_item(request, code, key))
    messages.success(request, gettext("It is on the page again."))
    return redirect("said", code=code)


def _item(request: HttpRequest, code: str, key: str) -> SaidItem:
    session = session_to_run(request, code)
    return object_or_404(SaidItem.objects.filter(page__session=session).select_related("page"), key=key)
