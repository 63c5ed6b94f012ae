"""How often a joining code may be wrong, such that guessing ends and no room is ever kept out (decision 0120).

Two kinds of misses are counted, both for codes that were *typed*: by network address, and by everybody together. What
succeeds costs nothing, so three hundred phones behind one address meet no limit. Where a budget is spent, codes are no
longer looked up - but for those that this network has shown to know: somebody came in from there, or the desk that
runs the room stands there. Links in QR codes, on cards and in invitations carry a mark that nobody can make who does
not know the code already; they are no guesses, and are always looked up.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.storage.constraints import CODE_LETTERS
from gapsessions.web.limits import EVERYBODY, MissBudget, address_key
from gapsessions.web.requests import HttpRequest

CHANCE = 0.003
"""That everybody's guesses of one day together find an open room: misses a day x open rooms / codes stay below it."""
CODES = len(CODE_LETTERS) ** 6
DAY = int(timedelta(days=1).total_seconds())
SOON = MissBudget("code-from-one-address", allowed=30, seconds=600)
"""After so many a wrong code is answered "too many"; right ones go on."""
TODAY = MissBudget("code-from-one-address-in-a-day", allowed=2500, seconds=DAY)
"""After so many an address guesses no more that day."""
WAIT_SECONDS = 600
_KNOWN_SECONDS = DAY
_COUNTED_SECONDS = 60


def may_look(request: HttpRequest, code: str, mark: str = "") -> bool:
    """Tell whether this code may be looked up for whoever asks; `mark` is what a link carried."""
    if is_our_link(code, mark):
        return True
    where = _address(request)
    if not TODAY.spent(where) and not everybodys_budget().spent(EVERYBODY):
        return True
    return bool(cache.get(_known(where, code)))


def count_wrong(request: HttpRequest) -> bool:
    """Count a code that opened nothing; False where it is one too many from this address or from everybody."""
    where = _address(request)
    within = [SOON.miss(where), TODAY.miss(where), everybodys_budget().miss(EVERYBODY)]
    return all(within)


def vouch(request: HttpRequest, code: str) -> None:
    """Remember for a day that whoever is at this address may know this code: a phone came in, or the desk is here."""
    cache.set(_known(_address(request), code), True, _KNOWN_SECONDS)


def mark_of(code: str) -> str:
    """What a link carries beside the code: the same for everybody, so it tells nobody from another."""
    return salted_hmac("gapsessions.gatherings.guessing", code, algorithm="sha256").hexdigest()[:10]


def is_our_link(code: str, mark: str) -> bool:
    """Whether the code came in a link that was made here, while it was this room's code."""
    return bool(mark) and constant_time_compare(mark, mark_of(code))


def everybodys_budget() -> MissBudget:
    """The wrong codes a day that all addresses together have, fewer the more rooms are open."""
    open_rooms = cache.get_or_set("open-rooms", _open_rooms, _COUNTED_SECONDS)
    return MissBudget("code-from-everybody", allowed=int(CHANCE * CODES / max(1, open_rooms or 0)), seconds=DAY)


def _open_rooms() -> int:
    return Gathering.objects.exclude(stage=Stage.CLOSED).exclude(code="").count()


def _address(request: HttpRequest) -> str:
    # The entrance has dropped whatever an untrusted client said about its address (workshop/entrance.py).
    return address_key(str(request.META.get("REMOTE_ADDR", "")))


def _known(where: str, code: str) -> str:
    digest = salted_hmac("gapsessions.gatherings.vouch", f"{where} {code}", algorithm="sha256").hexdigest()[:32]
    return f"vouched:{digest}"
