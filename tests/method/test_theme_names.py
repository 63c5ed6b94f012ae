"""Names of themes: what a facilitator would write over the notes, and the quote where nothing says more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gapsessions.method.aspects import ASPECTS, load_aspects
from gapsessions.method.deeds import in_ed, in_ing
from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import WORDS, known_languages
from gapsessions.method.name_options import names_a_person
from gapsessions.method.spelling import one_spelling

OTHERS = ["The staff are friendly", "Friendly staff", "Kind and friendly staff"]


def lexical(texts: list[str]) -> np.ndarray:
    return LexicalOnly().encode(texts)


def name_of(texts: list[str], others: list[str] = OTHERS) -> str:
    labels = np.repeat(np.array([0, 1], np.intp), [len(texts), len(others)])
    everything = [*texts, *others]
    return label_themes(everything, labels, lexical(everything), languages=["en"] * len(everything))[0].name


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["How long to cook the steak", "When can we cook it", "Nobody would cook a pie", "I cooked"], "Cooking"),
        (["Please freeze my account", "Can you freeze my account", "To freeze the account now"], "Freezing account"),
        (["I lost my card", "My card was lost", "They lost the card"], "Lost card"),
        (["Came to pick up late", "Picked up on time", "Nobody to pick me up, no pick-up"], "Pick-up"),
        (["The exchange rate is bad", "An exchange rate like no other", "Better exchange rates"], "Exchange rate"),
        (["The flight's status", "Status of that flight", "Which status has the flight"], "Flight status"),
        (["My card doesn't work", "The card still isn't working", "A card that won't work"], "Card not working"),
        (["I haven't received my card", "The card was never received", "Card not received"], "Card not received"),
        (["Why did my card get declined", "The card keeps getting declined", "A declined card"], "Declined card"),
        (["Can I change my address", "To change the address", "How to change your address"], "Changing address"),
        (
            ["What does life mean", "Meaning of life", "Is there meaning to life", "A life and its meaning"],
            "Meaning of life",
        ),
        (["It was all great", "Excellent, wonderful", "Brilliant, thank you all"], "General praise"),
        (["Can I use Apple Pay", "Do you take Apple Pay, please", "Paying with Apple Pay"], "Apple Pay"),
        (["The speed of your speech", "Change the speed of speech", "Faster speech"], "Speed of speech"),
        (["The view of the sea", "A sea view", "Sea views"], "Sea views"),
        (["Ways of paying, please", "New ways of paying", "Is there another way of paying"], "Ways of paying"),
        (["The number of clicks", "Too high a number of clicks", "Clicks everywhere"], "Number of clicks"),
        (["Money from a friend", "Can I get money from friends", "I got money from friends"], "Money from friends"),
        (["Steps for my friend", "My friend waits"], "Friend"),
        (["License costs are high", "The licence costs too much", "Licence costs", "No license"], "Licence costs"),
        (["The wi-fi drops out", "The wifi again", "No wi-fi upstairs"], "Wi-fi"),
        (["They went to London", "We come to London", "Going to London again"], "London"),
    ],
)
def test_name_is_what_a_facilitator_would_write(texts: list[str], name: str):
    assert name_of(texts) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organisation", "organization"),
        ("customised", "customized"),
        ("analysing", "analyzing"),
        ("colours", "colors"),
        ("neighbourhood", "neighborhood"),
        ("centre", "center"),
        ("licences", "licenses"),
        ("programme", "program"),
        ("e-mail", "email"),
    ],
)
def test_two_spellings_of_a_word_are_one(one: str, other: str):
    assert one_spelling(one) == one_spelling(other)


@pytest.mark.parametrize("word", ["hour", "our", "four", "this", "rise", "science-fiction", "top-up", "tree", "mummy"])
def test_words_of_one_spelling_stay_what_they_are(word: str):
    assert one_spelling(word) == word


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["The account is locked", "They froze my account", "An account on hold"], "Blocked account"),
        (["Cards never get here", "When does my card arrive?", "My cards were mailed, where?"], "Card delivery"),
        (["My identity can't be verified", "To prove my identity", "Is the identity check verified"], "Identity verif"),
        (["Food was cold", "Better lunch please", "The menu never changes"], "Food"),
        (["A crack in my card", "My card was cracked", "My card got scratched, the card is split"], "Damaged card"),
        (["My top-up failed", "The top-up was denied", "Why did my top-up not work", "Top-up"], "Top-up problems"),
        (["What does gregarious mean", "The meaning of ennui", "Define sloth"], "Meanings"),
    ],
)
def test_what_is_said_in_many_words_is_one_word_of_the_name(texts: list[str], name: str):
    assert name_of(texts).startswith(name)


def test_most_answers_on_ways_of_people_are_named_by_two_of_them():
    texts = ["A rude driver", "Kind drivers", "Polite and helpful", "So helpful", "Friendly man", "Patient, polite"]
    assert name_of(texts, ["Too dear", "The price is high", "Cheaper"]) == "Politeness and helpfulness"


@pytest.mark.parametrize(
    ("code", "texts", "others", "name"),
    [
        (
            "de",
            ["Das Konto ist gesperrt", "Konto blockiert", "Mein Konto ist eingefroren"],
            ["Nette Leute"],
            "Konto ge",
        ),
        ("de", ["Lange gewartet", "Die Warteschlange", "Immer warten"], ["Nette Leute"], "Wartezeit"),
        ("fr", ["La cantine", "Un meilleur déjeuner", "Des repas froids"], ["Des gens gentils"], "Repas"),
        ("es", ["He esperado mucho", "La cola es larga", "Siempre esperando"], ["Gente amable"], "Espera"),
        ("it", ["Il parcheggio è caro", "Pochi posti auto", "Parcheggi pieni"], ["Gente gentile"], "Parcheggio"),
        ("nl", ["Te duur", "Een lagere prijs", "De prijzen zijn hoog"], ["Aardige mensen"], "Prijs"),
    ],
)
def test_other_languages_have_words_for_what_is_said(code: str, texts: list[str], others: list[str], name: str):
    everything = [*texts, *others * 3]
    labels = np.array([0] * 3 + [1] * 3, np.intp)
    named = label_themes(everything, labels, lexical(everything), languages=[code] * 6)
    assert named[0].name.startswith(name)


@pytest.mark.parametrize("path", sorted(ASPECTS.glob("*.toml")), ids=lambda path: path.stem)
def test_lists_of_aspects_can_be_read(path: Path):
    aspects = load_aspects(path.stem)
    assert path.stem in known_languages()
    assert aspects
    assert all(all(form.strip() and form.startswith(" ") for form in aspect.forms) for aspect in aspects)
    assert all(aspect.of("x") != aspect.word for aspect in aspects if aspect.needs_thing)


def test_language_without_aspects_has_none():
    assert load_aspects("sv") == load_aspects("../en") == ()


def test_theme_that_begins_with_nothing_is_called_so():
    texts = [
        "Nothing, their really funny",
        "Nothing as a whole. More contact please",
        "Well nothing comes to me quickly",
    ]
    assert name_of(texts, ["Too dear", "The price is high", "Cheaper"]) == "Nothing to add"


def test_broad_word_takes_the_trait_that_answers_tell_of():
    texts = ["Friendly staff", "Staff were friendly", "All staff dealt with me", "The staff on the ward", "Rude staff"]
    assert name_of(texts, ["Too dear", "The price is high", "Cheaper"]) == "Friendliness of staff"


def test_adjectives_are_no_verbs():
    texts = ["Kind and patient", "Calm and patient staff", "So patient people", "not patient"]
    assert "atienting" not in name_of(texts)


def test_two_unlike_answers_are_called_by_their_quote():
    name = name_of(["Nobody wrote letters back to my old neighbour about it, and why?", "Music while holding"])
    assert name in ("Nobody wrote letters back to my old neighbour\u2026", "Music while holding")


def test_longer_form_of_a_name_that_is_taken_is_no_other_name():
    texts = ["my disposable card", "a disposable card", "the disposable card", "any disposable card"]
    more = ["my disposable virtual card", "a disposable virtual card", "the disposable virtual card"]
    everything = [*texts, *more]
    labels = np.array([0] * 4 + [1] * 3, np.intp)
    named = label_themes(everything, labels, lexical(everything), languages=["en"] * 7)
    assert [label.name for label in named] == ["Disposable card", "Virtual card"]


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("cook", "cooking"),
        ("freeze", "freezing"),
        ("cancel", "cancelling"),
        ("die", "dying"),
        ("see", "seeing"),
        ("plan", "planning"),
        ("transfer", "transferring"),
        ("deliver", "delivering"),
        ("show", "showing"),
    ],
)
def test_verbs_become_nouns(verb: str, noun: str):
    assert in_ing(verb) == noun


@pytest.mark.parametrize(
    ("verb", "participle"),
    [("receive", "received"), ("cancel", "cancelled"), ("verify", "verified"), ("stop", "stopped")],
)
def test_verbs_become_participles(verb: str, participle: str):
    assert in_ed(verb) == participle


@pytest.mark.parametrize(
    "name",
    [
        "Information claire",
        "Información clara",
        "Donna gentile",
        "O tom da chamada",
        "Christian values",
        "Heather ward",
    ],
)
def test_words_of_any_language_are_nobody(name: str):
    assert not names_a_person(name)


def test_no_word_of_a_list_is_nobody_s_name():
    for path in WORDS.glob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        words = {word for line in lines if not line.startswith("#") for word in line.lower().split()}
        assert [word for word in sorted(words) if names_a_person(word)] == [], path.name
