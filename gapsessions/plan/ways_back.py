"""The way back from a form of the plan: to where one came from, be it the grid, the list, or a theme on compare."""

from __future__ import annotations

from django.urls import reverse

from gapsessions.disparity.wishes import Wishes, wishes_of
from gapsessions.sessions.models import GapSession
from gapsessions.web.requests import HttpRequest


def came_from(request: HttpRequest) -> str:
    """ "actions", "compare", or "" for the page with the grid."""
    came = request.POST.get("next") or request.GET.get("next", "")
    return came if came in ("actions", "compare") else ""


def way_back(request: HttpRequest, session: GapSession) -> str:
    """The address to go back to; on compare with the theme that was opened."""
    came = came_from(request)
    if came == "compare":
        query = wishes_of(request.GET).query()
        return reverse("compare", args=[session.code]) + (f"?{query}#in-plan" if query else "")
    return reverse("plan-actions" if came else "plan", args=[session.code])


def carried(request: HttpRequest) -> str:
    """What an address carries so that it leads back to the same page: "", or "?next=..."."""
    came = came_from(request)
    return f"?{from_compare(wishes_of(request.GET))}" if came == "compare" else f"?next={came}" if came else ""


def from_compare(wishes: Wishes) -> str:
    """The same as a query, for links and forms on the compare page."""
    return f"next=compare&{wishes.query()}"
