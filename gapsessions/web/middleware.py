"""What happens around every page: its log line, headers and names, what it never reads, refusals, and its toasts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from gapsessions.web.headers import security_headers
from gapsessions.web.hosts import host_is_ours
from gapsessions.web.logs import new_request_id, request_id
from gapsessions.web.refusals import Refused

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestLog:
    """Give the request an id, return it as X-Request-ID, and write one line when the page is done.

    The line names the path *template* (`s/<code>/`), because real paths carry codes and share tokens.
    In front of this stands workshop/asgi.py, which alone knows whether a proxy's id may be believed.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request and log it."""
        given = request_id.get()
        token = None if given else request_id.set(given := new_request_id())
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = given
            logger.info(
                "served",
                extra={
                    "method": request.method if request.method in _METHODS else "other",
                    "route": _route(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
            return response
        finally:
            if token is not None:
                request_id.reset(token)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.route
    return "static" if request.path_info.startswith("/static/") else "none"


class ResponseHeaders:
    """Complete the headers of pages and static files; what a view has set itself stays.

    Pages hold what people wrote, so nothing of them is kept on a shared phone: no-store, unless the view
    says otherwise.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request and fill in what is missing."""
        response = self.get_response(request)
        for name, value in security_headers(secure=request.is_secure()).items():
            response.setdefault(name, value)
        response.setdefault("Cache-Control", "private, no-store")
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
        return response


class KnownHosts:
    """Refuse a request that was sent to somebody else's name."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request, or raise DisallowedHost (which Django answers with our 400 page)."""
        if not host_is_ours(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")):
            raise DisallowedHost("This name is not ours.")
        return self.get_response(request)


class WithoutNul:
    """Take out the one character that nobody types and PostgreSQL refuses, wherever a page might read it.

    An address with one leads nowhere. Without this each lookup by a code, a key or a cookie would have to know.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request as if the character had not been sent."""
        if "\x00" in request.path_info:
            raise Http404
        for name in [name for name, value in request.COOKIES.items() if "\x00" in name + value]:
            del request.COOKIES[name]
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _cleaned(request.GET)
        if request.method == "POST" and any("\x00" in value for values in request.POST.lists() for value in values[1]):
            request.POST = _cleaned(request.POST)
        return self.get_response(request)


def _cleaned(said: QueryDict) -> QueryDict:
    cleaned = said.copy()
    for name, values in said.lists():
        cleaned.setlist(name, [value.replace("\x00", "") for value in values])
    return cleaned


class Refusals:
    """Say why an act was refused, and lead back to a page that can be used; nobody sees an error page for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn a Refused into its sentence; everything else goes on."""
        if not isinstance(exception, Refused):
            return None
        messages.error(request, str(exception))
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(exception.back)
        return redirect(exception.back)


class Toasts:
    """Append waiting messages to an htmx fragment, out of band, so that every action can say what it did.

    Whole pages show them in templates/base.html instead.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; a redirect leaves the messages to the page it leads to."""
        response = self.get_response(request)
        shown = getattr(response, "shows_toasts", False)
        if shown and (waiting := messages.get_messages(request)):
            fragment = render_to_string("components/toasts.html", {"messages": waiting, "out_of_band": True}, request)
            response.write(fragment)  # type: ignore[attr-defined]
        return cast(HttpResponseBase, response)
