"""The request as our views know it, and finding what it asks for without telling strangers what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.http import HttpRequest as DjangoHttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

Found = TypeVar("Found", bound=Model)


class NotJson(Exception):
    """What was sent is no JSON, or more of it than anybody means."""


class HttpRequest(DjangoHttpRequest):
    """A request after our middleware."""

    htmx: HtmxDetails
    user: AbstractBaseUser | AnonymousUser


def object_or_404(objects: QuerySet[Found], /, **lookup: object) -> Found:
    """Return the one object the viewer may see, or raise Http404.

    Pass a queryset that is already narrowed to the viewer: what is forbidden then looks exactly like what
    does not exist, and so does a code or id that is malformed.
    """
    try:
        return objects.get(**lookup)
    except (objects.model.DoesNotExist, ValidationError, ValueError, TypeError, OverflowError):
        raise Http404 from None


def json_body(request: HttpRequest, *, most_bytes: int) -> bytes:
    """Return what a script sent as JSON, unread as yet; raises NotJson.

    A form that somebody posts here has been read already, to look for its token, and Django then refuses its body.
    """
    length = request.headers.get("Content-Length") or "0"
    if request.content_type != "application/json" or not length.isdecimal() or int(length) > most_bytes:
        raise NotJson
    if len(request.body) > most_bytes:
        raise NotJson
    return request.body
