"""How long things are kept: the audit date, a session's last day, erasing by hand, and saving everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.accounts.access import organisation_to_own
from gapsessions.facilitation.retention.actions import erase_for_good
from gapsessions.facilitation.retention.everything import archive_of
from gapsessions.facilitation.retention.forms import AuditForm, KeepForm
from gapsessions.facilitation.retention.record import lines_of
from gapsessions.sessions.access import session_to_erase
from gapsessions.sessions.forms import EraseForm
from gapsessions.sessions.keeping import keep_longer, plan_audit
from gapsessions.sessions.models import GapSession
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Until when a session is kept; its owners may choose another day."""
    session = session_to_erase(request, code)
    typed = request.POST if request.method == "POST" else None
    form = KeepForm(typed, initial={"until": session.keep_until})
    if form.is_bound and form.is_valid():
        keep_longer(session=session, until=form.cleaned_data["until"])
        messages.success(request, gettext("Saved."))
        return redirect("session-keep", code=code)
    context = {"session": session, "form": form, "left": (session.keep_until - timezone.localdate()).days}
    context["done"] = steps_done(session)
    return render_page(request, "facilitation/keep.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase a session for good; only owners, only by typing its title, and there is no undo."""
    session = session_to_erase(request, code)
    form = EraseForm(request.POST or None, title=session.title)
    if request.method == "POST" and form.is_valid():
        title = session.title
        erase_for_good(session=session)
        messages.success(request, gettext("%(title)s is erased, with every answer in it.") % {"title": title})
        return redirect("sessions")
    return render_page(request, "sessions/erase.html", {"session": session, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: HttpRequest, code: str) -> HttpResponse:
    """An organisation's next audit, the last day of each session, and what stays of those that were erased."""
    organisation = organisation_to_own(request, code)
    typed = request.POST if request.method == "POST" else None
    form = AuditForm(typed, initial={"next_audit": organisation.next_audit})
    if form.is_bound and form.is_valid():
        moved = plan_audit(organisation=organisation, day=form.cleaned_data["next_audit"])
        words = ngettext(
            "Saved. The last day of %(n)d session moved with it.",
            "Saved. The last days of %(n)d sessions moved with it.",
            moved,
        )
        messages.success(request, words % {"n": moved} if moved else gettext("Saved."))
        return redirect("organisation-keeping", code=code)
    sessions = GapSession.objects.filter(organisation=organisation, rehearsal_of=None).order_by("keep_until", "pk")
    records = organisation.session_records.order_by("-erased_at", "-pk")
    context = {"organisation": organisation, "form": form, "sessions": sessions, "records": records}
    return render_page(request, "facilitation/keeping.html", context, status=422 if form.is_bound else 200)


@require_safe
def record(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What stays of an erased session."""
    organisation = organisation_to_own(request, code)
    found = object_or_404(organisation.session_records.all(), key=key)
    context = {"organisation": organisation, "record": found, "lines": lines_of(found.figures)}
    return render_page(request, "facilitation/record.html", context)


@require_safe
def everything(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything the organisation holds, as one archive."""
    organisation = organisation_to_own(request, code)
    pieces = () if request.method == "HEAD" else archive_of(organisation)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{slugify(organisation.name)[:60] or 'organisation'}-{timezone.localdate()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
