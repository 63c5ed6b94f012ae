"""Sheets with known counts, for tests of the comparison that need no database."""

from __future__ import annotations

from collections.abc import Mapping

from gapsessions.method.counts import Note, Sheet
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence

L, S, C = Perspective

_ASKS: dict[Scope, tuple[Question, Intent | None]] = {
    Scope.STRENGTH: (Question.STRENGTH, None),
    Scope.IMPROVE: (Question.IMPROVE, None),
    Scope.COMPETITOR: (Question.COMPETITOR, None),
    Scope.START: (Question.ACTION, Intent.START),
    Scope.CONTINUE: (Question.ACTION, Intent.CONTINUE),
}

Counts = Mapping[Scope, tuple[int, int]]


def sheets_with(
    side: Perspective,
    counts: Counts,
    *,
    kind: SheetKind = SheetKind.TABLE,
    theme: int = 0,
    valences: tuple[Valence, ...] = (),
) -> list[Sheet]:
    """As many sheets as the largest n; the first k of each scope raise the theme, the rest answer "other".

    ``valences`` are handed to the sheets that raise it under *competitor*, in their order.
    """
    sheets = []
    for place in range(max((n for _, n in counts.values()), default=0)):
        notes = []
        for scope, (raising, answered) in counts.items():
            question, intent = _ASKS[scope]
            if place < raising:
                leans = valences[place] if scope is Scope.COMPETITOR and place < len(valences) else None
                notes.append(Note(question, (theme,), intent=intent, valence=leans))
            elif place < answered:
                notes.append(Note(question, other=True, intent=intent))
        sheets.append(Sheet(side, kind, tuple(notes)))
    return sheets


def session_with(counts: Mapping[Perspective, Counts]) -> list[Sheet]:
    """Table sheets of several perspectives, by their counts on one theme."""
    return [sheet for side, found in counts.items() for sheet in sheets_with(side, found)]


def on_themes(side: Perspective, *placed: Mapping[int, int], question: Question = Question.IMPROVE) -> list[Sheet]:
    """One table sheet per mapping of theme to number of notes."""
    return [
        Sheet(
            side,
            SheetKind.TABLE,
            tuple(Note(question, (theme,)) for theme, number in notes.items() for _ in range(number)),
        )
        for notes in placed
    ]
