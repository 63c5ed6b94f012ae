"""The compare page: three perspectives side by side, refreshed while answers arrive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.decided import Decided, decided_about
from gapsessions.disparity.drawer import MORE, MOST, drawer_of
from gapsessions.disparity.fives import counted_answers, open_links_of
from gapsessions.disparity.forms import HeadlineForm
from gapsessions.disparity.listening import stir_comparison
from gapsessions.disparity.news import News, news_of
from gapsessions.disparity.page import compare_page
from gapsessions.disparity.standing import Standing, reword_headline, standing_of
from gapsessions.disparity.tasks import ask_for_comparison
from gapsessions.disparity.wishes import Wishes, wishes_of
from gapsessions.disparity.worded.summary import question_label
from gapsessions.method.vocabulary import Question
from gapsessions.sessions.models import GapSession
from gapsessions.templatetags.icons import icon
from gapsessions.themes.access import may_run, sees_who, session_for, session_to_run
from gapsessions.themes.queries import undecided_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show the comparison as it stands; a look for news (?version=) is answered 204 where there is none."""
    session = session_for(request, code)
    standing = standing_of(session)
    visible = session.themes_closed_at is not None or sees_who(request, session)
    wishes = wishes_of(request.GET)
    opened = visible and standing.content is not None and _knows(standing.content, wishes.theme)
    decided = decided_about(session, wishes) if opened else Decided()
    news = news_of(session, "compare", visible, decided.state, standing=standing)
    if news.known_to(request):
        return HttpResponse(status=204)
    context = _frame(request, session, standing, news) | {"visible": visible}
    if standing.content is not None and visible:
        context |= _shown(request, session, standing.content, wishes) | {"decided": decided, **decided.context}
    elif not visible:
        context["undecided"] = counted_answers(undecided_of(session), open_links_of(session)).count()
    return render_page(request, "disparity/compare.html", context, parts=("comparison",))


def _knows(content: SnapshotContent, theme: str) -> bool:
    return any(one.key == theme for one in content.themes)


def _shown(request: HttpRequest, session: GapSession, content: SnapshotContent, wishes: Wishes) -> dict[str, Any]:
    """The comparison itself, as it is wanted."""
    page = compare_page(
        content,
        family=wishes.family,
        unfolded=wishes.all,
        page=int(wishes.page or 1),
        part=wishes.part,
        only=wishes.only,
    )
    question = Question(wishes.question) if wishes.question else None
    more = MOST if wishes.notes else MORE
    return {
        "page": page,
        "drawer": drawer_of(session, content, wishes.theme, question, wishes.part, more=more) if wishes.theme else None,
        "takes_focus": "version" not in request.GET,
        "wishes": wishes,
        "query": wishes.query(),
        "here": wishes.keep(),
        "any_family": wishes.keep(family=""),
        "questions": [(kind.value, question_label(kind)) for kind in Question],
        "quotes_at": reverse("quotes", args=[session.code]),
        "says": _said_of_quotes(),
    }


def _said_of_quotes() -> dict[str, str]:
    """What stands beside every note, translated once."""
    return {
        "decide": _("Decide about"),
        "dots": icon("ellipsis"),
        "pick": _("Quote this"),
        "leave_out": _("Do not quote"),
        "put_back": _("Let the product choose"),
        "redact": _("Redact the words"),
        "as_written": _("Show as written"),
        "withdraw": _("Withdraw the words"),
        "withdrawn": _("withdrawn"),
    }


def _frame(request: HttpRequest, session: GapSession, standing: Standing, news: News) -> dict[str, Any]:
    """What the page shows around the comparison."""
    return {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "closed": session.themes_closed_at is not None,
        "standing": standing,
        "news": news,
        "form": HeadlineForm(initial={"headline": standing.headline}),
    }


@require_POST
def refresh(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the worker to compare; the page asks by itself where it sees that something changed."""
    session = session_for(request, code)
    ask_for_comparison(session=session)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("compare", code)


@require_POST
def headline(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a person's own headline, for this page and the next version of the report."""
    session = session_to_run(request, code)
    form = HeadlineForm(request.POST)
    if form.is_valid():
        reword_headline(session=session, headline=form.cleaned_data["headline"])
        stir_comparison(session)
        messages.success(request, _("The headline is kept."))
    else:
        messages.error(request, _("The headline is too long. It was not changed."))
    return redirect("report" if request.POST.get("next") == "report" else "compare", code)
