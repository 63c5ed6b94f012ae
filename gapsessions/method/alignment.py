"""Alignment: how much more often two answers meet on a theme inside a perspective than across two of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from gapsessions.method.counts import SIDES, Ledger
from gapsessions.method.evidence import Floats, Ints
from gapsessions.method.findings import Alignment
from gapsessions.method.vocabulary import Perspective, Question

RESAMPLES = 2_000
AT_ONCE = 250
"""Resamples held in memory together."""
INTERVAL = (5, 95)
"""Percentiles of the 90% interval."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Sums over one side's sheets on one question, for each resample (or once, for the session itself)."""

    mean: Floats
    """Mean share vector, variants x themes."""
    within: Floats
    """Mean match of pairs of different sheets, per variant; nan where there is no pair."""
    sheets: Floats
    """Sheets with placed answers, copies counted, per variant."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """One side's share vectors on one question, with what every resample needs of them."""

    by_theme: csr_array
    """Themes x sheets."""
    spoke: Floats
    """1 for sheets with placed answers, else 0."""
    own_match: Floats
    """Match of each sheet with itself."""


def _shares(matrix: csr_array) -> _Shares:
    return _Shares(
        matrix.T.tocsr(),
        (np.asarray(matrix.sum(axis=1)).reshape(-1) > 0).astype(np.float64),
        np.asarray((matrix * matrix).sum(axis=1)).reshape(-1),
    )


def _side(shares: _Shares, weights: Floats) -> _Side:
    """Sum one side's share vectors; ``weights`` says how often each sheet is taken, variants x sheets.

    Pairs of copies of the same sheet are left out of the within-match, or resamples would look too alike.
    """
    taken = weights * shares.spoke
    total = np.asarray((shares.by_theme @ taken.T).T)
    sheets = taken.sum(axis=1)
    squares = taken**2
    pairs = sheets**2 - squares.sum(axis=1)
    matches = (total**2).sum(axis=1) - squares @ shares.own_match
    with np.errstate(invalid="ignore", divide="ignore"):
        within = np.where(pairs > 0, np.maximum(matches, 0) / pairs, np.nan)
        mean = total / sheets[:, None]
    return _Side(mean, within, sheets)


def _between_and_within(first: _Side, second: _Side) -> tuple[Floats, Floats]:
    """B and W of one question per variant; both nan where a side has no sheet or neither has a pair."""
    between = (first.mean * second.mean).sum(axis=1)
    both = np.stack([first.within, second.within])
    known = ~np.isnan(both)
    with np.errstate(invalid="ignore"):
        within = np.where(known, both, 0).sum(axis=0) / known.sum(axis=0)
    missing = np.isnan(between) | ~known.any(axis=0)
    return np.where(missing, np.nan, between), np.where(missing, np.nan, within)


def _ratio(parts: list[tuple[Floats, Floats]]) -> Floats:
    """Sum of B over sum of W, questions without both left out; nan where W is 0 or nothing is left."""
    between = np.nansum([part[0] for part in parts], axis=0)
    within = np.nansum([part[1] for part in parts], axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: Floats = np.where(within > 0, between / within, np.nan)
    return ratio


def _no_better(shares: dict[Question, csr_array], alone: int, others: Ints) -> tuple[int, int]:
    """How many of the others match the rest of them no better than the lone sheet does; exact.

    Over several questions a sheet's match is the mean over those that it answered.
    """
    matches = np.zeros(len(others))
    questions = np.zeros(len(others))
    lone = lone_questions = 0.0
    for matrix in shares.values():
        theirs = matrix[others].toarray()
        mine = matrix[[alone]].toarray()[0]
        spoke = theirs.sum(axis=1) > 0
        if mine.any() and spoke.any():
            lone += float(theirs[spoke].mean(axis=0) @ mine)
            lone_questions += 1
        if spoke.sum() > 1:
            rest = (theirs.sum(axis=0)[None, :] - theirs) / (spoke.sum() - 1)
            matches += (rest * theirs).sum(axis=1)
            questions += spoke
    compared = questions > 0
    if not lone_questions:
        return 0, 0
    own = matches[compared] / questions[compared]
    return int((own <= lone / lone_questions + 1e-12).sum()), int(compared.sum())


def _resampled(
    shares: dict[Question, csr_array], rows: dict[Perspective, Ints], resamples: int, rng: np.random.Generator
) -> dict[tuple[Perspective, Perspective], list[Floats]]:
    """Ratios of every pair of sides over resampled whole sheets, in pieces of ``AT_ONCE``."""
    sides = {side: found for side, found in rows.items() if len(found) > 1}
    ratios: dict[tuple[Perspective, Perspective], list[Floats]] = {pair: [] for pair in combinations(sides, 2)}
    if not ratios:
        return ratios
    parts = {
        (side, question): _shares(matrix[found]) for side, found in sides.items() for question, matrix in shares.items()
    }
    for start in range(0, resamples, AT_ONCE):
        variants = min(AT_ONCE, resamples - start)
        sums: dict[tuple[Perspective, Question], _Side] = {}
        for side, found in sides.items():
            drawn = rng.integers(len(found), size=(variants, len(found)))
            drawn += np.arange(variants)[:, None] * len(found)
            copies = np.bincount(drawn.reshape(-1), minlength=variants * len(found))
            weights: Floats = copies.reshape(variants, len(found)).astype(np.float64)
            for question in shares:
                sums[side, question] = _side(parts[side, question], weights)
        for pair, pieces in ratios.items():
            pieces.append(_ratio([_between_and_within(sums[pair[0], q], sums[pair[1], q]) for q in shares]))
    return ratios


def alignments(ledger: Ledger, *, seed: int, resamples: int = RESAMPLES) -> tuple[Alignment, ...]:
    """Match ratio of every two perspectives that handed in sheets, with a 90% interval (disparity.md 1).

    B is the mean match over all pairs of a sheet here and a sheet there, W the mean over pairs inside the
    sides; the ratio is 1 for identical populations at every size and does not change when a theme is split.
    """
    shares = {question: matrix for question, matrix in ledger.shares.items() if matrix.nnz}
    placed = np.zeros(len(ledger.side), dtype=bool)
    for matrix in shares.values():
        placed |= np.asarray(matrix.sum(axis=1)).reshape(-1) > 0
    rows = {side: ledger.rows(side)[placed[ledger.rows(side)]] for side in SIDES}
    rows = {side: found for side, found in rows.items() if len(found)}
    once = {
        (side, question): _side(_shares(matrix[found]), np.ones((1, len(found))))
        for side, found in rows.items()
        for question, matrix in shares.items()
    }
    resampled = _resampled(shares, rows, resamples, np.random.default_rng([seed, len(Question)]))
    results = []
    for first, second in combinations(rows, 2):
        parts = {question: _between_and_within(once[first, question], once[second, question]) for question in shares}
        ratio = float(_ratio(list(parts.values()))[0])
        between, within = (float(np.nansum([part[which][0] for part in parts.values()])) for which in (0, 1))
        low = high = None
        if resampled.get((first, second)) and not np.isnan(ratio):
            drawn = np.concatenate(resampled[first, second])
            drawn = drawn[~np.isnan(drawn)]
            if len(drawn):
                low, high = (float(bound) for bound in np.percentile(drawn, INTERVAL))
        results.append(
            Alignment(
                first=first,
                second=second,
                ratio=None if np.isnan(ratio) else ratio,
                low=low,
                high=high,
                first_sheets=len(rows[first]),
                second_sheets=len(rows[second]),
                between=None if np.isnan(ratio) else between,
                within=None if np.isnan(ratio) else within,
                no_better=_rank(shares, rows[first], rows[second]),
                by_question={
                    question: None if np.isnan(each := float(_ratio([part])[0])) else each
                    for question, part in parts.items()
                },
            )
        )
    return tuple(results)


def _rank(shares: dict[Question, csr_array], first: Ints, second: Ints) -> tuple[int, int] | None:
    """Rank of a side that has one sheet against a side that has several; None otherwise."""
    if min(len(first), len(second)) != 1 or max(len(first), len(second)) < 2:
        return None
    alone, others = (first, second) if len(first) == 1 else (second, first)
    m, n = _no_better(shares, int(alone[0]), others)
    return (m, n) if n else None
