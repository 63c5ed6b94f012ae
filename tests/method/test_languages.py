"""Languages: told by script and stop words, never by a chance resemblance; lists that load; nothing to add."""

from __future__ import annotations

import pytest

from gapsessions.method.languages import detect_languages, known_languages, load_language, words_of

GERMAN = ["Die Wartezeiten sind zu lang", "Das Personal ist sehr freundlich", "Es gibt nicht genug Parkplätze"]
ENGLISH = ["The waiting times are too long", "The staff is very friendly", "There is not enough parking"]


@pytest.mark.parametrize("code", known_languages())
def test_every_language_file_loads_and_its_stemmer_exists(code: str):
    from snowballstemmer import algorithms

    language = load_language(code)
    assert language.code == code
    assert len(language.stop) > 60
    assert language.nothing_name
    assert not language.stemmer or language.stemmer in algorithms()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        (["Les délais sont trop longs", "Le personnel est très aimable", "Il n'y a pas assez de places"], "fr"),
        (["El personal es muy amable", "Los tiempos de espera son muy largos", "No hay suficiente sitio"], "es"),
        (["De wachttijden zijn te lang", "Het personeel is erg vriendelijk", "Er is niet genoeg plek"], "nl"),
        (["Очень вежливый персонал", "Слишком долго ждать", "Не хватает парковки"], "ru"),
        (["待ち時間が長い", "駐車場がない"], "ja"),
    ],
)
def test_session_in_one_language_is_told(texts: list[str], code: str):
    assert detect_languages(texts) == [code] * len(texts)


def test_mixed_session_is_told_answer_by_answer():
    assert detect_languages(GERMAN + ENGLISH) == ["de"] * 3 + ["en"] * 3


def test_answers_without_stop_words_follow_the_session():
    assert detect_languages([*GERMAN, "Parkplätze", "WLAN"]) == ["de"] * 5


def test_single_foreign_answer_does_not_make_a_second_language():
    assert detect_languages([*ENGLISH * 10, "Sehr gut, aber die Wartezeit war zu lang"])[-1] == "en"


@pytest.mark.parametrize("texts", [[], [""], ["x", "y"], ["Parking"]])
def test_hardly_any_text_counts_as_english(texts: list[str]):
    assert detect_languages(texts) == ["en"] * len(texts)


def test_unknown_language_works_without_lists():
    language = load_language("xx")
    assert (language.stop, language.stemmer, language.naming) == (frozenset(), "", None)
    assert load_language("../../etc/passwd").stop == frozenset()


@pytest.mark.parametrize(
    "text",
    ["Nothing", "None.", "n/a", "No", "nothing really", "Nothing could be improved", "Can't think of anything", "???"],
)
def test_answers_that_add_nothing_are_recognised(text: str):
    assert load_language("en").adds_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["No parking", "None of the staff were helpful", "Nothing due to busy line.", "No one told me", "Staff"],
)
def test_answers_that_only_start_like_nothing_are_kept(text: str):
    assert not load_language("en").adds_nothing(text)


def test_words_leave_out_digits_and_resolve_contractions():
    assert words_of("The doctor's 3 wards weren't open") == ["the", "doctor", "wards", "were", "open"]


def test_words_of_unspaced_scripts_come_in_pairs():
    assert words_of("駐車場") == ["駐車", "車場"]
