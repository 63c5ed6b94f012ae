"""The room as a phone meets it: its page, its state, and the one address for everything it does."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from gapsessions.breakouts.access import seat_for, writing_seat_for
from gapsessions.breakouts.queries import tables_of
from gapsessions.method.vocabulary import Question, Style
from gapsessions.method.wording import GROUND_RULES
from gapsessions.sheets.flood import WAIT_SECONDS, flood
from gapsessions.sheets.from_phones import carry_out, extra_verbs
from gapsessions.sheets.operations import LARGEST_OPERATION, read, secret
from gapsessions.sheets.phone_replies import Reply, of_flood, of_outcome, of_refusal
from gapsessions.sheets.refusals import NotUnderstood, Refusal
from gapsessions.sheets.state import state_of
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, NotJson, json_body

SHEET_KEY = "Gap-Sheet"
PENS = "Gap-Pens"


# A quarter of the bytes on a slow network. Nothing on the page is worth guessing from its length: the token is masked
# anew each time, and what people write comes with the state.
@gzip_page
@never_cache
@require_safe
def room(request: HttpRequest, key: str) -> HttpResponse:
    """The phone's page, in every stage: words and frames only; what is written comes with the state."""
    seat = seat_for(request, key)
    gathering = seat.gathering
    context = {
        "gathering": gathering,
        "organisation": gathering.session.organisation,
        "tables": tables_of(gathering) if gathering.style == Style.TABLES else [],
        "ground_rules": gettext(GROUND_RULES),
    }
    return render_page(request, "sheets/phone.html", context)


@never_cache
@require_safe
def state(request: HttpRequest, key: str) -> HttpResponse:
    """What the phone shows, as JSON, with the token that its next operation needs."""
    seat = seat_for(request, key)
    facts = state_of(seat, pens=_pens(request), sheet_key=_sheet_key(request))
    return JsonResponse(facts | {"csrf": get_token(request)})


@never_cache
@require_POST
def operation(request: HttpRequest, key: str) -> HttpResponse:
    """Carry out one operation, once; the reply says whether it is on the disk."""
    seat = writing_seat_for(request, key)
    if not flood.passes(seat.pk):
        return JsonResponse(of_flood().facts, status=429, headers={"Retry-After": str(WAIT_SECONDS)})
    text = ""
    try:
        asked = read(_raw(request), extra_verbs())
        text = asked.text
        reply = of_outcome(carry_out(seat=seat, asked=asked, sheet_key=_sheet_key(request)))
    except Refusal as refused:
        reply = of_refusal(refused, text)
    return _json(reply)


def _raw(request: HttpRequest) -> bytes:
    try:
        return json_body(request, most_bytes=LARGEST_OPERATION)
    except NotJson:
        raise NotUnderstood from None


def _sheet_key(request: HttpRequest) -> str:
    return secret(request.headers.get(SHEET_KEY, ""))


def _pens(request: HttpRequest) -> dict[str, str]:
    pairs = (pair.strip().partition("=") for pair in request.headers.get(PENS, "").split(",")[: len(Question)])
    return {question: secret(pen) for question, _is, pen in pairs if question in [*Question] and secret(pen)}


def _json(reply: Reply) -> JsonResponse:
    return JsonResponse(reply.facts, status=reply.status)
