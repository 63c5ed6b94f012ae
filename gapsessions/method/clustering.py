"""From likeness to themes: one average-linkage tree per session, cut at any granularity, the cut then polished.

A cut at granularity c seeks the partition that maximises the sum of (Z - c) over pairs of one theme (correlation
clustering, Bansal et al. 2004): the tree finds it greedily, single moves and merges improve it.

Everything is deterministic. Ties go to the theme with the lower number, themes are numbered by size and then by their
first answer, and the caller hands the answers over in an order of its own choosing that settles the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from gapsessions.method.similarity import Likeness, Matrix

Labels = npt.NDArray[np.intp]

BROADEST, FINEST = -0.1, 1.4
"""Ends of the granularity slider, in standard deviations of Z."""
MIDDLE = 0.4
TRIED = (0.3, 0.4, 0.5, 0.6)
"""Granularities that the automatic choice tries."""
ALWAYS_MIDDLE_FROM = 1500
"""Above this many answers the usual number of themes says little, and the middle is taken."""
BY_EYE_BELOW = 4
"""Fewer answers than this have no distribution to standardise by: they join where S itself is high."""
ALIKE_BY_EYE = 0.45
HOLDS, LOOSE_UP_TO = 0.5, 9
"""A theme of up to nine answers holds together where their mean S is by half a standard deviation of the session above
that to the nearest theme. Z cannot tell: its graph gives every answer neighbours, however far they are."""
SHARED = 0.5
"""What half of a theme's answers hold is what it is about, and nobody who says the same stands alone."""
STRIP = 1000
"""Answers multiplied at a time where the likeness is kept in half precision."""
_EPSILON = 1e-4


@dataclass(frozen=True, slots=True)
class ThemeTree:
    """A session's likeness with its tree; built once, cut as often as the slider moves."""

    likeness: Likeness
    merges: npt.NDArray[np.float64] | None
    """SciPy's linkage matrix over distances ``top - Z``; None below 4 answers."""
    top: float

    def __len__(self) -> int:
        return len(self.likeness.blend)


def grow_tree(likeness: Likeness) -> ThemeTree:
    """Return the average-linkage tree of Z; takes n^2 time and two float64 vectors of n^2 / 2."""
    scaled = likeness.scaled
    n = len(scaled)
    if n < BY_EYE_BELOW:
        return ThemeTree(likeness, None, 0.0)
    top = float(scaled.max())
    distances = np.empty(n * (n - 1) // 2)
    start = 0
    for i in range(n - 1):
        # Both halves, since float32 products are symmetric only up to rounding.
        distances[start : start + n - 1 - i] = top - 0.5 * (scaled[i, i + 1 :] + scaled[i + 1 :, i])
        start += n - 1 - i
    return ThemeTree(likeness, linkage(np.maximum(distances, 0, out=distances), "average"), top)


def cut_tree(tree: ThemeTree, granularity: float) -> Labels:
    """Return the theme number of every answer, 0 for the largest theme; higher granularity gives finer themes."""
    if tree.merges is None:
        return _number(_group_by_eye(tree.likeness.blend))
    net = tree.likeness.scaled - np.float32(granularity)
    np.fill_diagonal(net, 0)
    greedy = fcluster(tree.merges, tree.top - granularity, "distance") - 1
    polished = _polish(net, greedy.astype(np.intp))
    settled = _dissolve(tree.likeness, polished, least_size(len(net)))
    return _number(_join_by_word(tree.likeness, _take_apart(tree.likeness, settled)))


def choose_granularity(tree: ThemeTree) -> tuple[float, Labels]:
    """Return the granularity c, and its cut, that minimises ((c - .4) / .2)^2 + 2 log2(k / usual_count(n))^2."""
    n = len(tree)
    if n < BY_EYE_BELOW or n > ALWAYS_MIDDLE_FROM:
        return MIDDLE, cut_tree(tree, MIDDLE)
    best: tuple[float, float, Labels] | None = None
    for granularity in TRIED:
        labels = cut_tree(tree, granularity)
        too_many = math.log2((int(labels.max()) + 1) / usual_count(n))
        cost = ((granularity - MIDDLE) / 0.2) ** 2 + 2 * too_many**2
        if best is None or cost < best[0] - 1e-9:
            best = (cost, granularity, labels)
    assert best is not None  # noqa: S101 - TRIED is never empty
    return best[1], best[2]


def least_size(n: int) -> int:
    """Return how many answers a theme needs to stand among n: 1 up to 166, 4 of 400.

    Single answers that ``_take_apart`` lets stand alone afterwards are asked for no size, however many answers.
    """
    size = round(1.5 + 0.006 * n)
    return size if size > 2 else 1


def usual_count(n: int) -> float:
    """Return how many themes facilitators make of n answers: 8 of 60, 11 of 150, 14 of 400."""
    return 8 * math.pow(n / 60, 0.3)


def renumber(labels: Labels) -> Labels:
    """Return the same partition numbered 0, 1, ... without holes, in the order of the old numbers."""
    return np.asarray(np.unique(labels, return_inverse=True)[1], np.intp)


def membership(labels: Labels, count: int) -> Matrix:
    """Return the n x count matrix with a one where an answer belongs to a theme."""
    ones = np.zeros((len(labels), count), np.float32)
    ones[np.arange(len(labels)), labels] = 1
    return ones


def _number(labels: Labels) -> Labels:
    """Number themes by size, then by their first answer."""
    _, first, labels, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), np.intp)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[labels]


def _group_by_eye(blend: Matrix | npt.NDArray[np.float16]) -> Labels:
    labels = np.arange(len(blend))
    for i in range(len(blend)):
        for j in range(i):
            if blend[i, j] >= ALIKE_BY_EYE:
                labels[labels == labels[i]] = labels[j]
    return labels


def _polish(net: Matrix, labels: Labels) -> Labels:
    """Raise the sum of ``net`` over pairs of one theme by single moves, then by merges, until neither helps."""
    for _ in range(4):
        labels = _move_answers(net, renumber(labels))
        merged = _merge_themes(net, labels)
        if merged is None:
            break
        labels = merged
    return labels


def _move_answers(net: Matrix, labels: Labels) -> Labels:
    """Move answers one by one to the theme where they gain most, or out into a theme of their own."""
    n = len(net)
    everybody = np.arange(n)
    count = int(labels.max()) + 1
    gain: Matrix = np.zeros((count + 1, n), np.float32)  # the last row is an empty theme
    for theme in range(count):
        gain[theme] = net[labels == theme].sum(axis=0)
    sizes = np.bincount(labels, minlength=count + 1)
    for _ in range(12):
        moved = False
        wanting = np.flatnonzero(np.maximum(gain.max(axis=0), 0) > gain[labels, everybody] + _EPSILON)
        for i in wanting:
            here = labels[i]
            there = int(gain[:, i].argmax())
            best = float(gain[there, i])
            if best < 0 and sizes[here] > 1:
                there, best = int(sizes.argmin()), 0.0
            if there == here or best <= gain[here, i] + _EPSILON:
                continue
            if sizes[there] == 0 and there == len(gain) - 1:  # keep an empty theme at hand
                gain = np.vstack([gain, np.zeros((1, n), np.float32)])
                sizes = np.append(sizes, 0)
            gain[here] -= net[i]
            gain[there] += net[i]
            sizes[here] -= 1
            sizes[there] += 1
            labels[i] = there
            moved = True
        if not moved:
            break
    return renumber(labels)


def _merge_themes(net: Matrix, labels: Labels) -> Labels | None:
    """Merge, best pair first, themes whose pairs sum to more than zero; None where no pair does."""
    count = int(labels.max()) + 1
    belongs = membership(labels, count)
    between: Any = belongs.T @ (net @ belongs)
    np.fill_diagonal(between, 0)
    into = np.arange(count)
    while count > 1:
        i, j = np.unravel_index(between.argmax(), between.shape)
        if between[i, j] <= _EPSILON:
            break
        between[i] += between[j]
        between[:, i] += between[:, j]
        between[i, i] = 0
        between[j] = between[:, j] = -np.inf
        into[into == j] = i
        count -= 1
    return None if count == int(labels.max()) + 1 else renumber(into[labels])


def _dissolve(likeness: Likeness, labels: Labels, least: int) -> Labels:
    """Give the answers of themes smaller than ``least`` to the theme with the highest mean S.

    Where one answer may stand alone, it joins a theme only if it is clearly nearer to that than to any other.
    """
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= max(least, 2))
    if len(large) in (0, len(sizes)):
        return labels
    small = np.flatnonzero(sizes[labels] < max(least, 2))
    means = (likeness.blend[small].astype(np.float32) @ membership(labels, len(sizes))[:, large]) / sizes[large]
    into = large[means.argmax(axis=1)]
    if least < 2 and len(large) > 1:
        best = np.partition(means, len(large) - 2, axis=1)[:, -2:]
        clear = best[:, 1] - best[:, 0] >= HOLDS * likeness.deviation
        small, into = small[clear], into[clear]
    labels = labels.copy()
    labels[small] = into
    return renumber(labels)


def _take_apart(likeness: Likeness, labels: Labels) -> Labels:
    """Let the answers of small themes that do not hold together stand alone.

    What is left over when everything alike has found together is nearest to each other, and yet has nothing in common.
    Each of them in the nearest theme would be wrong nine times of ten (docs/decisions/0225).
    """
    sizes = np.bincount(labels)
    loose = (sizes > 1) & (sizes <= LOOSE_UP_TO)
    if not loose.any() or len(sizes) < 2:
        return labels
    belongs = membership(labels, len(sizes))
    # In strips, since a float32 copy of a large session's blend would be one more matrix of n x n.
    strips = (likeness.blend[start : start + STRIP] for start in range(0, len(labels), STRIP))
    to_themes = np.vstack([strip.astype(np.float32, copy=False) @ belongs[:, loose] for strip in strips])
    sums = belongs.T @ to_themes
    own = np.flatnonzero(loose), np.arange(int(loose.sum()))
    pairs = sizes[loose] * (sizes[loose] - 1)
    inside = (sums[own] - np.diagonal(likeness.blend).astype(np.float32) @ belongs[:, loose]) / pairs
    between = sums / np.outer(sizes, sizes[loose])
    between[own] = between[sizes < 2] = -np.inf
    loose[loose] = inside - between.max(axis=0) < HOLDS * likeness.deviation
    if loose[sizes > 1].all():
        return labels
    alone = loose[labels]
    labels = labels.copy()
    labels[alone] = len(sizes) + np.arange(int(alone.sum()))
    return renumber(labels)


def _join_by_word(likeness: Likeness, labels: Labels) -> Labels:
    """Let answers that would stand alone join a theme of which half, two at least, hold one of their words or matters.

    Where there are several such themes, it is the one with the highest mean S.
    """
    sizes = np.bincount(labels)
    alone = np.flatnonzero(sizes[labels] == 1)
    themes = np.flatnonzero(sizes > 1)
    if likeness.terms is None or not len(alone) or not len(themes):
        return labels
    holds = likeness.terms.sign()
    belongs = membership(labels, len(sizes))[:, themes]
    usual = ((holds.T @ belongs) >= np.maximum(SHARED * sizes[themes], 2)).astype(np.float32)
    means = (likeness.blend[alone].astype(np.float32) @ belongs) / sizes[themes]
    means[(holds[alone] @ usual) == 0] = -np.inf
    joins = means.max(axis=1) > -np.inf
    labels = labels.copy()
    labels[alone[joins]] = themes[means[joins].argmax(axis=1)]
    return renumber(labels)
