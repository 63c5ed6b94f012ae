"""Places answers that come after the themes: into the theme they clearly belong to, or before a person with two hints.

Score of an answer for a theme = half its cosine to the theme's centre, half its mean likeness (.6 meaning, .4 words) to
the five members most like it. It needs no history of how a theme came about: themes that people made work the same. In
sessions of several languages each language's mean vector is taken away first: else an answer goes to whatever themes
hold most of its language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gapsessions.method.compounds import SessionTerms
from gapsessions.method.encoder import Vectors
from gapsessions.method.languages import detect_languages, detect_late_languages
from gapsessions.method.similarity import (
    Matrix,
    blend_of,
    language_means,
    learn_vocabulary,
    take_away,
    weigh_terms,
)

LEXICAL_SHARE = 0.4
MEMBERS = 5
LEAST_SCORE, LEAST_MARGIN = 0.35, 0.04
LEAST_SCORE_LEXICAL, LEAST_MARGIN_LEXICAL = 0.2, 0.05
"""The same two where no encoder is there and only shared words count."""
LEAST_SCORE_CENTRED = 0.22
"""The least score where means are taken away, which leaves all cosines lower; as many strangers pass as did before."""
STRIP = 1000
"""Answers compared at a time; bounds memory at STRIP x members floats."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A theme an answer may belong to; ``score`` as in the module's formula, about 0 to 1."""

    theme: int
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where one answer goes: ``theme`` is None where the machine is unsure, and ``hints`` are its two best."""

    theme: int | None
    hints: tuple[Hint, ...]

    @property
    def margin(self) -> float:
        """Lead of the best theme over the next."""
        scores = [hint.score for hint in self.hints]
        return scores[0] - scores[1] if len(scores) > 1 else scores[0] if scores else 0.0


class Placer:
    """Knows the themes of a session by the answers in them.

    ``themes`` gives a theme's identity per answer (any integers). A theme without answers may be given in ``names``;
    a name counts as one more member, so that a heading somebody just typed draws answers too.
    """

    def __init__(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        themes: Sequence[int],
        *,
        languages: Sequence[str] | None = None,
        names: Mapping[int, tuple[str, Vectors]] | None = None,
    ) -> None:
        extra = sorted((names or {}).items())
        all_texts = [*texts, *(text for _, (text, _) in extra)]
        self._codes = list(languages if languages is not None else detect_languages(texts))
        codes = [*self._codes, *detect_late_languages([text for _, (text, _) in extra], self._codes)]
        of = np.array([*themes, *(theme for theme, _ in extra)], np.int64)
        stacked = np.vstack([vectors, *(vector.reshape(1, -1) for _, (_, vector) in extra)])
        self._means = language_means(stacked, codes)
        stacked = take_away(self._means, stacked, codes)
        order = np.argsort(of, kind="stable")  # a theme's members side by side
        self.themes, self._starts = np.unique(of[order], return_index=True)
        self._vectors: Vectors = np.asarray(stacked[order], np.float32)
        self._session = SessionTerms([all_texts[i] for i in order], [codes[i] for i in order])
        self._vocabulary = learn_vocabulary(self._session.terms)
        self._terms = weigh_terms(self._session.terms, self._vocabulary)
        self._lexical = LEXICAL_SHARE if self._vectors.shape[1] else 1.0
        basis = self._vectors if self._vectors.shape[1] else self._terms.toarray()
        centres = np.add.reduceat(basis, self._starts, axis=0) if len(of) else basis
        self._centres: Matrix = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)

    def score(self, texts: Sequence[str], vectors: Vectors, *, languages: Sequence[str] | None = None) -> Matrix:
        """Return the score of every answer for every theme of ``self.themes``."""
        codes = languages if languages is not None else detect_late_languages(texts, self._codes)
        vectors = take_away(self._means, vectors, codes)
        scores = np.empty((len(texts), len(self.themes)), np.float32)
        for start in range(0, len(texts), STRIP):
            part = slice(start, start + STRIP)
            terms = weigh_terms(self._session.of(texts[part], codes[part]), self._vocabulary)
            basis = vectors[part] if self._vectors.shape[1] else terms.toarray()
            scores[part] = 0.5 * (basis @ self._centres.T)
            likeness = blend_of(vectors[part], terms, self._vectors, self._terms, self._lexical)
            ends = [*self._starts[1:], likeness.shape[1]]
            for column, (first, end) in enumerate(zip(self._starts, ends, strict=True)):
                own = likeness[:, first:end]
                if own.shape[1] > MEMBERS:
                    own = np.partition(own, own.shape[1] - MEMBERS, axis=1)[:, -MEMBERS:]
                scores[part, column] += 0.5 * own.mean(axis=1)
        return scores

    def place(self, texts: Sequence[str], vectors: Vectors, *, languages: Sequence[str] | None = None) -> list[Place]:
        """Return a place per answer: the best theme where it is good enough and clearly ahead."""
        if not len(self.themes):
            return [Place(None, ()) for _ in texts]
        with_meaning = self._vectors.shape[1] > 0
        least = LEAST_SCORE if with_meaning else LEAST_SCORE_LEXICAL
        if self._means:
            least = LEAST_SCORE_CENTRED
        lead = LEAST_MARGIN if with_meaning else LEAST_MARGIN_LEXICAL
        return [self._decide(row, least, lead) for row in self.score(texts, vectors, languages=languages)]

    def _decide(self, row: npt.NDArray[np.float32], least: float, lead: float) -> Place:
        best = np.argsort(-row, kind="stable")[:2]
        hints = tuple(Hint(int(self.themes[i]), float(row[i])) for i in best)
        place = Place(hints[0].theme, hints)
        return place if hints[0].score >= least and place.margin >= lead else Place(None, hints)
