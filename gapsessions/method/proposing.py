"""The machine's proposal for a session: which answers say the same thing, what that is, and how sure it is of each.

This is the door of the theme core: the task that clusters a session, ``./run report`` and ``./run cluster`` all come
in here. Everything is deterministic, and the order of the answers changes nothing but the order of the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gapsessions.method.clustering import BROADEST, FINEST, MIDDLE, Labels, choose_granularity
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import detect_languages
from gapsessions.method.theme_view import ThemeView, open_view

STOPS: tuple[float, ...] = tuple(round(BROADEST + step * 0.1, 1) for step in range(16))
"""Where the granularity slider rests, broadest first."""
STEP = 0.2
"""One step broader or finer is the nearest stop whose number of themes differs by at least this share."""


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """One theme; ``quote`` is the row of the answer that stands for it, ``confidence`` the mean of its answers'."""

    number: int
    name: str
    keywords: tuple[str, ...]
    quote: int
    size: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same answers cut at another granularity."""

    granularity: float
    labels: Labels

    @property
    def themes(self) -> int:
        """Number of themes."""
        return int(self.labels.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    """What the machine proposes, answers in the order they were given.

    ``labels`` holds the theme number of each answer, -1 where it has no text. ``confidence`` is the machine's
    estimate, 0 to 1, that an answer stands where a person would put it. ``languages`` counts answers per ISO 639-1
    code. ``notices`` are keys: "no_encoder", "several_languages", "language_not_covered:<code>", "sampled:<n>".
    """

    labels: Labels
    themes: tuple[ProposedTheme, ...]
    confidence: npt.NDArray[np.float32]
    granularity: float
    languages: dict[str, int]
    notices: tuple[str, ...]
    view: ThemeView = field(repr=False, compare=False)

    def recut(self, granularity: float) -> Labels:
        """Return the labels at another granularity, as the slider asks; milliseconds at 400 answers."""
        return self.view.cut(granularity)

    def broader(self) -> Alternative | None:
        """Return the cut one step broader, or None where there is none."""
        return self._step([stop for stop in reversed(STOPS) if stop < self.granularity - 1e-6])

    def finer(self) -> Alternative | None:
        """Return the cut one step finer, or None where there is none."""
        return self._step([stop for stop in STOPS if stop > self.granularity + 1e-6])

    def _step(self, stops: Sequence[float]) -> Alternative | None:
        for stop in stops:
            cut = Alternative(stop, self.recut(stop))
            if abs(cut.themes - len(self.themes)) >= max(1, STEP * len(self.themes)):
                return cut
        return None


def propose_themes(
    texts: Sequence[str],
    vectors: Vectors,
    *,
    granularity: float | None = None,
    languages: Sequence[str] | None = None,
    encoder: Encoder | None = None,
) -> ThemeProposal:
    """Cluster and name the answers of one session.

    ``vectors`` are the encoder's rows for ``texts`` (shape (n, 0) where there is no encoder; stored float16 will do).
    ``granularity`` from -.1 (broad) to 1.4 (fine) fixes the cut; None lets the method choose. ``languages`` gives the
    code of each answer where it is known. ``encoder`` improves names, and tells which languages the vectors cover.
    Blank answers belong to no theme. Raises ``ValueError`` where lengths differ.
    """
    if len(texts) != len(vectors) or (languages is not None and len(languages) != len(texts)):
        raise ValueError("Every answer needs one vector, and one language where languages are given.")
    codes = list(languages) if languages is not None else detect_languages(texts)
    covered = encoder.languages if encoder is not None else frozenset()
    view = open_view(texts, np.asarray(vectors, np.float32), codes, covered)
    if granularity is not None:
        labels = view.cut(granularity)
    elif view.tree is None:
        granularity, labels = MIDDLE, view.cut(MIDDLE)
    else:
        granularity, _ = choose_granularity(view.tree)
        labels = view.cut(granularity)
    granularity = min(max(granularity, BROADEST), FINEST)
    confidence = view.confidence(labels)
    names = label_themes(texts, labels, view.vectors, languages=codes, encoder=encoder)
    themes = tuple(
        ProposedTheme(
            number=number,
            name=label.name,
            keywords=label.keywords,
            quote=label.quote,
            size=int((labels == number).sum()),
            confidence=float(confidence[labels == number].mean()),
        )
        for number, label in enumerate(names)
    )
    counts = Counter(code for code, text in zip(codes, texts, strict=True) if text.strip())
    notices = _notices(counts, view, covered)
    return ThemeProposal(labels, themes, confidence, granularity, dict(counts), notices, view)


def _notices(counts: Counter[str], view: ThemeView, covered: frozenset[str]) -> tuple[str, ...]:
    notices = []
    if view.vectors.shape[1] == 0:
        notices.append("no_encoder")
    if len(counts) > 1:
        notices.append("several_languages")
    if covered and view.vectors.shape[1]:
        notices += [f"language_not_covered:{code}" for code in sorted(counts) if code and code not in covered]
    if view.sampled is not None:
        notices.append(f"sampled:{view.sampled}")
    return tuple(notices)
