"""A proposal as it is stored: which answers the machine would put together, by id, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

Labels = tuple[int, ...]
"""One theme number per answer, -1 for an answer without words."""


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A proposed theme; ``quote`` is the place of its quote among the answers."""

    name: str
    keywords: tuple[str, ...]
    quote: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer stands where it does: its words among the theme's own, and the answer most like it.

    ``words`` are places among the theme's keywords, ``nearest`` a place among the answers, or None.
    """

    words: tuple[int, ...]
    nearest: int | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run found. All lists but ``themes`` run along ``answers``."""

    answers: tuple[UUID, ...]
    labels: Labels
    confidence: tuple[float, ...]
    reasons: tuple[Reason, ...]
    themes: tuple[ProposedName, ...]
    broader: Labels | None
    """The same answers cut one step broader, for the robustness line; None where there is no such cut."""
    finer: Labels | None
    notices: tuple[str, ...]
    """Keys such as "no_encoder" (see method/proposing.py)."""

    def why(self, place: int) -> dict[str, Any]:
        """The reason of one answer as a placement keeps it: words, and the id of the nearest answer."""
        reason, label = self.reasons[place], self.labels[place]
        keywords = self.themes[label].keywords if label >= 0 else ()
        nearest = None if reason.nearest is None else str(self.answers[reason.nearest])
        return {"words": [keywords[word] for word in reason.words], "nearest": nearest}


def to_json(proposed: Proposed) -> dict[str, Any]:
    """Flatten for a JSON column; ids become text."""
    flat = asdict(proposed)
    flat["answers"] = [str(answer) for answer in proposed.answers]
    flat["reasons"] = [[list(reason.words), reason.nearest] for reason in proposed.reasons]
    return flat


def from_json(flat: dict[str, Any]) -> Proposed:
    """Read back what `to_json` wrote."""

    def labels(key: str) -> Labels | None:
        return None if flat[key] is None else tuple(flat[key])

    return Proposed(
        answers=tuple(UUID(answer) for answer in flat["answers"]),
        labels=tuple(flat["labels"]),
        confidence=tuple(flat["confidence"]),
        reasons=tuple(Reason(tuple(words), nearest) for words, nearest in flat["reasons"]),
        themes=tuple(ProposedName(theme["name"], tuple(theme["keywords"]), theme["quote"]) for theme in flat["themes"]),
        broader=labels("broader"),
        finer=labels("finer"),
        notices=tuple(flat["notices"]),
    )
