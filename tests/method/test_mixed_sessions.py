"""Sessions in several languages: themes follow the subject where vectors or lists see it, and so do late answers."""

from __future__ import annotations

import tomllib
import weakref
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from gapsessions.method import similarity
from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.languages import detect_languages, load_language, words_of
from gapsessions.method.matters import MARK
from gapsessions.method.noun_phrases import PhraseFinder
from gapsessions.method.placement import Placer
from gapsessions.method.similarity import split_terms
from gapsessions.method.stems import Stems
from gapsessions.method.subjects import SUBJECTS, across_languages


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


def test_subjects_meet_across_languages_and_stay_away_from_sessions_in_one():
    texts = ["Das Essen war kalt", "Cold meals", "Le repas était froid", "The parking is full"]
    german, english, french, other = (set(row) for row in split_terms(texts, ["de", "en", "fr", "en"]))
    assert german & english & french == {"~food"}
    assert not german & other
    assert split_terms(texts[1:2], ["en"]) == [["cold", "meal"]]


def test_late_answer_meets_a_theme_in_another_language_by_its_subject():
    german = ["Das Essen war kalt", "Die Mahlzeiten sind zu klein", "Keine Parkplätze", "Parken ist teuer"]
    texts = [*german, "They are kind to us", "The lift is out of order"]
    placer = Placer(texts, LexicalOnly().encode(texts), [1, 1, 2, 2, 3, 4], languages=["de"] * 4 + ["en"] * 2)
    assert placer.place(["Cold lunch"], LexicalOnly().encode(["Cold lunch"]), languages=["en"])[0].theme == 1


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr"])
def test_every_word_of_the_dictionary_stands_for_its_own_subject_and_no_other(code: str):
    lists = tomllib.loads(SUBJECTS.read_text(encoding="utf-8"))["subjects"]
    words = [(word, name) for name, own in lists.items() for word in own.get(code, "").split()]
    assert len(words) > 80
    assert [word for word, count in Counter(word for word, _ in words).items() if count > 1] == []
    stem = Stems()
    assert [
        one for one, name in words if set(across_languages([], words_of(one, code), code, stem)) != {MARK + name}
    ] == []


def test_form_that_stands_nowhere_is_known_by_its_stem_unless_two_subjects_have_it():
    stem = Stems()
    assert set(across_languages([], ["telephones"], "en", stem)) == {"~phone"}
    assert across_languages([], ["actively"], "en", stem) == []  # "activation" and "activity" alike


def test_documents_say_how_many_subjects_there_are():
    assert 45 <= len(tomllib.loads(SUBJECTS.read_text(encoding="utf-8"))["subjects"]) < 55
    for path in ("docs/encoders.md", "docs/decisions/0229-subjects-meet-across-languages.md"):
        assert "some fifty" in Path(path).read_text(encoding="utf-8")


def test_no_word_of_a_participant_outlives_the_run(monkeypatch: pytest.MonkeyPatch):
    alive: list[weakref.ref[Stems]] = []

    class Watched(Stems):
        def __init__(self) -> None:
            super().__init__()
            alive.append(weakref.ref(self))

    monkeypatch.setattr(similarity, "Stems", Watched)
    split_terms(["Zwiebelkuchen war höflich", "Oignonade"], ["de", "fr"])
    assert len(alive) == 1
    assert alive[0]() is None


def test_frequent_words_name_nothing_but_are_compared():
    spanish = load_language("es")
    assert {"nadie", "llegar"} <= spanish.compared <= spanish.stop
    assert split_terms(["Nadie llega"], ["es"]) == [["nadi", "lleg"]]
    finder = PhraseFinder(["Nadie llega a la tienda"], spanish)
    assert finder.find("Nadie llega a la tienda") == ["tienda"]


def test_words_that_english_has_too_tell_no_other_language():
    assert "excellent" in load_language("fr").stop
    assert detect_languages(["Excellent service", "Super important", "Terrible", "Simple problem"] * 5) == ["en"] * 20
