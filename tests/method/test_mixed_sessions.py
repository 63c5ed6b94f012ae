"""Sessions in several languages: themes follow the subject where vectors or lists see it, and so do late answers."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.method.languages import detect_languages
from gapsessions.method.placement import Placer


def in_two_languages(themes: int, each: int) -> tuple[np.ndarray, list[int], list[str]]:
    """Vectors whose languages lie farther apart than their themes; every other answer is German."""
    theme = np.repeat(np.arange(themes), each)
    languages = ["de", "en"] * (len(theme) // 2)
    shift = np.where(np.array(languages) == "de", 1.5, -1.5)[:, None] * np.eye(1, 16, 15)
    vectors = np.eye(themes, 16)[theme] + shift
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return vectors, theme.tolist(), languages


def test_late_answer_goes_to_its_theme_though_that_is_in_another_language():
    vectors, theme, languages = in_two_languages(4, 10)
    # the last theme keeps its English answers only, the first its German ones
    kept = [
        i for i, of in enumerate(theme) if not (of == 3 and languages[i] == "de" or of == 0 and languages[i] == "en")
    ]
    placer = Placer(
        [f"w{i}" for i in kept], vectors[kept], [theme[i] for i in kept], languages=[languages[i] for i in kept]
    )
    german, english = theme.index(3), 1
    assert (languages[german], languages[english]) == ("de", "en")
    placed = placer.place(["x", "y"], vectors[[german, english]], languages=["de", "en"])
    assert [placement.theme for placement in placed] == [3, 0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Więcej łóżek", "pl"),  # no word of a list: its letters tell
        ("¿Parking gratis?", "es"),
        ("Größere Räume", "de"),
        ("istiyorum", "tr"),
        ("Jalapeño burger and fries", "en"),
    ],
)
def test_letters_and_frequent_words_tell_a_short_answer(text: str, code: str):
    known = {
        "pl": "Nie ma tu się gdzie",
        "es": "No hay que esperar",
        "de": "Das ist nicht gut",
        "tr": "Bu çok iyi bir yer",
    }
    session = ["This is the best of all", "They are very kind"] * 4 + [known.get(code, "and so on")] * 4
    assert detect_languages([*session, text])[-1] == code
