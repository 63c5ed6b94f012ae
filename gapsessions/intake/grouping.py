"""Rows put together into the sheets and gatherings they came from."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gapsessions.intake.answers import plain_name, sheet_key
from gapsessions.intake.rows import ParsedAnswer
from gapsessions.method.vocabulary import Perspective, SheetKind, Style

AnswerKey = tuple[str, str, str, str]
"""Question, text, valence and intent: what makes two notes the same note."""
GatheringKey = tuple[Perspective, str]
"""Perspective and compared name of a gathering; the name is "" where the file names none."""


@dataclass(slots=True)
class IncomingSheet:
    """Rows of one breakout, or of one person, as they will stand on one sheet."""

    breakout: str
    """Name as the file spells it first; "" for a single sheet."""
    several: bool
    """False for a row on its own, which nothing can be added to later."""
    people: int | None = None
    segment: str = ""
    answers: list[ParsedAnswer] = field(default_factory=list)

    @property
    def kind(self) -> SheetKind:
        """A table's sheet if a breakout is named, otherwise one person's."""
        return SheetKind.TABLE if self.breakout else SheetKind.SINGLE

    def counted(self) -> Counter[AnswerKey]:
        """Its notes, with how often each stands there."""
        return Counter(answer_key(answer) for answer in self.answers)


@dataclass(slots=True)
class IncomingGathering:
    """The sheets of one gathering; ``name`` is "" where the file names none."""

    perspective: Perspective
    name: str
    sheets: list[IncomingSheet] = field(default_factory=list)

    @property
    def style(self) -> Style:
        """As its sheets look: any table makes tables; leaders alone sat together, others used a link."""
        if any(sheet.kind is SheetKind.TABLE for sheet in self.sheets):
            return Style.TABLES
        return Style.OWN_SHEETS if self.perspective is Perspective.LEADERSHIP else Style.OPEN_LINK

    @property
    def segment(self) -> str:
        """The segment that all its sheets share, otherwise ""."""
        segments = {sheet.segment for sheet in self.sheets}
        return segments.pop() if len(segments) == 1 else ""


def answer_key(answer: ParsedAnswer) -> AnswerKey:
    """What is compared of a row's note."""
    return answer.question.value, answer.text, answer.valence or "", answer.intent or ""


def gatherings_of(answers: Iterable[ParsedAnswer]) -> dict[GatheringKey, IncomingGathering]:
    """Sheets by gathering, both in the order the file first names them.

    Table sheets by breakout, single sheets by person; a row with neither is a sheet of its own.
    """
    gatherings: dict[GatheringKey, IncomingGathering] = {}
    sheets: dict[object, IncomingSheet] = {}
    for answer in answers:
        place = answer.perspective, plain_name(answer.gathering)
        gathering = gatherings.setdefault(place, IncomingGathering(answer.perspective, answer.gathering))
        key = sheet_key(answer)
        sheet = sheets.get(key) if key else None
        if sheet is None:
            sheet = IncomingSheet(answer.breakout, several=key is not None)
            gathering.sheets.append(sheet)
            if key:
                sheets[key] = sheet
        sheet.people = sheet.people or answer.people
        sheet.segment = sheet.segment or answer.segment
        sheet.answers.append(answer)
    return gatherings


def digest_of(gatherings: dict[GatheringKey, IncomingGathering]) -> str:
    """SHA-256 of what the rows say, in hexadecimal: the same for another order, format or spelling of blanks."""
    content = sorted(
        [
            gathering.perspective.value,
            plain_name(gathering.name),
            plain_name(sheet.breakout),
            str(sheet.people or ""),
            plain_name(sheet.segment),
            sorted(sheet.counted().elements()),
        ]
        for gathering in gatherings.values()
        for sheet in gathering.sheets
    )
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
