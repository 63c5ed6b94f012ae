"""A page is in one language: what only participants' pages have been translated into, only they speak."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import translation

from gapsessions.web.middleware import Answer
from gapsessions.web.requests import HttpRequest

PARTICIPANTS_PAGES = frozenset(
    {
        *("join-code", "join", "join-table", "room", "room-state", "room-operation", "room-table", "room-leave"),
        *("ballot", "you-said-we-did"),
    }
)
"""Names of the addresses phones ask for; their words are the ones tools/messages.py collects."""


def worded_in(language: str) -> str:
    """The language in which the product's words come for a session in `language`: that one where they are whole.

    Dates and `lang` of a document follow its words; what people wrote keeps its own language and direction.
    """
    whole = {code for code, _ in settings.LANGUAGES} - settings.PARTICIPANTS_LANGUAGES
    return language if language in whole else settings.LANGUAGE_CODE


class WholeLanguages:
    """Speak English on the desk's pages to whoever reads a language that participants' pages alone have.

    An address that leads nowhere keeps the language: a phone that mistyped it reads the same page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Choose before the view words anything; LocaleMiddleware has read cookie and header already."""
        found = request.resolver_match
        if translation.get_language() in settings.PARTICIPANTS_LANGUAGES and (
            found is None or found.url_name not in PARTICIPANTS_PAGES
        ):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
