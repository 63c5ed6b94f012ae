"""Which column of a table is which: the first thing that is settled about a spreadsheet of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.intake.issues import Issue, Problem
from gapsessions.intake.words import COLUMNS, REQUIRED, Column, plain


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Places (0-based) of the columns that are known, and the headers that are not.

    ``renamed`` holds (header, column) where a header was read as another word for a known column.
    """

    places: dict[Column, int]
    ignored: tuple[str, ...]
    renamed: tuple[tuple[str, Column], ...]
    issues: tuple[Issue, ...]


def has_answer_columns(header: tuple[str, ...]) -> bool:
    """Whether a row of texts names at least perspective, question and text."""
    known = {COLUMNS.get(plain(text)) for text in header}
    return known.issuperset(REQUIRED)


def map_columns(columns: tuple[str, ...], header_row: int = 1, chosen: Mapping[Column, int] | None = None) -> ColumnMap:
    """Find the known columns in any order and spelling; issues name what is missing or there twice.

    ``chosen`` are places that a person gave: then nothing is guessed.

    A column with the known name itself wins over columns with other words for it, which are then ignored
    ("text" beside "comment"); of several equals none wins.
    """
    candidates: dict[Column, list[int]] = {column: [place] for column, place in (chosen or {}).items()}
    for place, header in enumerate(columns if chosen is None else ()):
        column = COLUMNS.get(plain(header))
        if column is not None:
            candidates.setdefault(column, []).append(place)
    places: dict[Column, int] = {}
    issues: list[Issue] = []
    for column, found in candidates.items():
        own = [place for place in found if plain(columns[place]) == column]
        best = own or found
        if len(best) > 1:
            issues.append(_there_twice(column, [columns[place] for place in best], header_row))
        places[column] = best[0]
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        issues.insert(0, _missing(missing, columns, header_row))
    taken = set(places.values())
    ignored = tuple(header for place, header in enumerate(columns) if place not in taken and header)
    renamed = tuple((columns[place], column) for column, place in places.items() if plain(columns[place]) != column)
    return ColumnMap(places, ignored, renamed, tuple(issues))


def _missing(missing: list[Column], columns: tuple[str, ...], row: int) -> Issue:
    found = ", ".join(f"“{header}”" for header in columns if header) or _("none")
    sentence = ngettext(
        "No column is called %(missing)s. The columns of the file are: %(found)s.",
        "No columns are called %(missing)s. The columns of the file are: %(found)s.",
        len(missing),
    ) % {"missing": ", ".join(f"“{column}”" for column in missing), "found": found}
    return Issue(row, "", "", Problem.COLUMN_MISSING, sentence)


def _there_twice(column: Column, headers: list[str], row: int) -> Issue:
    sentence = _("Several columns could be the %(column)s: %(headers)s. Please rename all but one.") % {
        "column": column,
        "headers": ", ".join(f"“{header}”" for header in headers),
    }
    return Issue(row, headers[0], "", Problem.COLUMN_TWICE, sentence)
