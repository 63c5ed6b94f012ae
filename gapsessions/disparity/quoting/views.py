"""Deciding about quotes from the compare page: picked with a press, redacted and withdrawn on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts.access import person_of
from gapsessions.accounts.models import User
from gapsessions.disparity.listening import stir_comparison
from gapsessions.disparity.models import QuoteLog, QuoteMark
from gapsessions.disparity.quoting.access import answer_of
from gapsessions.disparity.quoting.actions import (
    WordsAreWithdrawn,
    leave_out_quote,
    pick_quote,
    put_back_quote,
    redact_quote,
    show_as_written,
    withdraw_quote,
)
from gapsessions.disparity.quoting.forms import ReasonForm, RedactForm
from gapsessions.disparity.quoting.wording import acts_said
from gapsessions.disparity.wishes import wishes_of
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.access import may_run, session_for, session_to_run
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

PER_PAGE = 50

Verb = Callable[..., None]
VERBS: dict[str, tuple[Verb, str]] = {
    "pick": (pick_quote, "put-back"),
    "leave-out": (leave_out_quote, "put-back"),
    "put-back": (put_back_quote, ""),
    "as-written": (show_as_written, ""),
}
"""What a press does, and the verb that takes it back."""


@require_safe
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Who decided what about quotes, newest first, and why words went; the words themselves are not repeated."""
    session = session_for(request, code)
    lines = QuoteLog.objects.filter(session=session).select_related("by").order_by("-pk")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    marks = QuoteMark.objects.filter(answer__sheet__gathering__session=session)
    context = {
        "session": session,
        "done": steps_done(session),
        "page": page,
        "lines": acts_said(page.object_list),
        "counts": {
            "picked": marks.filter(standing="picked").count(),
            "left_out": marks.filter(standing="left_out").count(),
            "redacted": marks.exclude(redacted="").count(),
            "withdrawn": marks.filter(standing="withdrawn").count(),
        },
    }
    return render_page(request, "disparity/quotes.html", context)


@require_POST
def mark(request: HttpRequest, code: str, answer: UUID, verb: str) -> HttpResponse:
    """Pick a quote, leave it out, or take either back; a second press changes nothing."""
    session = session_to_run(request, code)
    found = answer_of(session, answer)
    if verb not in VERBS:
        raise Http404
    act, undo = VERBS[verb]
    try:
        act(session=session, answer=found, by=person_of(request))
    except WordsAreWithdrawn:
        messages.error(request, _withdrawn())
    else:
        _say(request, session, found, verb, undo)
    return _back(request, session)


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, code: str, answer: UUID) -> HttpResponse:
    """Change a note's words for everybody else, so that they tell nobody; the note itself stays."""
    session = session_to_run(request, code)
    found = answer_of(session, answer)
    kept = QuoteMark.objects.filter(answer=found).first()
    shown = kept.redacted if kept and kept.redacted else found.text
    form = RedactForm(request.POST if request.method == "POST" else None, written=found.text, initial={"words": shown})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data

        def act(by: User) -> None:
            redact_quote(session=session, answer=found, words=typed["words"], reason=typed["reason"], by=by)

        return _done(request, session, found, act, _("From now on others read your words."), "as-written")
    if kept is not None and kept.standing == "withdrawn":
        return _nothing_left(request, session)
    return render_page(request, "disparity/redact.html", _asked_about(request, session, found, form, kept))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, answer: UUID) -> HttpResponse:
    """Take a note's words out of everything that was ever made of them; the one act that cannot be undone."""
    session = session_to_run(request, code)
    found = answer_of(session, answer)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def act(by: User) -> None:
            withdraw_quote(session=session, answer=found, reason=form.cleaned_data["reason"], by=by)

        return _done(request, session, found, act, _("The words are withdrawn from every version."))
    kept = QuoteMark.objects.filter(answer=found).first()
    if kept is not None and kept.standing == "withdrawn":
        return _nothing_left(request, session)
    return render_page(request, "disparity/withdraw.html", _asked_about(request, session, found, form, kept))


def _nothing_left(request: HttpRequest, session: GapSession) -> HttpResponse:
    messages.error(request, _withdrawn())
    return _back(request, session)


def _asked_about(
    request: HttpRequest, session: GapSession, answer: Answer, form: ReasonForm, kept: QuoteMark | None
) -> dict[str, object]:
    return {
        "session": session,
        "done": steps_done(session),
        "answer": answer,
        "form": form,
        "redacted": kept.redacted if kept else "",
        "next": wishes_of(_asked(request)).query(),
        "may_run": may_run(request, session),
    }


def _done(
    request: HttpRequest, session: GapSession, answer: Answer, act: Callable[[User], None], words: str, undo: str = ""
) -> HttpResponse:
    try:
        act(person_of(request))
    except WordsAreWithdrawn:
        messages.error(request, _withdrawn())
    else:
        messages.success(request, words, extra_tags=_undo(request, session, answer, undo))
        stir_comparison(session)
    return _back(request, session)


def _say(request: HttpRequest, session: GapSession, answer: Answer, verb: str, undo: str) -> None:
    words = {
        "pick": _("Picked. It stands for its theme from now on."),
        "leave-out": _("Left out of quotes. It counts as before."),
        "put-back": _("Taken back. The product chooses again."),
        "as-written": _("Shown as it was written."),
    }[verb]
    messages.success(request, words, extra_tags=_undo(request, session, answer, undo))
    stir_comparison(session)


def _undo(request: HttpRequest, session: GapSession, answer: Answer, verb: str) -> str:
    if not verb:
        return ""
    back = wishes_of(_asked(request)).query()
    return f"undo:{reverse('quote-mark', args=[session.code, answer.pk, verb])}{'?' if back else ''}{back}"


def _asked(request: HttpRequest) -> QueryDict:
    """What the compare page showed: in a field of the form, or in the address of an undo."""
    return QueryDict(request.POST["next"][:400]) if request.POST.get("next") else request.GET


def _back(request: HttpRequest, session: GapSession) -> HttpResponse:
    query = wishes_of(_asked(request)).query()
    return redirect(f"{reverse('compare', args=[session.code])}{'?' if query else ''}{query}")


def _withdrawn() -> str:
    return _("These words were withdrawn. Nothing brings them back.")
