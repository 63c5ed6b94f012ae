"""What a participant is promised before the first keystroke: only what quality.md 30-35 proves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext, gettext_noop

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Style


@dataclass(frozen=True)
class Promised:
    """One sentence; `kept` where it is a promise, not where it says what one should know."""

    sentence: str
    kept: bool = True


def promise_for(gathering: Gathering, *, vendor: str | None = None) -> list[Promised]:
    """The promise in the words of this gathering's style and of the database (`vendor` as Django names it) it is in."""
    deletes_at_once = (vendor or connection.vendor) == "sqlite"
    return [
        Promised(_no_names(gathering)),
        *(Promised(sentence) for sentence in _who_wrote_what(gathering, deletes_at_once)),
        Promised(
            gettext("Your words may be quoted exactly, without table or name. So leave names out of them."), kept=False
        ),
        Promised(_always_shown(gathering), kept=False),
    ]


def _no_names(gathering: Gathering) -> str:
    if gathering.asks_follow_up:
        return gettext(
            "We never ask for your name, and you need no account. Only if you want to hear what came of it you may "
            "leave an address; it stands on a list of its own, not with what you wrote."
        )
    return gettext("We never ask for your name. No account, no e-mail.")


def _who_wrote_what(gathering: Gathering, deletes_at_once: bool) -> list[str]:
    if gathering.style != Style.TABLES:
        nameless = gettext(
            "Your answers stand together on one sheet without a name. Whoever leads the exercise can read it, but not "
            "whose it is."
        )
        if deletes_at_once:
            return [
                nameless,
                gettext("Only your phone leads to your sheet. When this closes, that link is deleted for good."),
            ]
        return [
            nameless,
            gettext(
                "Only your phone leads to your sheet. When this closes, that link is deleted. Old copies inside the "
                "database and its backups are overwritten later."
            ),
        ]
    shared = gettext("Your table shares one sheet: everybody at it reads the notes and may change them.")
    if not gathering.silent_minutes:
        return [shared, gettext("Nothing is kept that says which phone wrote which note.")]
    at_first = gettext(
        "At the start of a question only the system can tell which phone wrote a note, and tells nobody."
    )
    if deletes_at_once:
        after = gettext("Then everybody’s notes appear at once, and that link is deleted for good.")
    else:
        after = gettext(
            "Then everybody’s notes appear at once, and that link is deleted. Old copies inside the database and its "
            "backups are overwritten later."
        )
    return [shared, f"{at_first} {after}"]


_TOGETHER = {
    Perspective.LEADERSHIP: gettext_noop(
        "What leaders say together is always shown, however few took part; parts of it from five on."
    ),
    Perspective.STAFF: gettext_noop(
        "What staff say together is always shown, however few took part; parts of it from five on."
    ),
    Perspective.CUSTOMERS: gettext_noop(
        "What customers say together is always shown, however few took part; parts of it from five on."
    ),
}


def _always_shown(gathering: Gathering) -> str:
    return gettext(_TOGETHER[Perspective(gathering.perspective)])
