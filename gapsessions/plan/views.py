"""Who wants to hear what came of it, at the desk: counts, and the contact list to take along."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.method.formulas import inert
from gapsessions.plan.access import contact_to_change
from gapsessions.plan.follow_up import put_back, take_off
from gapsessions.plan.queries import contacts_of, wishes_of
from gapsessions.plan.wording import CHANNELS, OFTEN
from gapsessions.sessions.access import may_run, session_to_run
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_safe
def follow_up(request: HttpRequest, code: str) -> HttpResponse:
    """How many want to hear of it and how, and the addresses they left."""
    session = session_to_run(request, code)
    wishes = [
        {"segment": row.segment, "people": row.people, "ways": [(CHANNELS[way], n) for way, n in row.by_channel]}
        for row in wishes_of(session)
    ]
    contacts = [
        {"key": one.key, "address": one.address, "way": CHANNELS[one.channel], "often": OFTEN.get(one.often, "")}
        for one in contacts_of(session)
    ]
    context = {"session": session, "wishes": wishes, "contacts": contacts, "may_run": may_run(request, session)}
    return render_page(request, "plan/follow_up.html", context, parts=("contacts",))


@require_safe
def contact_list(request: HttpRequest, code: str) -> HttpResponse:
    """The list as CSV; no cell begins a formula."""
    session = session_to_run(request, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    response.write("\ufeff")  # so that spreadsheet programs read the file as UTF-8
    writer = csv.writer(response)
    writer.writerow([gettext("How"), gettext("How often"), gettext("Address")])
    for one in contacts_of(session):
        writer.writerow([CHANNELS[one.channel], OFTEN.get(one.often, ""), inert(one.address)])
    return response


@require_POST
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take an address off the list, with an undo."""
    contact = contact_to_change(request, code, key)
    take_off(contact=contact)
    undo = reverse("contact-restore", args=[code, key])
    messages.success(request, gettext("The address is off the list."), extra_tags=f"undo:{undo}")
    return redirect("follow-up", code=code)


@require_POST
def restore(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put an address back on the list."""
    put_back(contact=contact_to_change(request, code, key))
    messages.success(request, gettext("The address is on the list again."))
    return redirect("follow-up", code=code)
