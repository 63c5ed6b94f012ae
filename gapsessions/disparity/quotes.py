"""Answers that stand for a theme under one question and perspective: typical, readable, from different sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gapsessions.disparity.content import QuoteContent
from gapsessions.disparity.queries import Material
from gapsessions.method.encoder import Vectors
from gapsessions.method.languages import words_of
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sheets.models import AnswerVector
from gapsessions.themes.encoding import unpack

PER_CELL = 3
SHORTEST, LONGEST = 4, 30
"""Words of a quote that can stand alone and is read to its end."""
PLEASANT = 12
"""Words of a good quote, where no vectors say which answer is typical."""

Cell = tuple[int, Perspective, Question]


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: UUID
    answer: UUID
    text: str
    star: bool
    typical: float


def pick_quotes(material: Material) -> tuple[QuoteContent, ...]:
    """Up to three quotes per theme, perspective and question, starred ones first, then the most typical.

    No sheet speaks twice in a cell, and no two quotes in it have the same words.
    """
    cells: dict[Cell, list[_Candidate]] = defaultdict(list)
    for cell, candidate in _candidates(material, _typicality(material)):
        cells[cell].append(candidate)
    return tuple(
        QuoteContent(theme, perspective, question, candidate.text)
        for (theme, perspective, question), found in sorted(cells.items(), key=_reading_order)
        for candidate in _best(found)
    )


def _reading_order(cell: tuple[Cell, list[_Candidate]]) -> tuple[int, int, int]:
    (theme, perspective, question), _ = cell
    return theme, question.number, list(Perspective).index(perspective)


def _candidates(material: Material, typical: dict[UUID, float]) -> Iterator[tuple[Cell, _Candidate]]:
    for sheet, answers in zip(material.counted, material.answers, strict=True):
        for answer, note in zip(answers, sheet.notes, strict=True):
            words = len(words_of(answer.text))
            if not note.themes or not SHORTEST <= words <= LONGEST:
                continue
            likely = typical.get(answer.pk, -abs(words - PLEASANT) / LONGEST)
            yield (
                (note.themes[0], sheet.perspective, note.question),
                _Candidate(answer.sheet_id, answer.pk, " ".join(answer.text.split()), answer.star, likely),
            )


def _best(found: list[_Candidate]) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    said: set[str] = set()
    spoke: set[UUID] = set()
    for candidate in sorted(found, key=lambda each: (not each.star, -each.typical, each.answer)):
        if candidate.sheet in spoke or candidate.text.casefold() in said:
            continue
        chosen.append(candidate)
        said.add(candidate.text.casefold())
        spoke.add(candidate.sheet)
        if len(chosen) == PER_CELL:
            break
    return chosen


def _typicality(material: Material) -> dict[UUID, float]:
    """Cosine of each placed answer to the centre of its theme; empty where no vectors are stored."""
    if material.proposal is None or not material.proposal.encoder:
        return {}
    theme_of = {
        answer.pk: note.themes[0]
        for sheet, answers in zip(material.counted, material.answers, strict=True)
        for answer, note in zip(answers, sheet.notes, strict=True)
        if note.themes
    }
    stored = AnswerVector.objects.filter(
        answer__sheet__gathering__session=material.session, encoder=material.proposal.encoder
    ).values_list("answer", "vector")
    vectors: dict[UUID, Vectors] = {
        answer: unpack(vector) for answer, vector in stored.iterator(chunk_size=2000) if answer in theme_of
    }
    if not vectors:
        return {}
    ids = sorted(vectors)
    rows = np.stack([vectors[answer] for answer in ids])
    labels = np.array([theme_of[answer] for answer in ids])
    centres = np.zeros((len(material.themes), rows.shape[1]), np.float32)
    np.add.at(centres, labels, rows)
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    # Rounded, so that the last bit of a sum on another machine does not choose another quote.
    closeness = np.round((rows * centres[labels]).sum(axis=1), 4)
    return dict(zip(ids, closeness.tolist(), strict=True))
