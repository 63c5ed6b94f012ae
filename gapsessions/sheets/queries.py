"""What stands on sheets, as the desk lists and types it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sheets.models import Answer, Sheet


@dataclass(frozen=True)
class QuestionNotes:
    """One question as this perspective is asked it, and the notes under it, struck-out ones among them.

    What a phone writes in silence is the phone's own until everybody's notes appear: those are `hidden`, and counted.
    """

    kind: Question
    wording: str
    notes: list[Answer]
    asked: bool
    """False: it is not asked any more, but notes stand under it."""
    hidden: int = 0

    @property
    def standing(self) -> int:
        """Notes that count."""
        return sum(not note.struck_out for note in self.notes)


@dataclass
class SheetRow:
    """A table, or one person, with the notes per question."""

    breakout: Breakout | None
    sheet: Sheet | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def notes(self) -> int:
        """All notes that stand."""
        return sum(self.counts.values())

    @property
    def by_question(self) -> list[int]:
        """Notes per question, 1 to 4."""
        return [self.counts.get(kind.value, 0) for kind in Question]


def questions_with_notes(sheet: Sheet) -> list[QuestionNotes]:
    """The questions this perspective is asked, or was when notes came, with what stands on the sheet; two queries.

    The order of notes is that of their random ids: the order in which they came is kept nowhere.
    """
    who = Perspective(sheet.gathering.perspective)
    worded = {q.kind: q for q in sheet.gathering.session.questions.filter(perspective=who.value)}
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    hidden: Counter[str] = Counter()
    for note in Answer.objects.filter(sheet=sheet).order_by("pk"):
        if note.pen_hash:
            hidden[note.question] += 1
        else:
            by_kind[note.question].append(note)
    return [
        QuestionNotes(kind, q.wording, by_kind[kind.value], q.asked, hidden[kind.value])
        for kind in Question
        if (q := worded.get(kind.value)) and (q.asked or by_kind[kind.value])
    ]


def sheet_rows(gathering: Gathering) -> list[SheetRow]:
    """Every breakout, whether it wrote or not, and then every own sheet; three queries."""
    counts = _counts(gathering)
    sheets = list(Sheet.objects.filter(gathering=gathering).order_by("pk"))
    of_table = {sheet.breakout_id: sheet for sheet in sheets if sheet.breakout_id}
    rows = []
    for breakout in Breakout.objects.filter(gathering=gathering).order_by("pk"):
        sheet = of_table.get(breakout.pk)
        rows.append(SheetRow(breakout, sheet, counts.get(sheet.pk, {}) if sheet else {}))
    rows += [SheetRow(None, sheet, counts.get(sheet.pk, {})) for sheet in sheets if not sheet.breakout_id]
    return rows


def _counts(gathering: Gathering) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Answer.objects.filter(sheet__gathering=gathering, struck_out=False)
    for sheet, question, n in rows.values_list("sheet", "question").annotate(n=Count("pk")):
        found[sheet][question] = n
    return found


def tables_beside(sheet: Sheet) -> tuple[Breakout | None, Breakout | None]:
    """The breakouts before and after that of a table sheet, in the order they were made; None at either end."""
    tables = list(Breakout.objects.filter(gathering=sheet.gathering_id).order_by("pk"))
    keys = [table.pk for table in tables]
    if sheet.breakout_id not in keys:
        return None, None
    at = keys.index(sheet.breakout_id)
    return (tables[at - 1] if at else None), (tables[at + 1] if at + 1 < len(tables) else None)
