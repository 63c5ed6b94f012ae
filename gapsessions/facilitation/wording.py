"""The next step in words and with an address: what the filled button says and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from gapsessions.facilitation.next_step import NextStep, Verb
from gapsessions.method.vocabulary import Perspective
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.models import GapSession


@dataclass(frozen=True)
class Offer:
    """A sentence on where the session stands, the button's words, and the page it opens."""

    sentence: str
    button: str
    short: str
    href: str


_PAGES = {
    Verb.ADD_GATHERING: "gathering-new",
    Verb.ASK_ANOTHER: "gathering-new",
    Verb.GO_LIVE: "control-room",
    Verb.PREPARE: "gathering",
    Verb.RESTORE: "session-settings",
    Verb.REPORT: "report",
    Verb.READ: "report",
}


def offer(session: GapSession, step: NextStep, gathering: str = "") -> Offer:
    """Word a next step of a session; `gathering` is the name of the one it is about."""
    sentence, button, short = _words(step, gathering)
    return Offer(sentence, button, short, _href(session, step))


def _href(session: GapSession, step: NextStep) -> str:
    place = _PAGES.get(step.verb, "themes")
    tries = [(place, [session.code, step.gathering]), ("gathering", [session.code, step.gathering])]
    for name, given in tries if step.gathering else [(place, [session.code])]:
        try:
            asked = f"?perspective={step.perspective}" if step.perspective else ""
            return reverse(name, args=given) + asked
        except NoReverseMatch:
            continue
    return reverse("session", args=[session.code])


def _words(step: NextStep, gathering: str) -> tuple[str, str, str]:
    notes = step.notes
    who = gettext(SIDE_NAMES[step.perspective or Perspective.LEADERSHIP])
    return {
        Verb.RESTORE: lambda: (gettext("This session is in the archive."), gettext("Take it out"), gettext("Open")),
        Verb.GO_LIVE: lambda: (
            gettext("%(name)s is live.") % {"name": gathering},
            gettext("Control room"),
            gettext("Control room"),
        ),
        Verb.ADD_GATHERING: lambda: (
            gettext("Begin with a gathering: a meeting of one of the three, or answers you have already."),
            gettext("Add a gathering"),
            gettext("Add a gathering"),
        ),
        Verb.PREPARE: lambda: (
            gettext("%(name)s is prepared.") % {"name": gathering},
            gettext("Open the gathering"),
            gettext("Open"),
        ),
        Verb.ASK_ANOTHER: lambda: (
            gettext("To compare, a second perspective must be heard: %(who)s, for example.") % {"who": who.lower()},
            gettext("Add a gathering"),
            gettext("Ask %(who)s") % {"who": who.lower()},
        ),
        Verb.WAIT: lambda: (
            gettext("The notes are being sorted into themes."),
            gettext("See how far it is"),
            gettext("See how far"),
        ),
        Verb.LOOK_THROUGH: lambda: (
            gettext("A proposal of themes is ready."),
            gettext("Look through it"),
            gettext("See the proposal"),
        ),
        Verb.SORT: lambda: (
            ngettext("%(n)d note has no theme yet.", "%(n)d notes have no themes yet.", notes) % {"n": notes},
            gettext("Sort them into themes"),
            ngettext("Sort %(n)d note", "Sort %(n)d notes", notes) % {"n": notes},
        ),
        Verb.PLACE: lambda: (
            ngettext("%(n)d note is undecided.", "%(n)d notes are undecided.", notes) % {"n": notes},
            ngettext("Sort %(n)d note", "Sort %(n)d notes", notes) % {"n": notes},
            ngettext("Sort %(n)d note", "Sort %(n)d notes", notes) % {"n": notes},
        ),
        Verb.CLOSE_THEMES: lambda: (
            gettext("Every note has its theme. Close the themes, and the comparison opens."),
            gettext("Go to the themes"),
            gettext("Close the themes"),
        ),
        Verb.REPORT: lambda: (
            gettext("The comparison is there. Freeze it as a report."),
            gettext("Make the report"),
            gettext("Make the report"),
        ),
        Verb.READ: lambda: (gettext("The report is made."), gettext("Read the report"), gettext("Read the report")),
    }[step.verb]()
