"""The compare page in its states: a theme opened, one part, quotes decided, words refused, predictions to match."""

from __future__ import annotations

from typing import Any

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.quoting.actions import leave_out_quote, pick_quote, redact_quote, withdraw_quote
from gapsessions.sheets.models import Answer
from tests.factories.compared import make_compared_session
from tests.factories.people import browser_of


def comparisons(album: Any, organisation: Organisation, fay: User) -> None:
    """Every state, each made once."""
    fays, session = browser_of(fay), make_compared_session(organisation, fay)
    at = f"/s/{session.code}/compare/"
    theme = session.themes.get(name="Waiting on the phone")
    notes = list(Answer.objects.filter(placements__theme=theme).order_by("text")[:5])
    pick_quote(session=session, answer=notes[0], by=fay)
    leave_out_quote(session=session, answer=notes[1], by=fay)
    redact_quote(session=session, answer=notes[2], words="We wait for [name]", reason="names a person", by=fay)
    withdraw_quote(session=session, answer=notes[3], reason="the table asked for it", by=fay)
    opened = f"?theme={theme.key}&question=improve"
    album.keep("comparison with everything", fays.get(at))
    album.keep("comparison, theme with decisions", fays.get(at + opened))
    part = fays.get(at).context["page"].parts[0].key
    album.keep("comparison, one part", fays.get(f"{at}?part={part}"))
    album.keep("comparison, theme of one part", fays.get(f"{at}{opened}&part={part}"))
    album.keep("comparison, nothing under a filter", fays.get(f"{at}?family=seen_differently"))
    album.keep("quotes, decided", fays.get(f"{at}quotes/"))
    quote = f"{at}quotes/{notes[4].pk}/"
    album.keep("words to redact", fays.get(f"{quote}redact/{opened}"))
    album.keep("words refused", fays.post(f"{quote}redact/", {"words": " ", "reason": ""}))
    album.keep("words to withdraw", fays.get(f"{quote}withdraw/"))
    album.keep("predictions", fays.get(f"{at}predictions/"))
    words = f"/organisations/{organisation.code}/words/"
    album.keep("words too long", fays.post(words, {"shared": "x" * 60}))
