"""What a file adds to a gathering that already holds some of it: by multiset difference, and nothing else.

Two people may say the same, so a note that stands twice in the file stands twice in the gathering; a note that
is already there as often as the file says it is not added again. Nothing is ever taken away.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field

from gapsessions.intake.answers import plain_name
from gapsessions.intake.grouping import AnswerKey, IncomingSheet, answer_key
from gapsessions.intake.rows import ParsedAnswer

Signature = frozenset[tuple[AnswerKey, int]]


@dataclass(slots=True)
class StandingSheet:
    """A sheet as it stands in the database; ``breakout`` is the compared name, "" for a single sheet."""

    id: uuid.UUID
    breakout: str
    notes: Counter[AnswerKey] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Addition:
    """Rows to be added to one sheet: a standing one, or a new one where ``standing`` is None."""

    sheet: IncomingSheet
    standing: uuid.UUID | None
    answers: tuple[ParsedAnswer, ...]


def additions(incoming: list[IncomingSheet], standing: list[StandingSheet]) -> list[Addition]:
    """What has to be written so that the gathering holds at least what the file says.

    A table's sheet is known by its breakout. Single sheets have no name: one that says exactly the same is the
    same; a person's sheet that says more than one that stands there is that one, continued.
    """
    tables = {sheet.breakout: sheet for sheet in standing if sheet.breakout}
    singles = [sheet for sheet in standing if not sheet.breakout]
    found: list[Addition] = []
    unmatched: list[IncomingSheet] = []
    by_signature: dict[Signature, list[StandingSheet]] = {}
    for sheet in singles:
        by_signature.setdefault(_signature(sheet.notes), []).append(sheet)
    for sheet in incoming:
        if sheet.breakout:
            known = tables.get(plain_name(sheet.breakout))
            found.extend(_added(sheet, known))
            continue
        same = by_signature.get(_signature(sheet.counted()))
        if same:
            same.pop()
        else:
            unmatched.append(sheet)
    left = [sheet for sheets in by_signature.values() for sheet in sheets]
    found.extend(_continued(unmatched, left))
    return found


def _continued(incoming: list[IncomingSheet], standing: list[StandingSheet]) -> list[Addition]:
    """Persons' sheets that grew, largest overlap first; everything else is a new sheet."""
    by_note: dict[AnswerKey, list[StandingSheet]] = {}
    for sheet in standing:
        for note in sheet.notes:
            by_note.setdefault(note, []).append(sheet)
    taken: set[uuid.UUID] = set()
    found: list[Addition] = []
    for sheet in sorted(incoming, key=lambda one: -len(one.answers)):
        says = sheet.counted()
        near = {one.id: one for note in says for one in by_note.get(note, ())} if sheet.several else {}
        grown = [one for one in near.values() if one.id not in taken and one.notes <= says]
        best = max(grown, key=lambda one: one.notes.total(), default=None)
        if best is not None:
            taken.add(best.id)
        found.extend(_added(sheet, best))
    return found


def _added(sheet: IncomingSheet, standing: StandingSheet | None) -> list[Addition]:
    """The rows of a sheet that do not stand there yet, in the file's order; nothing if all do."""
    if standing is None:
        return [Addition(sheet, None, tuple(sheet.answers))]
    there = Counter(standing.notes)
    new: list[ParsedAnswer] = []
    for answer in sheet.answers:
        note = answer_key(answer)
        if there[note] > 0:
            there[note] -= 1
        else:
            new.append(answer)
    return [Addition(sheet, standing.id, tuple(new))] if new else []


def _signature(notes: Counter[AnswerKey]) -> Signature:
    return frozenset(notes.items())
