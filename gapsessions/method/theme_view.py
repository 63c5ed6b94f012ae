"""A session's answers laid out for clustering once, so that every move of the granularity slider only cuts again.

Up to 6,000 answers all pairs are compared. Beyond that 5,000 of them are, and every other answer joins the theme
that scores highest for it by its 25 nearest among the 5,000 and by the themes' centres, much as in ``placement``.
The 5,000 are those whose text hashes lowest, so the choice is as good as random and yet depends on neither order
nor clock; answers with the same words always share a theme.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster

from gapsessions.method import similarity
from gapsessions.method.clustering import BROADEST, Labels, ThemeTree, cut_tree, grow_tree, membership, renumber
from gapsessions.method.compounds import SessionTerms
from gapsessions.method.encoder import Vectors
from gapsessions.method.languages import load_language, words_of

ALL_PAIRS_UP_TO = 6000
SAMPLE = 5000
NEAREST, MEMBERS = 25, 5
STRIP = 500
"""Outside answers compared with the core at a time."""
BRANCHES: tuple[float, ...] = tuple(round(BROADEST + step * 0.2, 1) for step in range(12))
"""Granularities at which the tree is cut for its branches: beyond the slider's end there are small ones."""


@dataclass(frozen=True, repr=False)  # no answer in any traceback; no slots, for what is worked out once when asked for
class ThemeView:
    """Everything a cut needs. Rows are the answers as given; ``core`` are the rows that the tree compares."""

    texts: tuple[str, ...]
    vectors: Vectors
    """Unit rows, each language's mean taken away where there are several; no columns without an encoder."""
    languages: tuple[str, ...]
    core: Labels
    """Rows in the tree, in alphabetical order of their text: the order that settles all ties."""
    outside: Labels
    """Rows with text that are not in the tree."""
    twins: Labels
    """For every row the first row, alphabetically, with the same words; -1 for blank rows."""
    tree: ThemeTree | None
    """None where no answer has text."""
    nearest: tuple[Labels, similarity.Matrix] | None = None
    """For every outside row its nearest places in ``core`` and their likeness, nearest first."""

    @property
    def sampled(self) -> int | None:
        """How many answers were compared with each other, where it was not all of them."""
        return len(self.core) if len(self.outside) else None

    @cached_property
    def branches(self) -> tuple[Labels, ...]:
        """The branch of every answer in the tree, at each of ``BRANCHES``; none where there is no tree to cut."""
        if self.tree is None or self.tree.merges is None:
            return ()
        heights = [max(self.tree.top - stop, 0.0) for stop in BRANCHES]
        return tuple(fcluster(self.tree.merges, height, "distance").astype(np.intp) for height in heights)

    @cached_property
    def words(self) -> dict[int, frozenset[str]]:
        """The words of every row in the tree, stop words left out."""
        found = {}
        for row in self.core.tolist():
            stop = load_language(self.languages[row]).stop
            found[row] = frozenset(
                word for word in words_of(self.texts[row], self.languages[row]) if len(word) > 1 and word not in stop
            )
        return found

    def cut(self, granularity: float) -> Labels:
        """Return a theme number per answer, 0 for the largest, -1 for blank answers."""
        labels = np.full(len(self.texts), -1, np.intp)
        if self.tree is None:
            return labels
        labels[self.core] = cut_tree(self.tree, granularity)
        if len(self.outside):
            labels[self.outside] = self.join(labels[self.core])
        return self._number(self.share_with_twins(labels))

    def confidence(self, labels: Labels) -> npt.NDArray[np.float32]:
        """Return how sure the machine is of each answer's theme, 0 to 1; 0 for blank answers.

        A logistic curve over the lead of the own theme's mean likeness to the next theme's, see
        benchmarks/README.md for how well it is calibrated.
        """
        result = np.zeros(len(self.texts), np.float32)
        if self.tree is None:
            return result
        result[self.core] = _certainty(self.tree.likeness.scaled, labels[self.core])
        if len(self.outside):
            result[self.outside] = self._outside_certainty(labels)
        return result

    def join(self, core_labels: Labels) -> Labels:
        """Return the theme of every answer outside the tree, given those of the answers in it."""
        return np.asarray(self._outside_scores(core_labels).argmax(axis=1), np.intp)

    def _outside_scores(self, core_labels: Labels) -> similarity.Matrix:
        """Half the cosine to the theme's centre, half the mean likeness to its up to five nearest members."""
        assert self.nearest is not None  # noqa: S101 - there is one whenever rows are outside
        count = int(core_labels.max()) + 1
        rows, likeness = self.nearest
        scores = np.zeros((len(self.outside), count), np.float32)
        taken = np.zeros((len(self.outside), count), np.int8)
        everybody = np.arange(len(self.outside))
        for place in range(rows.shape[1]):  # nearest first
            themes = core_labels[rows[:, place]]
            scores[everybody, themes] += np.where(taken[everybody, themes] < MEMBERS, likeness[:, place], 0)
            taken[everybody, themes] += 1
        scores *= np.float32(0.5 / MEMBERS)
        if self.vectors.shape[1]:
            centres = membership(core_labels, count).T @ self.vectors[self.core]
            centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
            scores += np.float32(0.5) * (self.vectors[self.outside] @ centres.T)
        return scores

    def _outside_certainty(self, labels: Labels) -> npt.NDArray[np.float32]:
        scores = self._outside_scores(labels[self.core])
        if scores.shape[1] < 2:
            return np.ones(len(scores), np.float32)
        best = np.partition(scores, scores.shape[1] - 2, axis=1)[:, -2:]
        return _logistic(OUTSIDE_AT_NO_LEAD + OUTSIDE_PER_LEAD * (best[:, 1] - best[:, 0]))

    def share_with_twins(self, labels: Labels) -> Labels:
        """Give answers with the same words the theme that most of them have; ties go to the lower number."""
        together = np.flatnonzero(self.twins >= 0)
        pairs, counts = np.unique(np.stack([self.twins[together], labels[together]]), axis=1, return_counts=True)
        order = np.lexsort((-pairs[1], counts))  # the last one written wins
        theme_of = np.full(len(labels), -1, np.intp)
        theme_of[pairs[0][order]] = pairs[1][order]
        result = labels.copy()
        result[together] = theme_of[self.twins[together]]
        return result

    def _number(self, labels: Labels) -> Labels:
        """Number by size, then by the alphabetically first answer, over all answers."""
        rows = np.concatenate([self.core, self.outside])
        used, first, compact, sizes = np.unique(
            labels[rows], return_index=True, return_inverse=True, return_counts=True
        )
        rank = np.empty(len(used), np.intp)
        rank[np.lexsort((first, -sizes))] = np.arange(len(used))
        result = np.full(len(labels), -1, np.intp)
        result[rows] = rank[compact]
        return result


CORE_AT_NO_LEAD, CORE_PER_LEAD = 0.05, 0.8
OUTSIDE_AT_NO_LEAD, OUTSIDE_PER_LEAD = -2.0, 16.0
"""Logistic curves over leads, fitted on labelled answers: seeds 1-6 of benchmarks/themes.py, never those reported."""


def open_view(texts: Sequence[str], vectors: Vectors, languages: Sequence[str], covered: frozenset[str]) -> ThemeView:
    """Compare the answers of a session; ``covered`` are the languages the encoder knows, empty for unknown."""
    vectors = similarity.centre_languages(vectors, languages)
    plain = [" ".join(text.lower().split()) for text in texts]
    alphabetical = sorted((i for i in range(len(texts)) if plain[i]), key=lambda i: (plain[i], texts[i]))
    twins = np.full(len(texts), -1, np.intp)
    first_with: dict[str, int] = {}
    for i in alphabetical:
        twins[i] = first_with.setdefault(plain[i], i)
    core = alphabetical
    if len(alphabetical) > ALL_PAIRS_UP_TO:
        lowest = sorted(first_with, key=lambda text: hashlib.sha256(text.encode("utf-8", "replace")).digest())
        core = sorted((first_with[text] for text in lowest[:SAMPLE]), key=lambda i: (plain[i], texts[i]))
    chosen = set(core)
    several = len(set(languages)) > 1
    codes = [languages[i] for i in core]
    session = SessionTerms([texts[i] for i in core], codes, several=several)
    lexical = similarity.lexical_share(vectors.shape[1], codes, covered)
    outside = [i for i in alphabetical if i not in chosen]
    tree = nearest = None
    if core:
        vocabulary = similarity.learn_vocabulary(session.terms)
        weighed = similarity.weigh_terms(session.terms, vocabulary)
        if outside:
            more = session.of([texts[i] for i in outside], [languages[i] for i in outside])
            nearest = _nearest(
                vectors[outside], similarity.weigh_terms(more, vocabulary), vectors[core], weighed, lexical
            )
        tree = grow_tree(similarity.compare_answers(vectors[core], weighed, lexical))
    return ThemeView(
        texts=tuple(texts),
        vectors=vectors,
        languages=tuple(languages),
        core=np.array(core, np.intp),
        outside=np.array(outside, np.intp),
        twins=twins,
        tree=tree,
        nearest=nearest,
    )


def _nearest(
    vectors: Vectors, terms: similarity.Terms, core: Vectors, core_terms: similarity.Terms, lexical: float
) -> tuple[Labels, similarity.Matrix]:
    rows = np.empty((len(vectors), NEAREST), np.intp)
    values = np.empty((len(vectors), NEAREST), np.float32)
    for start in range(0, len(vectors), STRIP):
        part = slice(start, start + STRIP)
        likeness = similarity.blend_of(vectors[part], terms[part], core, core_terms, lexical)
        best = np.argpartition(likeness, likeness.shape[1] - NEAREST, axis=1)[:, -NEAREST:]
        order = np.argsort(-np.take_along_axis(likeness, best, axis=1), axis=1, kind="stable")
        rows[part] = np.take_along_axis(best, order, axis=1)
        values[part] = np.take_along_axis(likeness, rows[part], axis=1)
    return rows, values


def _certainty(scaled: similarity.Matrix, labels: Labels) -> npt.NDArray[np.float32]:
    labels = renumber(labels)
    count = int(labels.max()) + 1
    if count < 2:
        return np.ones(len(labels), np.float32)
    rows = np.arange(len(labels))
    sizes = np.bincount(labels)
    sums = scaled @ membership(labels, count)
    sums[rows, labels] -= np.diagonal(scaled)
    others = np.tile(sizes.astype(np.float32), (len(labels), 1))
    others[rows, labels] -= 1
    means = sums / np.maximum(others, 1)
    own = means[rows, labels].copy()
    means[rows, labels] = -np.inf
    return _logistic(CORE_AT_NO_LEAD + CORE_PER_LEAD * (own - means.max(axis=1)))


def _logistic(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)
