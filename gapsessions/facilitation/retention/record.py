"""The few counts that stay of an erased session: which themes were raised, by how many sheets of how many.

No word of an answer stays, and no count behind which fewer than five people stand (spec.md section 9).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.models import Placement

FLOOR = 5
VERSION = 1
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One theme of a record, as a page shows it: "Staff, question 2: 3 of 9" and the like."""

    name: str
    counts: tuple[tuple[Perspective, Question, int, int], ...]


def figures_of(session: GapSession) -> dict[str, Any]:
    """Count what may stay, in the form that a record keeps: sheets per perspective, and themes with k of n.

    A theme stays where people of five or more stand behind one of its counts; its other counts are left out.
    """
    people, side = _people(session)
    answered: dict[_Key, set[Any]] = defaultdict(set)
    for sheet, question in _standing(session).values_list("sheet", "question"):
        answered[side[sheet], question].add(sheet)
    raised: dict[str, dict[_Key, set[Any]]] = defaultdict(lambda: defaultdict(set))
    placed = Placement.objects.filter(answer__in=_standing(session), theme__other=False)
    for theme, sheet, question in placed.values_list("theme__name", "answer__sheet", "answer__question"):
        raised[theme][side[sheet], question].add(sheet)
    themes = []
    for name in sorted(raised):
        counts = [
            {"perspective": key[0], "question": key[1], "raised": len(sheets), "of": len(answered[key])}
            for key, sheets in sorted(raised[name].items())
            if sum(people[sheet] for sheet in sheets) >= FLOOR
        ]
        if counts:
            themes.append({"name": name, "counts": counts})
    sheets_of = {who.value: {"sheets": 0, "people": 0} for who in Perspective}
    for sheet, who in side.items():
        sheets_of[who]["sheets"] += 1
        sheets_of[who]["people"] += people[sheet]
    sides = {who: counts for who, counts in sheets_of.items() if counts["people"] >= FLOOR}
    return {"version": VERSION, "sides": sides, "themes": themes}


def held_on(session: GapSession) -> date | None:
    """The day of the last gathering, if anybody said it."""
    day: date | None = Gathering.objects.filter(session=session).aggregate(last=Max("held_on"))["last"]
    return day


def lines_of(figures: dict[str, Any]) -> list[RecordLine]:
    """Read a record's figures back for a page."""
    return [
        RecordLine(
            theme["name"],
            tuple(
                (Perspective(one["perspective"]), Question(one["question"]), one["raised"], one["of"])
                for one in theme["counts"]
            ),
        )
        for theme in figures.get("themes", [])
    ]


def _standing(session: GapSession) -> Any:
    return Answer.objects.filter(sheet__gathering__session=session, sheet__removed=False, struck_out=False)


def _people(session: GapSession) -> tuple[dict[Any, int], dict[Any, str]]:
    sheets = Sheet.objects.filter(gathering__session=session, gathering__removed_at__isnull=True)
    found = list(sheets.select_related("gathering"))
    return {s.pk: s.contributors for s in found}, {s.pk: s.gathering.perspective for s in found}
