"""The report's words: who speaks, how many sheets said something, and the plain label of a reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.findings import Count, Family, Reading, ReadingName, SideFacts
from gapsessions.method.phrases import SMALL_GROUP, Phrase, reach_phrase
from gapsessions.method.reading_words import WORDS
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.method.wording import FAMILIES, RARELY, READINGS, SCOPES, SIDE_NAMES
from gapsessions.web.languages import worded_in

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

_WORD_OF = {message: word for word, message in WORDS.items()}
_own: ContextVar[Mapping[str, str]] = ContextVar("own words for readings", default=MappingProxyType({}))


@contextmanager
def own_words(own: Mapping[str, str]) -> Iterator[None]:
    """Within it readings are called by an organisation's own words, where it has any (`method.reading_words.Word`)."""
    before = _own.set(own)
    try:
        yield
    finally:
        _own.reset(before)


@contextmanager
def in_words_of(content: SnapshotContent) -> Iterator[None]:
    """Within it everything is said in a snapshot's own language, and readings by the organisation's own words."""
    with translation.override(worded_in(content.language)), own_words(content.reading_words):
        yield


def label(message: str) -> str:
    """The label of a reading or family: the organisation's own word for it, else the default in this language."""
    return _own.get().get(_WORD_OF[message]) or _(message)


def family_label(family: Family) -> str:
    """What the legend of a colour says."""
    return label(FAMILIES[family])


def number(value: int) -> str:
    """An integer with the language's thousands separator."""
    return str(number_format(value, force_grouping=True))


def said(message: Phrase | str) -> str:
    """A phrase or message of the method in the language that is active."""
    return message.said(ngettext) if isinstance(message, Phrase) else _(message)


def perspective_name(perspective: Perspective) -> str:
    """The side's name as a heading."""
    return said(SIDE_NAMES[perspective])


def perspective_short(perspective: Perspective) -> str:
    """The side's name where a column is narrow."""
    return {L: _("Lead."), S: _("Staff"), C: _("Cust.")}[perspective]


def perspective_in_sentence(perspective: Perspective) -> str:
    """The side's name in the middle of a sentence."""
    return {L: _("leadership"), S: _("staff"), C: _("customers")}[perspective]


def quoted_side(perspective: Perspective, segment: str) -> str:
    """ "Customers", or "Customers, north" where the segment may be named."""
    return f"{perspective_name(perspective)}, {isolated(segment)}" if segment else perspective_name(perspective)


def question_name(question: Question) -> str:
    """The question's short name where its full wording does not fit."""
    return {
        Question.STRENGTH: _("Do well"),
        Question.IMPROVE: _("Do better"),
        Question.COMPETITOR: _("Others do"),
        Question.ACTION: _("Keep or start"),
    }[question]


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def isolated(name: str) -> str:
    """A name that runs from right to left, kept from turning the order of the sentence around it."""
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in name):
        return name
    bare = name.translate(dict.fromkeys(range(0x2066, 0x206A)))
    return f"\N{FIRST STRONG ISOLATE}{bare}\N{POP DIRECTIONAL ISOLATE}"


def quoted(name: str) -> str:
    """A theme's name inside a sentence."""
    return _("“%(name)s”") % {"name": isolated(name)}


def sheets_text(side: SideFacts) -> str:
    """ "9 leaders", "9 groups", "2 tables and 50 single replies", "no sheet yet"."""
    parts = []
    if side.tables:
        one, many = ("%(n)s table", "%(n)s tables") if side.singles else ("%(n)s group", "%(n)s groups")
        parts.append(ngettext(one, many, side.tables) % {"n": number(side.tables)})
    if side.singles:
        one, many = ("%(n)s single reply", "%(n)s single replies")
        if side.census:
            one, many = {
                L: ("%(n)s leader", "%(n)s leaders"),
                S: ("%(n)s member of staff", "%(n)s members of staff"),
                C: ("%(n)s customer", "%(n)s customers"),
            }[side.perspective]
        parts.append(ngettext(one, many, side.singles) % {"n": number(side.singles)})
    return listed(parts) or _("no sheet yet")


def of_text(raising: int, answered: int) -> str:
    """ "5 of 12"."""
    return _("%(k)s of %(n)s") % {"k": number(raising), "n": number(answered)}


def nearly_all(count: Count) -> bool:
    """Whether all of a few single sheets raised it, which is printed as "nearly all" (spec.md 9)."""
    return 1 < count.singles <= SMALL_GROUP and count.singles_raising == count.singles


def reach_text(perspective: Perspective, count: Count | None) -> str:
    """ "5 of 12 groups", "1 of 2 tables and 14 of 50 single replies", "not asked", "no sheet answered"."""
    return said(reach_phrase(perspective, count))


def side_reach(perspective: Perspective, count: Count | None) -> str:
    """ "Staff 5 of 12 groups": the reach with the name of the side, unless the unit already names it."""
    if count is not None and count.census and count.answered:
        return reach_text(perspective, count)
    return _("%(side)s %(reach)s") % {"side": perspective_name(perspective), "reach": reach_text(perspective, count)}


def none_did(perspective: Perspective, count: Count) -> str:
    """ "No leader did." / "1 of 9 leaders did.": the second half of a headline."""
    if count.raising and count.census:
        return _("%(reach)s did.") % {"reach": reach_text(perspective, count)}
    if count.raising and count.tables and count.singles:
        return {L: _("Few in leadership did."), S: _("Few on the staff did."), C: _("Few customers did.")}[perspective]
    if count.raising:
        sentence = {
            L: _("Among leadership %(reach)s did."),
            S: _("Among staff %(reach)s did."),
            C: _("Among customers %(reach)s did."),
        }[perspective]
        return sentence % {"reach": reach_text(perspective, count)}
    if count.tables and not count.singles:
        return {
            L: _("No leadership group did."),
            S: _("No staff group did."),
            C: _("No customer group did."),
        }[perspective]
    return {L: _("No leader did."), S: _("Nobody on the staff did."), C: _("No customer did.")}[perspective]


def raised(perspectives: Sequence[Perspective], name: str, scope: Scope) -> str:
    """ "Staff and customers raised “X”.", "Customers praised “X”.": the verb tells under which question."""
    sentence = {
        Question.STRENGTH: _("%(sides)s praised %(theme)s."),
        Question.IMPROVE: _("%(sides)s raised %(theme)s as something to improve."),
        Question.COMPETITOR: _("%(sides)s named %(theme)s as something others do."),
        Question.ACTION: _("%(sides)s proposed %(theme)s."),
    }[QUESTION_OF[scope]]
    sides = [side for side in Perspective if side in perspectives]
    subject = listed([perspective_name(sides[0]), *map(perspective_in_sentence, sides[1:])])
    return sentence % {"sides": subject, "theme": quoted(name)}


def unbroken(text: str) -> str:
    """The same on one line, however narrow the column: a number and its word."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def all_raised(sides: int, themes: str, scope: Scope) -> str:
    """ "All three perspectives raised “X” as something to improve."""
    sentence = {
        Question.STRENGTH: (_("Both perspectives praised %(themes)s"), _("All three perspectives praised %(themes)s")),
        Question.IMPROVE: (
            _("Both perspectives raised %(themes)s as something to improve"),
            _("All three perspectives raised %(themes)s as something to improve"),
        ),
        Question.COMPETITOR: (
            _("Both perspectives named %(themes)s as something others do"),
            _("All three perspectives named %(themes)s as something others do"),
        ),
        Question.ACTION: (
            _("Both perspectives proposed %(themes)s"),
            _("All three perspectives proposed %(themes)s"),
        ),
    }[QUESTION_OF[scope]]
    return sentence[sides > 2] % {"themes": themes}


def one_sheet(side: SideFacts) -> bool:
    """Whether all that is said of a side rests on a single sheet."""
    return side.tables + side.singles == 1


def one_sheet_only(perspectives: Sequence[Perspective]) -> str:
    """ "Staff: one sheet only."; "" for nobody."""
    if not perspectives:
        return ""
    subject = listed([perspective_name(perspectives[0]), *map(perspective_in_sentence, perspectives[1:])])
    return _("%(sides)s: one sheet only.") % {"sides": subject}


def chip_label(reading: Reading) -> str:
    """The plain words of the five families (disparity.md 6.15); they accuse nobody."""
    message = READINGS[reading.name]
    return label(RARELY.get(message, message) if reading.rarely else message)


def about(reading: Reading) -> str:
    """What the reading is about, to be printed wherever its label is: "as something to improve".

    The label alone misleads: "rarely raised by customers" may be about praise, and stand beside a complaint of
    every customer table. "" where the label says it all.
    """
    if reading.name is ReadingName.CONTRADICTION:
        return _apart(reading)
    if reading.name is ReadingName.ORPHAN_GAP:
        return ""
    return said(SCOPES[Scope.ANY if reading.name is ReadingName.PET_PROJECT else reading.scope])


def _apart(reading: Reading) -> str:
    """Which side says what of a theme that is seen differently; the method's stronger side is the one that praises."""
    if reading.scope is Scope.COMPETITOR or not (reading.stronger and reading.weaker):
        return _("good for one side, bad for the other")
    return _("a strength for %(first)s, something to improve for %(second)s") % {
        "first": perspective_in_sentence(reading.stronger),
        "second": perspective_in_sentence(reading.weaker),
    }


def about_in_column(reading: Reading) -> str:
    """The subject where a column's head names the question already: of a theme seen differently, who praises it."""
    if reading.name is ReadingName.CONTRADICTION and reading.scope is Scope.COMPETITOR:
        return _("good or bad")
    if reading.name is ReadingName.CONTRADICTION and reading.stronger:
        return _("a strength for %(first)s") % {"first": perspective_in_sentence(reading.stronger)}
    return about(reading)


def stands_under(reading: Reading) -> Scope:
    """The scope whose counts tell the reading: what nobody proposes to start was raised as something to improve."""
    return Scope.IMPROVE if reading.name is ReadingName.ORPHAN_GAP else reading.scope


def reading_words(reading: Reading) -> str:
    """A reading in one line, label and subject: "Not raised by leadership as something to improve"."""
    return said_about(chip_label(reading), about(reading), reading.name is ReadingName.CONTRADICTION)


def said_about(called: str, where: str, apart: bool = False) -> str:
    """A label with what it is about; ``apart`` where that is a statement of its own."""
    if not where:
        return called
    message = _("%(reading)s: %(about)s") if apart else _("%(reading)s %(about)s")
    return message % {"reading": called, "about": where}
