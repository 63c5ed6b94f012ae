"""Made-up answers whose themes are known: a centre in space and two words per theme."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def planted_answers(
    *, themes: int, each: int, seed: int, noise: float = 0.5, dimensions: int = 16, words: bool = True
) -> tuple[list[str], npt.NDArray[np.float32], list[int]]:
    """Return distinct texts (two theme words, one of many fillers), unit vectors near the theme's centre, themes."""
    rng = np.random.default_rng(seed)
    truth = [theme for theme in range(themes) for _ in range(each)]
    centres = rng.normal(size=(themes, dimensions))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = centres[truth] + noise * rng.normal(size=(len(truth), dimensions)) / np.sqrt(dimensions)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    if not words:
        return (
            [f"filler{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(len(truth))],
            vectors.astype(np.float32),
            truth,
        )
    texts = [f"topic{chr(97 + t)} matter{chr(97 + t)} filler{chr(97 + at % 26)}{at}" for at, t in enumerate(truth)]
    return texts, vectors.astype(np.float32), truth
