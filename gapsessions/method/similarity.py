"""How alike answers are: half by meaning, half by words, sharpened by who their neighbours are.

Formulas (docs/decisions name the measurements behind them): ``blend`` S = .5 E E' + .5 T T' with encoder rows E and
TF-IDF rows T; ``scaled`` Z = .6 z(S) + .4 min(z(F), 6), where F spreads S over its graph of ten nearest neighbours and
z standardises over all pairs of the session, so that a threshold on Z means the same in every session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from gapsessions.method.languages import load_language, words_of
from gapsessions.method.matters import COUNTS, MARK, matters_of
from gapsessions.method.stems import Stems
from gapsessions.method.subjects import across_languages

Matrix = npt.NDArray[np.float32]
Terms = sp.csr_matrix

LEXICAL_SHARE = 0.5
LEXICAL_SHARE_UNCOVERED = 0.75
"""The share of words in S where no answer is in a language that the encoder knows."""
GRAPH_SHARE = 0.4
NEIGHBOURS = 10
GRAPH_CAP = 6.0
LANGUAGE_SHRINKAGE = 10
"""A language's mean vector counts in full only far beyond this many answers; few answers have no mean to trust."""
EVERYWHERE = 0.2
"""What a word that stands in every answer still counts. The usual 1 lets the one word that everybody writes, such as
"staff", pull all answers into one theme."""
HALF_FROM = 2000
NOTHING = f"{MARK}nothing"
"""What "none", "n/a" and "can't think of anything" have in common, in any language: a matter like any other."""
FLAT = 1e-4
"""Below this standard deviation all pairs are equally alike, and what is left is rounding."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The two n x n matrices of a session; both symmetric, neither with a meaningful diagonal."""

    blend: Matrix | npt.NDArray[np.float16]
    """S, in about [-.2, 1]; in half precision for many answers, where it only serves for small themes."""
    scaled: Matrix
    """Z, in standard deviations over the session's pairs; what is clustered."""
    deviation: float = 0.0
    """Standard deviation of S over the session's pairs."""
    terms: Terms | None = None
    """TF-IDF rows of the answers."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a session and how much each tells."""

    index: dict[str, int]
    weights: npt.NDArray[np.float64]
    """Smoothed inverse document frequency per term."""


def split_terms(texts: Sequence[str], languages: Sequence[str], *, several: bool | None = None) -> list[list[str]]:
    """Return the stemmed words of each answer without its language's stop words, and the matters it speaks of.

    That there is nothing to add is one. Where answers are in ``several`` languages (those of a whole session, where
    these are a part of it), matters and subjects have names that all of them share. May be empty for an answer.
    """
    without_topic = {code: load_language(code).stop - load_language(code).compared for code in set(languages)}
    stem = Stems()
    result: list[list[str]] = []
    several = len(set(languages)) > 1 if several is None else several
    for text, code in zip(texts, languages, strict=True):
        stop, words = without_topic[code], words_of(text, code)
        terms = [stem(word, code) for word in words if word not in stop and len(word) > 1]
        matters = matters_of(text, load_language(code), stem)
        if load_language(code).adds_nothing(text):
            matters += [NOTHING] * COUNTS
        terms += matters
        result.append(across_languages(terms, words, code, stem) if several else terms)
    return result


def learn_vocabulary(terms: Sequence[Sequence[str]]) -> Vocabulary:
    """Return the terms of a session, in alphabetical order, with idf = ln((1 + n) / (1 + df)) + .2."""
    index = {term: column for column, term in enumerate(sorted({t for row in terms for t in row}))}
    frequency = np.zeros(len(index))
    for row in terms:
        for term in set(row):
            frequency[index[term]] += 1
    return Vocabulary(index, np.log((1 + len(terms)) / (1 + frequency)) + EVERYWHERE)


def weigh_terms(terms: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Terms:
    """Return TF-IDF rows of unit length, (1 + ln tf) idf; rows without known terms are zero."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for at, row in enumerate(terms):
        counts: dict[int, int] = {}
        for term in row:
            column = vocabulary.index.get(term)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        weights = [(1 + np.log(count)) * vocabulary.weights[column] for column, count in counts.items()]
        length = float(np.sqrt(sum(weight * weight for weight in weights))) or 1.0
        rows += [at] * len(counts)
        columns += counts.keys()
        values += [weight / length for weight in weights]
    shape = (len(terms), max(1, len(vocabulary.index)))
    return sp.csr_matrix((np.array(values, np.float32), (rows, columns)), shape=shape)


def lexical_share(dimensions: int, languages: Sequence[str], covered: frozenset[str]) -> float:
    """Return how much words count in S: all without an encoder, more than half where it does not know the language."""
    if dimensions == 0:
        return 1.0
    if not covered or not languages:
        return LEXICAL_SHARE
    outside = sum(code not in covered for code in languages) / len(languages)
    return LEXICAL_SHARE + outside * (LEXICAL_SHARE_UNCOVERED - LEXICAL_SHARE)


def language_means(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    """Return each language's mean vector, shrunk by m / (m + 10) for m answers; none for sessions in one language."""
    codes = sorted(set(languages))
    if len(codes) < 2 or vectors.shape[1] == 0:
        return {}
    of, means = np.array(languages), {}
    for code in codes:
        rows = vectors[of == code].astype(np.float32)
        means[code] = rows.mean(axis=0) * np.float32(len(rows) / (len(rows) + LANGUAGE_SHRINKAGE))
    return means


def take_away(means: Mapping[str, Matrix], vectors: Matrix, languages: Sequence[str]) -> Matrix:
    """Return the vectors without their languages' means, of length one again; as they are where there are none."""
    if not means or not len(vectors):
        return vectors
    nothing = np.zeros(vectors.shape[1], np.float32)
    centred = vectors - np.stack([means.get(code, nothing) for code in languages])
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9), np.float32)


def centre_languages(vectors: Matrix, languages: Sequence[str]) -> Matrix:
    """Take each language's mean vector away where a session has several: encoders place languages apart."""
    return take_away(language_means(vectors, languages), vectors, languages)


def compare_answers(vectors: Matrix, terms: Terms, lexical: float = LEXICAL_SHARE) -> Likeness:
    """Return the likeness of all pairs of answers; memory peaks at three float32 matrices of n x n."""
    blend = blend_of(vectors, terms, vectors, terms, lexical)
    if len(blend) < 2:
        return Likeness(blend, np.zeros_like(blend))
    scaled = _diffuse(_neighbour_graph(blend))
    _standardise(scaled)
    np.minimum(scaled, np.float32(GRAPH_CAP), out=scaled)
    scaled *= np.float32(GRAPH_SHARE)
    mean, deviation = _moments(blend)
    if deviation < FLAT:
        return Likeness(blend, np.full_like(blend, GRAPH_CAP))  # nothing tells them apart: one theme
    # Row by row, so that no fourth matrix is needed.
    slope = np.float32((1 - GRAPH_SHARE) / deviation)
    for row, of in zip(scaled, blend, strict=True):
        row += (of - np.float32(mean)) * slope
    return Likeness(blend.astype(np.float16) if len(blend) > HALF_FROM else blend, scaled, deviation, terms)


def blend_of(one: Matrix, one_terms: Terms, other: Matrix, other_terms: Terms, lexical: float) -> Matrix:
    """Return S between two sets of answers, shape (len(one), len(other))."""
    words = (one_terms @ other_terms.T).toarray()
    if one.shape[1] == 0 or lexical >= 1:
        return np.asarray(words, np.float32)
    words *= np.float32(lexical)
    meaning = one @ other.T
    meaning *= np.float32(1 - lexical)
    meaning += words
    return np.asarray(meaning, np.float32)


def _moments(matrix: Matrix) -> tuple[float, float]:
    """Mean and standard deviation over all pairs, the diagonal left out."""
    n = len(matrix)
    diagonal = np.diagonal(matrix).astype(np.float64)
    pairs = n * (n - 1)
    mean = (matrix.sum(dtype=np.float64) - diagonal.sum()) / pairs
    square = (np.einsum("ij,ij->", matrix, matrix, dtype=np.float64) - (diagonal**2).sum()) / pairs
    return float(mean), float(np.sqrt(max(square - mean * mean, 0.0)))


def _standardise(matrix: Matrix) -> None:
    mean, deviation = _moments(matrix)
    matrix -= np.float32(mean)
    matrix /= np.float32(max(deviation, 1e-6))


def _neighbour_graph(blend: Matrix) -> sp.csr_matrix:
    """Return the fuzzy union of every answer's nearest neighbours (McInnes et al. 2018, UMAP, section 3.1)."""
    n = len(blend)
    k = min(NEIGHBOURS, max(2, n // 3), n - 1)
    near = np.empty((n, k), np.intp)
    for start in range(0, n, 512):  # in strips: argpartition's index array is twice as large as the matrix
        strip = -blend[start : start + 512]
        strip[np.arange(len(strip)), np.arange(start, start + len(strip))] = np.inf
        near[start : start + 512] = np.argpartition(strip, k - 1, axis=1)[:, :k]
    distance = 1 - np.take_along_axis(blend, near, axis=1)
    beyond = distance - distance.min(axis=1, keepdims=True)
    low, high = np.full((n, 1), 1e-4), np.full((n, 1), 5.0)
    for _ in range(20):  # the width at which a row's weights sum to log2 k
        middle = (low + high) / 2
        wide = np.exp(-beyond / middle).sum(axis=1, keepdims=True) > np.log2(k)
        high, low = np.where(wide, middle, high), np.where(wide, low, middle)
    weights = np.exp(-beyond / middle).astype(np.float32)
    graph = sp.csr_matrix((weights.ravel(), near.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    return (graph + graph.T - graph.multiply(graph.T)).tocsr()


def _diffuse(graph: sp.csr_matrix) -> Matrix:
    """Return F = N + N^2 + N^3 with N = D^-1/2 P D^-1/2, scaled to a unit diagonal."""
    root = sp.diags((1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel())).astype(np.float32))
    step = (root @ graph @ root).tocsr()
    edges = step.tocoo()
    spread: Matrix = step.toarray()
    for _ in range(2):  # Horner: N (1 + N (1 + N))
        spread = step @ spread
        spread[edges.row, edges.col] += edges.data
    scale = np.sqrt(np.maximum(np.diagonal(spread), np.float32(1e-6)))
    spread /= scale[:, None]
    spread /= scale[None, :]
    return spread
