"""Matters that a word list knows: many words, one subject; and no harm where there is no list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import load_language, words_of
from gapsessions.method.matters import COUNTS, WAY_OF_PEOPLE, matters_of
from gapsessions.method.similarity import split_terms
from gapsessions.method.stems import Stems
from gapsessions.method.theme_view import open_view

ENGLISH = load_language("en")


def test_many_words_are_one_matter():
    assert (
        set(matters_of("Polite", ENGLISH, Stems()))
        == set(matters_of("so rude!", ENGLISH, Stems()))
        == {"~politeness", WAY_OF_PEOPLE}
    )
    assert set(matters_of("We waited. A long queue", ENGLISH, Stems())) == {"~waiting times"}
    assert matters_of("They kept informed us", ENGLISH, Stems()).count("~keeping people informed") == COUNTS


def test_expressions_do_not_reach_over_punctuation():
    assert "~punctuality" in matters_of("always on time", ENGLISH, Stems())
    assert matters_of("go on. time passes", ENGLISH, Stems()) == []


def test_language_without_lists_has_no_matters():
    assert matters_of("mycket artig", load_language("sv"), Stems()) == []
    assert split_terms(["artig"], ["sv"]) == [["art"]]


@pytest.mark.parametrize(
    ("code", "one", "other", "apart"),
    [
        ("de", "Sehr höfliche Leute", "Unhöflich war er", "Lange Schlangen"),
        ("fr", "Des gens polis", "Un vendeur impoli", "Trop d'attente"),
        ("es", "Gente educada", "Un trato grosero", "Mucha cola"),
        ("nl", "Beleefde mensen", "Hij was grof", "Lange rijen"),
        ("it", "Personale educato", "Molto maleducati", "Troppa coda"),
    ],
)
def test_words_of_one_matter_are_told_by_their_stems(code: str, one: str, other: str, apart: str):
    language = load_language(code)
    assert set(matters_of(one, language, Stems())) == set(matters_of(other, language, Stems())) >= {WAY_OF_PEOPLE}
    assert matters_of(apart, language, Stems())
    assert WAY_OF_PEOPLE not in matters_of(apart, language, Stems())


def test_answers_that_share_a_matter_share_a_theme_without_any_word_in_common():
    texts = ["Polite", "Courteous", "Rude", "Waited", "Queues", "Queuing", "Parking", "Parking spaces", "Park"]
    labels = open_view(texts, np.zeros((9, 0), np.float32), ["en"] * 9, frozenset()).cut(0.4)
    assert len({*labels[:3].tolist()}) == len({*labels[3:6].tolist()}) == 1
    assert len(set(labels.tolist())) == 3


@given(word=st.sampled_from(sorted(ENGLISH.naming.nouns)), text=st.text())
def test_matters_are_never_words_that_somebody_wrote(word: str, text: str):
    found = matters_of(f"{word}. {text}", ENGLISH, Stems())
    assert found
    assert all(matter.startswith("~") for matter in found)


def test_elided_articles_and_suffixes_behind_an_apostrophe_are_no_part_of_a_word():
    assert words_of("L’attente, d'attente et qu'on attend") == ["attente", "attente", "et", "on", "attend"]
    assert words_of("l'attesa dell'ambulanza") == ["attesa", "ambulanza"]
    assert words_of("mezz'ora, nient'altro, nessun'attesa") == ["ora", "altro", "attesa"]
    assert words_of("PIN'imi ATM'sinde", "tr") == ["pin", "atm"]
    assert words_of("Комп'ютер і здоров'я", "uk") == ["комп'ютер", "і", "здоров'я"]
    assert words_of("ma'am") == ["ma'am"]
    assert words_of("They're here, o'clock") == ["they're", "here", "o'clock"]


def test_polish_theme_is_named_by_the_base_form_of_its_noun():
    texts = ["Więcej personelu", "Mało personelu na oddziale", "Personel super", "Droga kawa", "Tanio", "Dobra cena"]
    labels = np.array([0, 0, 0, 1, 1, 1], np.intp)
    named = label_themes(texts, labels, np.zeros((6, 0), np.float32), languages=["pl"] * 6)
    assert named[0].name == "Personel"


@pytest.mark.parametrize(
    ("code", "texts", "name"),
    [
        ("es", ["Quiero cerrar mi cuenta", "Borrar la cuenta", "Dar de baja la cuenta"], "Cuenta: cierre"),
        ("fr", ["Fermer mon compte", "Supprimer le compte", "Comment résilier mon compte"], "Compte : fermeture"),
        ("it", ["Chiudere il conto", "Vorrei cancellare il conto", "Eliminare il conto"], "Conto: chiusura"),
        ("nl", ["Mijn rekening sluiten", "Rekening verwijderen", "De rekening opzeggen"], "Rekening: opzegging"),
        ("de", ["Mein Konto kündigen", "Konto löschen", "Ich will mein Konto loswerden"], "Konto: Kündigung"),
        ("pl", ["Zamknąć konto", "Usunąć konta", "Chcę zlikwidować konto"], "Konto: zamknięcie"),
    ],
)
def test_what_is_said_of_a_thing_stands_behind_a_colon(code: str, texts: list[str], name: str):
    everything, labels = [*texts, "aaa bbb", "ccc", "ddd"], np.array([0] * 3 + [1] * 3, np.intp)
    named = label_themes(everything, labels, np.zeros((6, 0), np.float32), languages=[code] * 6)
    assert named[0].name == name
