"""The projector: where to join, what is asked, how long still, and how much is written in total. No table is ranked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gapsessions.facilitation.room import revealing
from gapsessions.facilitation.room.answering import answer
from gapsessions.facilitation.room.deck import Deck, deck_of
from gapsessions.facilitation.room.revealing import Shown, shown_now
from gapsessions.facilitation.room.standing import Totals, totals_of
from gapsessions.facilitation.room.voting import Vote, vote_on_screen
from gapsessions.gatherings.access import gathering_for, gathering_to_run
from gapsessions.gatherings.guessing import vouch
from gapsessions.gatherings.joining import Qr, door_for, qr_of, spoken
from gapsessions.gatherings.models import Gathering
from gapsessions.gatherings.stirring import stir_desk
from gapsessions.method.vocabulary import Question, Stage
from gapsessions.method.wording import GROUND_RULES
from gapsessions.sessions.access import may_run
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@dataclass(frozen=True)
class Screen:
    """Everything the projector shows."""

    deck: Deck
    totals: Totals
    number: int
    """Place of the question among those that are asked, from 1."""
    asked: int
    silent_until: int | None
    rules: str
    qr: Qr | None
    shown: Shown | None
    shown_wording: str
    vote: Vote | None


def screen_of(gathering: Gathering, link: str) -> Screen:
    """Put the projector together; as many queries for forty tables as for one."""
    deck = deck_of(gathering)
    kinds = [kind for kind, _wording in deck.questions]
    shown = shown_now(gathering)
    return Screen(
        deck=deck,
        totals=totals_of(gathering),
        number=kinds.index(deck.question) + 1 if deck.question in kinds else 0,
        asked=len(kinds),
        silent_until=revealing.silent_until(gathering, deck.question),
        rules=gathering.session.ground_rules or gettext(GROUND_RULES),
        qr=_qr(link) if link else None,
        shown=shown,
        shown_wording=dict(deck.questions).get(shown.question, "") if shown else "",
        vote=vote_on_screen(gathering),
    )


@require_safe
def projector(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The big screen, in a browser where a member is signed in."""
    gathering = gathering_for(request, code, key)
    door = door_for(request)
    open_door = bool(gathering.code) and gathering.stage != Stage.CLOSED
    if open_door:
        vouch(request, gathering.code)  # whoever sits before this screen may type what it shows
    context = {
        "session": gathering.session,
        "organisation": gathering.session.organisation,
        "gathering": gathering,
        "screen": screen_of(gathering, door.link(gathering.code) if open_door else ""),
        "door": door,
        "spoken": spoken(gathering.code),
        "may_run": may_run(request, gathering.session) and not gathering.session.archived_at,
        "now": round(time.time() * 1000),
        "stream": f"/live/screen/{gathering.key}",
    }
    return render_page(request, "facilitation/screen.html", context, parts=("screen",))


@require_POST
def reveal(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the notes of a question on the big screen, turn to the next ones, or take them off."""
    gathering = gathering_to_run(request, code, key)
    verb, wanted = request.POST.get("verb", ""), request.POST.get("question", "")
    if verb in ("next", "previous"):
        revealing.turn(gathering=gathering, by=1 if verb == "next" else -1)
    elif verb == "hide":
        revealing.hide(gathering=gathering)
    elif wanted in [*Question]:
        _show(request, gathering, Question(wanted))
    stir_desk(gathering)
    return answer(request, gathering)


@lru_cache(maxsize=256)
def _qr(link: str) -> Qr:
    """The same code every second: drawn once."""
    return qr_of(link)


def _show(request: HttpRequest, gathering: Gathering, question: Question) -> None:
    try:
        revealing.reveal_answers(gathering=gathering, question=question)
    except revealing.StillSilent:
        messages.error(request, gettext("That question is not open to everybody yet."))
    except revealing.TooFewWrote:
        words = gettext("Notes come to the big screen when at least %(n)d people stand behind them.")
        messages.error(request, words % {"n": revealing.FEWEST})
