"""Reach in words, "3 of 4 groups": sentences that are put together here and translated where they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gapsessions.method.findings import Count
from gapsessions.method.vocabulary import Perspective

SMALL_GROUP = 12
"""Up to so many single sheets, "all of them" would say how each one answered; it reads "nearly all" (spec.md 9)."""

Pluralise = Callable[[str, str, int], str]
"""Like ngettext: message for one, message for many, the number."""


def gettext_noop(message: str) -> str:
    """Mark a message for translation; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message to translate, with what goes into it; parts may be phrases themselves.

    ``one`` and ``many`` are msgids with named %-placeholders; ``number`` picks between them.
    """

    one: str
    many: str
    number: int = 1
    parts: Mapping[str, int | float | str | Phrase] = field(default_factory=dict)

    def said(self, pluralise: Pluralise | None = None) -> str:
        """The sentence in the language of ``pluralise``; in English without one."""
        message = (
            pluralise(self.one, self.many, self.number) if pluralise else self.one if self.number == 1 else self.many
        )
        return message % {
            name: part.said(pluralise) if isinstance(part, Phrase) else part for name, part in self.parts.items()
        }


def phrase(message: str, **parts: int | float | str | Phrase) -> Phrase:
    """A phrase that has no plural."""
    return Phrase(message, message, 1, parts)


OF_GROUPS = (gettext_noop("%(raising)s of %(answered)s group"), gettext_noop("%(raising)s of %(answered)s groups"))
OF_TABLES = (gettext_noop("%(raising)s of %(answered)s table"), gettext_noop("%(raising)s of %(answered)s tables"))
OF_SINGLES = (
    gettext_noop("%(raising)s of %(answered)s single reply"),
    gettext_noop("%(raising)s of %(answered)s single replies"),
)
OF_CENSUS = {
    Perspective.LEADERSHIP: (
        gettext_noop("%(raising)s of %(answered)s leader"),
        gettext_noop("%(raising)s of %(answered)s leaders"),
    ),
    Perspective.STAFF: (
        gettext_noop("%(raising)s of %(answered)s member of staff"),
        gettext_noop("%(raising)s of %(answered)s members of staff"),
    ),
    Perspective.CUSTOMERS: (
        gettext_noop("%(raising)s of %(answered)s customer"),
        gettext_noop("%(raising)s of %(answered)s customers"),
    ),
}
NEARLY_ALL = gettext_noop("nearly all")
NOT_ASKED = gettext_noop("not asked")
NO_SHEET = gettext_noop("no sheet answered")
TABLES_AND_SINGLES = gettext_noop("%(tables)s and %(singles)s")


def _of(messages: tuple[str, str], raising: int, answered: int, *, people: bool) -> Phrase:
    unanimous = people and 1 < answered <= SMALL_GROUP and raising == answered
    first: int | Phrase = phrase(NEARLY_ALL) if unanimous else raising
    return Phrase(*messages, answered, {"raising": first, "answered": answered})


def reach_phrase(perspective: Perspective, count: Count | None) -> Phrase:
    """How many raised a theme, as screens and reports say it: counts, never percentages of few.

    None means that the perspective was not asked. Tables alone are "groups"; people answer apart from them.
    """
    if count is None:
        return phrase(NOT_ASKED)
    if not count.answered:
        return phrase(NO_SHEET)
    if count.census:
        return _of(OF_CENSUS[perspective], count.singles_raising, count.singles, people=True)
    if not count.singles:
        return _of(OF_GROUPS, count.tables_raising, count.tables, people=False)
    singles = _of(OF_SINGLES, count.singles_raising, count.singles, people=True)
    if not count.tables:
        return singles
    tables = _of(OF_TABLES, count.tables_raising, count.tables, people=False)
    return phrase(TABLES_AND_SINGLES, tables=tables, singles=singles)
