"""The next step in words and with an address: what the filled button says and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from gapsessions.facilitation.next_step import NextStep, Verb
from gapsessions.method.vocabulary import Perspective
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.models import GapSession

Words = tuple[str, str, str]


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
    Verb.COMPARE: "compare",
    Verb.MATCH: "wave",
    Verb.SETTLE: "plan-actions",
    Verb.REPORT: "report",
    Verb.SHARE: "report",
    Verb.PLAN: "plan",
    Verb.CATCH_UP: "plan-actions",
    Verb.ASK_AGAIN: "wave",
    Verb.TELL: "said",
    Verb.FOLLOW: "plan-actions",
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


def _words(step: NextStep, gathering: str) -> Words:
    return _every_verb(step, gathering)[step.verb]()


def _every_verb(step: NextStep, gathering: str) -> dict[Verb, Callable[[], Words]]:
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
    } | _what_follows(step)


def _what_follows(step: NextStep) -> dict[Verb, Callable[[], Words]]:
    n = step.actions
    return {
        Verb.COMPARE: lambda: (
            gettext("The comparison is there. Look at it, then show it to the room, which decides what follows."),
            gettext("See where you differ"),
            gettext("Compare"),
        ),
        Verb.MATCH: lambda: (
            gettext("This session was held before. Say which themes are the same as last time."),
            gettext("Match the themes"),
            gettext("Match the themes"),
        ),
        Verb.SETTLE: lambda: (
            ngettext("%(n)d action has no owner or no date yet.", "%(n)d actions have no owner or no date yet.", n)
            % {"n": n},
            gettext("Say who and until when"),
            gettext("Settle the plan"),
        ),
        Verb.REPORT: lambda: (
            ngettext(
                "The plan holds %(n)d action. Freeze it with the comparison as a report.",
                "The plan holds %(n)d actions. Freeze it with the comparison as a report.",
                n,
            )
            % {"n": n},
            gettext("Make the report"),
            gettext("Make the report"),
        ),
        Verb.SHARE: lambda: (
            gettext("The report is made. Read it, and pass it on by a link."),
            gettext("Read and share it"),
            gettext("Share the report"),
        ),
        Verb.PLAN: lambda: (
            gettext("The report is made, and nothing is decided yet."),
            gettext("Decide where to start"),
            gettext("Make the plan"),
        ),
        Verb.CATCH_UP: lambda: (
            ngettext("%(n)d action is overdue.", "%(n)d actions are overdue.", n) % {"n": n},
            gettext("See what is late"),
            gettext("See what is late"),
        ),
        Verb.ASK_AGAIN: lambda: (
            gettext("The next audit is on %(day)s. Ask again, and see what has moved.")
            % {"day": date_format(step.day, "j F Y") if step.day else ""},
            gettext("Plan the next wave"),
            gettext("Ask again"),
        ),
        Verb.TELL: lambda: (
            gettext("Something has come of it. Tell the people who said it."),
            gettext("Write “You said, we did”"),
            gettext("Tell people"),
        ),
        Verb.FOLLOW: lambda: (
            ngettext("%(n)d action is to be done, none is late.", "%(n)d actions are to be done, none is late.", n)
            % {"n": n},
            gettext("See how they stand"),
            gettext("See the actions"),
        ),
        Verb.READ: lambda: (
            gettext("All that was decided is done, and the report is made."),
            gettext("Read the report"),
            gettext("Read the report"),
        ),
    }
