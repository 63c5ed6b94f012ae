"""An encoder that tests can see through: texts on the same subject point the same way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gapsessions.method.encoder import Vectors

SUBJECTS = ("wait", "staff", "park", "letter", "room", "price", "phone", "menu")


class SubjectEncoder:
    """One direction per subject word, a little of all for the rest; counts what it was asked to encode."""

    name = "subjects-1"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = np.full((len(texts), len(SUBJECTS) + 1), 0.05, np.float32)
        for row, text in zip(rows, texts, strict=True):
            said = [place for place, subject in enumerate(SUBJECTS) if subject in text.lower()]
            row[said or [len(SUBJECTS)]] = 1.0
        return rows / np.linalg.norm(rows, axis=1, keepdims=True) if len(texts) else rows
