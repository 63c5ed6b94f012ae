"""The labels of readings that an organisation may word itself, with their defaults, by colour family."""

from __future__ import annotations

from enum import StrEnum

from gapsessions.method.findings import Family, ReadingName
from gapsessions.method.wording import FAMILIES, NOT_BY_LEADERSHIP, RARELY, READINGS


class Word(StrEnum):
    """A label of a reading or family that an organisation may word itself; the keys of its own words."""

    SEEN_DIFFERENTLY = "seen_differently"
    NOT_RAISED = "not_raised"
    NOT_BY_LEADERSHIP = "not_by_leadership"
    RARELY_BY_LEADERSHIP = "rarely_by_leadership"
    NOT_BY_STAFF = "not_by_staff"
    RARELY_BY_STAFF = "rarely_by_staff"
    STAFF_ONLY = "staff_only"
    MOSTLY_STAFF = "mostly_staff"
    NOT_BY_CUSTOMERS = "not_by_customers"
    RARELY_BY_CUSTOMERS = "rarely_by_customers"
    SHARED = "shared"
    NO_START = "no_start"


WORDS: dict[Word, str] = {
    Word.SEEN_DIFFERENTLY: FAMILIES[Family.SEEN_DIFFERENTLY],
    Word.NOT_RAISED: FAMILIES[Family.NOT_RAISED],
    Word.NOT_BY_LEADERSHIP: NOT_BY_LEADERSHIP,
    Word.RARELY_BY_LEADERSHIP: RARELY[NOT_BY_LEADERSHIP],
    Word.NOT_BY_STAFF: READINGS[ReadingName.STAFF_BLIND_SPOT],
    Word.RARELY_BY_STAFF: RARELY[READINGS[ReadingName.STAFF_BLIND_SPOT]],
    Word.STAFF_ONLY: READINGS[ReadingName.UNHEARD_FRONTLINE],
    Word.MOSTLY_STAFF: RARELY[READINGS[ReadingName.UNHEARD_FRONTLINE]],
    Word.NOT_BY_CUSTOMERS: FAMILIES[Family.LEADERSHIP_ONLY],
    Word.RARELY_BY_CUSTOMERS: RARELY[FAMILIES[Family.LEADERSHIP_ONLY]],
    Word.SHARED: FAMILIES[Family.SHARED],
    Word.NO_START: FAMILIES[Family.NO_START],
}
"""Every label with its default; each default belongs to one label only."""

WORDS_OF: dict[Family, tuple[Word, ...]] = {
    Family.SEEN_DIFFERENTLY: (Word.SEEN_DIFFERENTLY,),
    Family.NOT_RAISED: (
        Word.NOT_RAISED,
        Word.NOT_BY_LEADERSHIP,
        Word.RARELY_BY_LEADERSHIP,
        Word.NOT_BY_STAFF,
        Word.RARELY_BY_STAFF,
        Word.STAFF_ONLY,
        Word.MOSTLY_STAFF,
    ),
    Family.LEADERSHIP_ONLY: (Word.NOT_BY_CUSTOMERS, Word.RARELY_BY_CUSTOMERS),
    Family.SHARED: (Word.SHARED,),
    Family.NO_START: (Word.NO_START,),
}
"""The five families with their labels: the legend of a colour first, then what stands on pills."""
