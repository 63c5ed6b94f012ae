"""Answers that stand for a theme under one question and perspective: typical, readable, from different sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gapsessions.disparity.content import QuoteContent
from gapsessions.disparity.parts.figures import named_segments
from gapsessions.disparity.queries import Material
from gapsessions.disparity.quoting.marks import Marks, is_picked, is_unquoted
from gapsessions.method.encoder import Vectors
from gapsessions.method.languages import Language, load_language, words_of
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.encoding import unpack

PER_CELL = 3
PICKED_PER_CELL = 6
"""Quotes that the product chooses, and that people may pick."""
SHORTEST, LONGEST = 4, 30
"""Words of a quote that can stand alone and is read to its end."""
PLEASANT = 12
"""Words of a good quote, where no vectors say which answer is typical."""
THE_SAME = 0.92
"""Cosine from which two answers say the same in nearly the same words, so that one of them is enough."""

Cell = tuple[int, Perspective, Question]


@dataclass(frozen=True, slots=True)
class _Rated:
    """An answer that may be quoted; the lower its rank, the better."""

    rank: tuple[bool, bool, float, UUID]
    answer: Answer
    text: str


def pick_quotes(material: Material) -> tuple[QuoteContent, ...]:
    """Up to three quotes per theme, perspective and question; where people picked any, those and no others.

    Starred ones come first, those that only say that there is nothing to say come last, and between them the
    most typical first: near the centre of the theme and of what this perspective says of it under this question.
    No sheet speaks twice in a cell, and no two quotes in it say the same.
    """
    vectors = _stored_vectors(material)
    centres = _theme_centres(material, vectors)
    language = load_language(_main_language(material))
    segments = named_segments(material)
    return tuple(
        QuoteContent(
            theme,
            perspective,
            question,
            chosen.text,
            picked=is_picked(chosen.answer.pk, material.marks),
            segment=segments.get(chosen.answer.sheet_id, ""),
        )
        for (theme, perspective, question), answers in sorted(_cells(material).items(), key=_reading_order)
        for chosen in _chosen(answers, material.marks, vectors, centres.get(theme), language)
    )


def _chosen(
    answers: list[Answer], marks: Marks, vectors: Mapping[UUID, Vectors], centre: Vectors | None, language: Language
) -> list[_Rated]:
    """What people picked, however long it is, else the best of what nobody left out."""
    picked = [answer for answer in answers if is_picked(answer.pk, marks)]
    if picked:
        return _rate(picked, vectors, centre, language, any_length=True)[:PICKED_PER_CELL]
    open_ones = [answer for answer in answers if not is_unquoted(answer.pk, marks)]
    return _best(_rate(open_ones, vectors, centre, language), vectors)


def _reading_order(cell: tuple[Cell, list[Answer]]) -> tuple[int, int, int]:
    (theme, perspective, question), _ = cell
    return theme, question.number, list(Perspective).index(perspective)


def _main_language(material: Material) -> str:
    spoken = material.proposal.languages if material.proposal else []
    return str(spoken[0] if spoken else material.session.language)


def _cells(material: Material) -> dict[Cell, list[Answer]]:
    cells: dict[Cell, list[Answer]] = defaultdict(list)
    for sheet, answers in zip(material.counted, material.answers, strict=True):
        for answer, note in zip(answers, sheet.notes, strict=True):
            if note.themes:
                cells[note.themes[0], sheet.perspective, note.question].append(answer)
    return cells


def _rate(
    answers: list[Answer],
    vectors: Mapping[UUID, Vectors],
    centre: Vectors | None,
    language: Language,
    *,
    any_length: bool = False,
) -> list[_Rated]:
    heard = [vectors[answer.pk] for answer in answers if answer.pk in vectors]
    own_centre = _unit(heard) if heard else None
    rated = []
    for answer in answers:
        words = len(words_of(answer.text))
        if not (any_length or SHORTEST <= words <= LONGEST):
            continue
        typical = -abs(words - PLEASANT) / LONGEST
        if answer.pk in vectors and centre is not None and own_centre is not None:
            typical = float(vectors[answer.pk] @ (centre + own_centre)) / 2
        # Rounded, so that the last bit of a sum on another machine does not choose another quote.
        rank = (not answer.star, language.adds_nothing(answer.text), -round(typical, 4), answer.pk)
        rated.append(_Rated(rank, answer, " ".join(answer.text.split())))
    return sorted(rated, key=lambda each: each.rank)


def _best(rated: Iterable[_Rated], vectors: Mapping[UUID, Vectors]) -> list[_Rated]:
    chosen: list[_Rated] = []
    for candidate in rated:
        if not any(_says_again(candidate, before, vectors) for before in chosen):
            chosen.append(candidate)
        if len(chosen) == PER_CELL:
            break
    return chosen


def _says_again(one: _Rated, other: _Rated, vectors: Mapping[UUID, Vectors]) -> bool:
    if one.answer.sheet_id == other.answer.sheet_id or one.text.casefold() == other.text.casefold():
        return True
    both = vectors.get(one.answer.pk), vectors.get(other.answer.pk)
    return both[0] is not None and both[1] is not None and float(both[0] @ both[1]) >= THE_SAME


def _stored_vectors(material: Material) -> dict[UUID, Vectors]:
    """Vectors of the answers by the encoder that made the themes; empty where words alone did."""
    if material.proposal is None or not material.proposal.encoder:
        return {}
    stored = AnswerVector.objects.filter(
        answer__sheet__gathering__session=material.session, encoder=material.proposal.encoder
    ).values_list("answer", "vector")
    return {answer: unpack(vector) for answer, vector in stored.iterator(chunk_size=2000)}


def _theme_centres(material: Material, vectors: Mapping[UUID, Vectors]) -> dict[int, Vectors]:
    heard: dict[int, list[Vectors]] = defaultdict(list)
    for (theme, _, _), answers in _cells(material).items():
        heard[theme] += [vectors[answer.pk] for answer in answers if answer.pk in vectors]
    return {theme: _unit(rows) for theme, rows in heard.items() if rows}


def _unit(rows: list[Vectors]) -> Vectors:
    total = np.sum(rows, axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)
