"""Who a phone is: the seat behind its cookie, asked for first by every page and stream of the room; otherwise 404."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from gapsessions.breakouts import cookies
from gapsessions.breakouts.models import Seat
from gapsessions.storage.codes import hash_of
from gapsessions.storage.prepared import Prepared
from gapsessions.web.requests import HttpRequest

KEPT_SECONDS = 90 * 24 * 3600
"""How long a phone keeps its seat: as long as the code of a closed gathering rests."""
MOST_COOKIES = 50
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def seat_for(request: HttpRequest, key: str) -> Seat:
    """Return the seat this phone has in the gathering, with breakout, gathering, session and organisation.

    Raises Http404 where it has none: no cookie, a forged or old one, a removed seat, a removed gathering.
    """
    seat = seat_of_cookies(request.COOKIES, key)
    if seat is None:
        raise Http404
    return seat


def writing_seat_for(request: HttpRequest, key: str) -> Seat:
    """The same seat for an operation, which looks at little of it; raises Http404 as `seat_for` does."""
    seat = _found_in(request.COOKIES, key, _writing_seat_of)
    if seat is None:
        raise Http404
    return seat


def seat_of_cookies(sent: Mapping[str, str], key: str) -> Seat | None:
    """The seat in the gathering `key` that the cookies `sent` hold, or None; one query, none without a cookie."""
    return _found_in(sent, key, _seat_of)


def _found_in(sent: Mapping[str, str], key: str, seats: Prepared[Seat]) -> Seat | None:
    token = sent.get(cookie_name(key), "")
    if not _TOKEN.fullmatch(token):
        return None
    seat = seats.first(hash_of(token), key)
    return None if seat is None or has_ended(seat) else seat


def has_ended(seat: Seat) -> bool:
    """Whether the seat opens nothing any more: its gathering closed as long ago as a phone keeps a cookie.

    The phone has forgotten it by then; a copy that somebody kept ends here. Opened again, the room has its seats back.
    """
    closed_at = seat.gathering.closed_at
    return closed_at is not None and closed_at <= timezone.now() - timedelta(seconds=KEPT_SECONDS)


def _of_token(token_hash: str, key: str) -> QuerySet[Seat]:
    return Seat.objects.filter(token_hash=token_hash, gathering__key=key, gathering__removed_at__isnull=True)


def _seat_asked_for(token_hash: str, key: str) -> QuerySet[Seat]:
    seats = _of_token(token_hash, key).select_related("gathering__session__organisation", "breakout")
    # The logo is a picture in the database, with an address of its own.
    return seats.defer("gathering__session__organisation__logo")


def _writing_seat_asked_for(token_hash: str, key: str) -> QuerySet[Seat]:
    """Half the columns, at half the cost; verbs of other steps load what more they look at."""
    return (
        _of_token(token_hash, key)
        .select_related("gathering", "breakout")
        .only(
            *("has_sheet", "gathering__session_id", "gathering__key", "gathering__style", "gathering__closed_at"),
            *(
                "breakout__gathering_id",
                "breakout__key",
                "breakout__name",
                "breakout__removed_at",
                "breakout__needs_help",
            ),
        )
    )


_seat_of = Prepared(_seat_asked_for)
_writing_seat_of = Prepared(_writing_seat_asked_for)


def seat_behind(sent: Mapping[str, str], code: str) -> Seat | None:
    """The seat these cookies hold in a gathering with this joining code, closed ones too; no query without cookies."""
    start = cookie_name("")
    tokens = [token for name, token in sent.items() if name.startswith(start) and _TOKEN.fullmatch(token)]
    if not tokens or not code:
        return None
    seats = Seat.objects.select_related("gathering").filter(gathering__code=code, gathering__removed_at__isnull=True)
    seat = seats.filter(token_hash__in=[hash_of(token) for token in tokens[:MOST_COOKIES]]).first()
    return None if seat is None or has_ended(seat) else seat


def cookie_name(key: str) -> str:
    """The cookie of a gathering: one phone may have a seat in several."""
    return cookies.name_for("seat", key)


def hand_out(response: HttpResponseBase, key: str, token: str) -> None:
    """Give the phone the token of its seat."""
    cookies.hand_out(response, cookie_name(key), token, seconds=KEPT_SECONDS)


def take_away(response: HttpResponseBase, key: str) -> None:
    """Make the phone forget its seat."""
    cookies.take_away(response, cookie_name(key))
