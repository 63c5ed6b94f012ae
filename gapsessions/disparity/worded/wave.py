"""What two waves allow to say, in sentences: counts first, verdicts last, and chance beside them."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext, pgettext

from gapsessions.disparity.content import WaveAlignment, WaveContent, WaveCount, WavePulse, WaveVerdict
from gapsessions.method.findings import Verdict
from gapsessions.method.vocabulary import Perspective, Scope

SCOPES = {
    Scope.STRENGTH: lambda: gettext("done well"),
    Scope.IMPROVE: lambda: gettext("to improve"),
    Scope.COMPETITOR: lambda: gettext("done differently by others"),
    Scope.START: lambda: gettext("to start"),
    Scope.CONTINUE: lambda: gettext("to keep"),
    Scope.PROBLEM: lambda: gettext("to improve or to start"),
    Scope.PRAISE: lambda: gettext("done well or to keep"),
    Scope.ACTION: lambda: gettext("to keep or to start"),
    Scope.ANY: lambda: gettext("under any question"),
}


def who(side: Perspective) -> str:
    """The side in the middle of a sentence."""
    return {
        Perspective.LEADERSHIP: gettext("leadership"),
        Perspective.STAFF: gettext("staff"),
        Perspective.CUSTOMERS: gettext("customers"),
    }[side]


def count_words(count: WaveCount) -> str:
    """ "0 of 9 last time, 7 of 9 now"; a side that was not asked, or did not answer, is no zero."""
    then = (
        gettext("%(k)d of %(n)d last time") % {"k": count.raising_before, "n": count.answered_before}
        if count.answered_before
        else gettext("not asked last time")
    )
    now = (
        gettext("%(k)d of %(n)d now") % {"k": count.raising, "n": count.answered}
        if count.answered
        else gettext("not asked now")
    )
    return f"{then}, {now}"


def pulse_words(pulse: WavePulse) -> str:
    """Who gave 9 or 10, then and now."""
    words = gettext("%(k1)d of %(n1)d gave 9 or 10 last time, %(k2)d of %(n2)d now")
    return words % {
        "k1": pulse.promoters_before,
        "n1": pulse.people_before,
        "k2": pulse.promoters,
        "n2": pulse.people,
    }


def verdict_words(verdict: WaveVerdict) -> str:
    """What may be said of a gap, and no more."""
    if verdict.census:
        return gettext("Everybody was asked on one side: the counts speak for themselves.")
    return {
        Verdict.CLOSED: gettext("The gap has closed."),
        Verdict.NARROWED: gettext("The gap has narrowed; it is still there."),
        Verdict.TURNED: gettext("It has turned round: the other side raises it more now."),
        Verdict.OPENED: gettext("A gap has opened."),
        Verdict.WIDENED: gettext("The gap has widened."),
        Verdict.UNCLEAR: pgettext("of a gap over two waves", "No clear change."),
        Verdict.CANNOT_TELL: gettext("Cannot be told yet: one sheet stands for a side."),
    }[verdict.verdict]


def between_words(verdict: WaveVerdict) -> str:
    """Whose gap it is: "customers, to improve, beside leadership, to improve or to start"."""
    words = gettext("%(higher)s (%(there)s) beside %(lower)s (%(here)s)")
    return words % {
        "higher": who(verdict.higher),
        "there": SCOPES[verdict.higher_scope](),
        "lower": who(verdict.lower),
        "here": SCOPES[verdict.lower_scope](),
    }


def chance_words(wave: WaveContent) -> str:
    """How many gaps chance alone would call closed; "" where nothing could be."""
    if wave.closed_by_chance is None:
        return ""
    closed = sum(one.verdict is Verdict.CLOSED for one in wave.verdicts)
    said = ngettext("%(n)d gap is called closed.", "%(n)d gaps are called closed.", closed) % {"n": closed}
    if wave.closed_by_chance < 0.5:
        return said + " " + gettext("Chance alone would call none closed, or hardly one.")
    about = round(wave.closed_by_chance)
    chance = ngettext(
        "Chance alone would call about %(n)d of them closed.", "Chance alone would call about %(n)d closed.", about
    )
    return said + " " + chance % {"n": about}


def alignment_words(alignment: WaveAlignment) -> str:
    """Whether two sides are more alike than last time."""
    sides = {"one": who(alignment.first), "other": who(alignment.second)}
    if alignment.closer is None or 0.05 < alignment.closer < 0.95:
        return gettext("Between %(one)s and %(other)s: no clear change.") % sides
    if alignment.closer >= 0.95:
        return gettext("%(one)s and %(other)s have moved closer.") % sides
    return gettext("%(one)s and %(other)s have moved apart.") % sides


def deeds_words(wave: WaveContent) -> str:
    """How much of last time's plan was done."""
    done, planned = sum(one.status == "done" for one in wave.actions), len(wave.actions)
    if not planned:
        return gettext("Nothing was planned last time.")
    words = ngettext("%(done)d of %(n)d action is done.", "%(done)d of %(n)d actions are done.", planned)
    return words % {"done": done, "n": planned}
