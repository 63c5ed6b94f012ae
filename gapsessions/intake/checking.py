"""A look at an uploaded file as it stands with all mendings: what could be saved, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gapsessions.intake.actions import Foreseen, foresee_import
from gapsessions.intake.answers import Parsed, parse_answers
from gapsessions.intake.columns import map_columns
from gapsessions.intake.draft_table import Changes, is_filled, mended, table_to_save
from gapsessions.intake.grid import Row, Table
from gapsessions.intake.issues import Issue, Problem
from gapsessions.intake.queries import wordings_of
from gapsessions.intake.words import Column
from gapsessions.sessions.models import GapSession

LOOKED_FOR = 2_000
"""Problems kept for a page; past that many a column is not what it was taken for."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look found. ``good`` rows could be saved; ``bad`` are the numbers of those that need mending.

    ``issues`` are at most LOOKED_FOR of the things wrong, in the order of rows.
    """

    good: int
    bad: tuple[int, ...]
    issues: tuple[Issue, ...] = field(repr=False)
    ignored: tuple[str, ...]
    notices: tuple[str, ...]
    foreseen: Foreseen
    unusable: bool = False
    blank: tuple[int, ...] = ()
    """Numbers of rows that say nothing in a known column: neither shown nor counted."""

    def as_json(self) -> dict[str, Any]:
        """As the draft's field holds it."""
        return asdict(self)


def checked_of(stored: Mapping[str, Any]) -> Checked:
    """From the draft's field."""
    issues = tuple(
        Issue(**{**one, "problem": Problem(one["problem"]), "known": Column(one["known"]) if one["known"] else None})
        for one in stored["issues"]
    )
    lists = {name: tuple(stored[name]) for name in ("bad", "ignored", "notices", "blank")}
    return Checked(
        stored["good"], issues=issues, foreseen=Foreseen(**stored["foreseen"]), unusable=stored["unusable"], **lists
    )


def parse_draft(session: GapSession, table: Table, changes: Changes) -> Parsed:
    """The file's answers as they would be saved; rows left out by hand count as left out."""
    places = map_columns(table.columns, table.header_row, changes.columns).places
    kept = table_to_save(table, changes, places)
    parsed = parse_answers(kept, wordings=wordings_of(session), columns=changes.columns)
    rows = parsed.rows + len(table.rows) - len(kept.rows)
    return Parsed(parsed.answers, parsed.issues, rows, parsed.ignored, parsed.notices)


def check(session: GapSession, table: Table, changes: Changes) -> Checked:
    """Look at the file with all mendings."""
    parsed = parse_draft(session, table, changes)
    places = map_columns(table.columns, table.header_row, changes.columns).places
    return Checked(
        good=len(parsed.answers),
        bad=() if parsed.unusable else tuple(dict.fromkeys(issue.row for issue in parsed.issues)),
        issues=parsed.issues[:LOOKED_FOR],
        ignored=parsed.ignored,
        notices=parsed.notices,
        foreseen=foresee_import(session=session, parsed=parsed),
        unusable=parsed.unusable,
        blank=tuple(row.number for row in table.rows if not is_filled(_as_mended(row, changes, places), places)),
    )


def _as_mended(row: Row, changes: Changes, places: Mapping[Column, int]) -> Row:
    return mended(row, changes.cells[row.number], places) if row.number in changes.cells else row
