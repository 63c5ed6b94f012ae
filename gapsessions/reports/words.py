"""The report's words: who speaks, how many sheets said something, and the plain label of a reading."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.method.findings import Count, Reading, ReadingName, SideFacts
from gapsessions.method.vocabulary import Perspective, Question, Scope

L, S, C = Perspective

QUESTION_OF: dict[Scope, Question] = {
    Scope.STRENGTH: Question.STRENGTH,
    Scope.PRAISE: Question.STRENGTH,
    Scope.IMPROVE: Question.IMPROVE,
    Scope.PROBLEM: Question.IMPROVE,
    Scope.COMPETITOR: Question.COMPETITOR,
    Scope.ACTION: Question.ACTION,
    Scope.START: Question.ACTION,
    Scope.CONTINUE: Question.ACTION,
    Scope.ANY: Question.ACTION,
}
"""Under which question a reading is printed; unions stand under the question that decides them."""


def number(value: int) -> str:
    """An integer with the language's thousands separator."""
    return str(number_format(value, force_grouping=True))


def perspective_name(perspective: Perspective) -> str:
    """The side's name as a heading."""
    return {L: _("Leadership"), S: _("Staff"), C: _("Customers")}[perspective]


def perspective_short(perspective: Perspective) -> str:
    """The side's name where a column is narrow."""
    return {L: _("Lead."), S: _("Staff"), C: _("Cust.")}[perspective]


def perspective_in_sentence(perspective: Perspective) -> str:
    """The side's name in the middle of a sentence."""
    return {L: _("leadership"), S: _("staff"), C: _("customers")}[perspective]


def question_name(question: Question) -> str:
    """The question's short name where its full wording does not fit."""
    return {
        Question.STRENGTH: _("Do well"),
        Question.IMPROVE: _("Do better"),
        Question.COMPETITOR: _("Others do"),
        Question.ACTION: _("Keep or start"),
    }[question]


def listed(words: Sequence[str]) -> str:
    """"a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def quoted(name: str) -> str:
    """A theme's name inside a sentence."""
    return _("“%(name)s”") % {"name": name}


def singles_unit(perspective: Perspective, amount: int) -> str:
    """What one single sheet of this side is called."""
    if perspective is L:
        return ngettext("leader", "leaders", amount)
    return ngettext("single reply", "single replies", amount)


def sheets_text(side: SideFacts) -> str:
    """"9 leaders", "9 tables", "2 tables and 50 single replies", "no sheet yet"."""
    parts = []
    if side.tables:
        parts.append(ngettext("%(n)s table", "%(n)s tables", side.tables) % {"n": number(side.tables)})
    if side.singles:
        parts.append(f"{number(side.singles)} {singles_unit(side.perspective, side.singles)}")
    return listed(parts) or _("no sheet yet")


def of_text(raising: int, answered: int) -> str:
    """"5 of 12"."""
    return _("%(k)s of %(n)s") % {"k": number(raising), "n": number(answered)}


def reach_text(perspective: Perspective, count: Count | None) -> str:
    """"5 of 12 tables", "1 of 2 tables and 14 of 50 single replies", "not asked", "no sheet answered"."""
    if count is None:
        return _("not asked")
    if not count.answered:
        return _("no sheet answered")
    parts = []
    if count.tables:
        unit = ngettext("table", "tables", count.tables)
        parts.append(f"{of_text(count.tables_raising, count.tables)} {unit}")
    if count.singles:
        unit = singles_unit(perspective, count.singles)
        parts.append(f"{of_text(count.singles_raising, count.singles)} {unit}")
    return listed(parts)


def side_reach(perspective: Perspective, count: Count | None) -> str:
    """"Staff 5 of 12 tables": the reach with the name of the side before it."""
    name = perspective_name(perspective)
    if perspective is L and count is not None and count.singles and not count.tables:
        return reach_text(perspective, count)
    return f"{name} {reach_text(perspective, count)}"


def none_did(perspective: Perspective, count: Count) -> str:
    """"No leader did." / "1 of 9 leaders did.": the second half of a headline."""
    if count.raising:
        return _("%(reach)s did.") % {"reach": reach_text(perspective, count)}
    if perspective is L:
        return _("No leadership table did.") if count.tables else _("No leader did.")
    if perspective is S:
        return _("No staff table did.") if count.tables and not count.singles else _("No one on the staff did.")
    return _("No customer table did.") if count.tables and not count.singles else _("No customer did.")


def raised(perspective: Perspective, name: str) -> str:
    """"Customers raised “X”." in one piece, because languages inflect."""
    sentence = {
        L: _("Leadership raised %(theme)s."),
        S: _("Staff raised %(theme)s."),
        C: _("Customers raised %(theme)s."),
    }[perspective]
    return sentence % {"theme": quoted(name)}


def chip_label(reading: Reading) -> str:
    """The plain words of the five families (disparity.md 6.15); they accuse nobody."""
    match reading.name:
        case ReadingName.CONTRADICTION:
            return _("Seen differently")
        case ReadingName.UNHEARD_FRONTLINE:
            return _("Raised by staff only")
        case ReadingName.STAFF_BLIND_SPOT:
            return _("Not raised by staff")
        case ReadingName.BLIND_SPOT | ReadingName.HIDDEN_STRENGTH | ReadingName.COMPETITOR_ALARM:
            return _("Not raised by leadership")
        case ReadingName.INSIDE_VIEW | ReadingName.PET_PROJECT:
            return _("Raised by leadership only")
        case ReadingName.ORPHAN_GAP:
            return _("No one proposed a start")
        case _:
            return _("Shared")
