"""Why an answer was put where it is, in what a person can check: shared words and the nearest other answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gapsessions.method.compounds import SessionTerms
from gapsessions.method.encoder import Vectors
from gapsessions.method.similarity import split_terms
from gapsessions.themes.proposed import Labels, Reason

STRIP = 1000
"""Answers compared with their theme at a time; bounds memory where one theme holds most of them."""


def give_reasons(
    texts: Sequence[str],
    vectors: Vectors,
    labels: Labels,
    keywords: Sequence[tuple[str, ...]],
    languages: Sequence[str],
) -> tuple[Reason, ...]:
    """One reason per answer; ``keywords`` are each theme's own, ``vectors`` unit rows (no columns: no nearest)."""
    terms = SessionTerms(texts, languages).terms
    stems = [_stems_of(words, languages) for words in keywords]
    nearest = _nearest(vectors, np.asarray(labels))
    reasons = []
    for own, label, near in zip(terms, labels, nearest, strict=True):
        said = set(own)
        words = [place for place, needed in enumerate(stems[label]) if needed and needed <= said] if label >= 0 else []
        reasons.append(Reason(tuple(words), near))
    return tuple(reasons)


def _stems_of(keywords: tuple[str, ...], languages: Sequence[str]) -> list[frozenset[str]]:
    """What an answer must hold to share a keyword; the session's most frequent language stems them."""
    if not keywords:
        return []
    main = max(sorted(set(languages)), key=list(languages).count)
    terms = split_terms(keywords, [main] * len(keywords), several=len(set(languages)) > 1)
    return [frozenset(own) for own in terms]


def _nearest(vectors: Vectors, labels: np.ndarray) -> list[int | None]:
    found: list[int | None] = [None] * len(labels)
    if not vectors.shape[1]:
        return found
    for label in range(int(labels.max(initial=-1)) + 1):
        members = np.flatnonzero(labels == label)
        if len(members) < 2:
            continue
        for start in range(0, len(members), STRIP):
            strip = members[start : start + STRIP]
            likeness = vectors[strip] @ vectors[members].T
            likeness[np.arange(len(strip)), np.arange(start, start + len(strip))] = -np.inf
            for row, best in zip(strip, likeness.argmax(axis=1), strict=True):
                found[int(row)] = int(members[best])
    return found
