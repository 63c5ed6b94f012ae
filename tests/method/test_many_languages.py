"""Every language that can be stemmed: told by its words, cleared of them, and two forms of one word made one."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.method.encoder import LexicalOnly
from gapsessions.method.labelling import label_themes
from gapsessions.method.languages import detect_languages, known_languages, load_language, words_of
from gapsessions.method.matters import MARK
from gapsessions.method.proposing import propose_themes
from gapsessions.method.similarity import split_terms

SENTENCES = {
    "ar": ["الموظفون ودودون جدا ومتعاونون", "وقت الانتظار على الهاتف طويل جدا", "لا يوجد موقف سيارات كاف"],
    "ca": [
        "El personal és molt amable amb nosaltres",
        "Els temps d'espera són massa llargs",
        "No hi ha prou lloc per aparcar",
    ],
    "cs": ["Personál je velmi milý", "Čekací doba je příliš dlouhá", "Není tu dost parkovacích míst"],
    "da": ["Personalet er meget venligt", "Ventetiden er alt for lang", "Der er ikke nok parkeringspladser"],
    "de": ["Die Wartezeiten sind zu lang", "Das Personal ist sehr freundlich", "Es gibt nicht genug Parkplätze"],
    "el": ["Το προσωπικό είναι πολύ ευγενικό", "Ο χρόνος αναμονής είναι πολύ μεγάλος", "Δεν υπάρχουν αρκετές θέσεις"],
    "en": ["The waiting times are too long", "The staff is very friendly", "There is not enough parking"],
    "eo": ["La personaro estas tre afabla", "La atendotempo estas tro longa", "Ne estas sufiĉe da parkejoj"],
    "es": ["El personal es muy amable", "Los tiempos de espera son muy largos", "No hay suficiente sitio"],
    "et": ["Töötajad on väga sõbralikud", "Ooteaeg on liiga pikk ja tüütu", "Parkimiskohti ei ole piisavalt"],
    "eu": ["Langileak oso atseginak dira", "Itxaron behar izan dut denbora luzez", "Ez dago nahikoa aparkaleku"],
    "fa": ["کارکنان بسیار مهربان هستند", "زمان انتظار خیلی طولانی است", "جای پارک کافی نیست"],
    "fi": ["Henkilökunta on todella ystävällistä", "Odotusaika on liian pitkä", "Pysäköintipaikkoja ei ole tarpeeksi"],
    "fr": ["Les délais sont trop longs", "Le personnel est très aimable", "Il n'y a pas assez de places"],
    "ga": [
        "Tá an fhoireann an-chairdiúil agus cabhrach",
        "Bhí an t-am feithimh ró fhada againn",
        "Níl go leor spásanna páirceála ann",
    ],
    "hi": ["कर्मचारी बहुत अच्छे हैं", "इंतज़ार का समय बहुत लंबा है", "पार्किंग की जगह नहीं है"],
    "hu": ["A személyzet nagyon kedves", "A várakozási idő túl hosszú", "Nincs elég parkolóhely"],
    "hy": ["Աշխատակիցները շատ բարի են", "Սպասման ժամանակը շատ երկար է", "Կայանատեղի չկա այստեղ"],
    "id": ["Staf sangat ramah dan membantu", "Waktu tunggu terlalu lama di telepon", "Tidak ada cukup tempat parkir"],
    "it": ["Il personale è molto gentile", "I tempi di attesa sono troppo lunghi", "Non c'è abbastanza parcheggio"],
    "lt": ["Darbuotojai yra labai malonūs", "Laukimo laikas yra per ilgas", "Nėra pakankamai vietos automobiliams"],
    "ne": ["कर्मचारीहरू धेरै राम्रो छन्", "पर्खने समय धेरै लामो छ", "पार्किङ ठाउँ पर्याप्त छैन"],
    "nl": ["De wachttijden zijn te lang", "Het personeel is erg vriendelijk", "Er is niet genoeg plek"],
    "no": ["Personalet er veldig hyggelig", "Ventetiden er altfor lang", "Det er ikke nok parkeringsplasser her"],
    "pl": ["Personel jest bardzo miły", "Czas oczekiwania jest zbyt długi", "Nie ma wystarczająco miejsc"],
    "pt": [
        "A equipe é muito simpática",
        "O tempo de espera é muito longo",
        "Não há lugares suficientes para estacionar",
    ],
    "ro": ["Personalul este foarte amabil", "Timpul de așteptare este prea lung", "Nu sunt destule locuri de parcare"],
    "ru": ["Персонал очень вежливый", "Слишком долго ждать на телефоне", "Не хватает парковки"],
    "sr": ["Особље је веома љубазно", "Чекање је превише дуго за нас", "Нема довољно места за паркирање овде"],
    "sv": [
        "Personalen är mycket vänlig",
        "Väntetiden är alldeles för lång",
        "Det finns inte tillräckligt med parkeringsplatser",
    ],
    "ta": ["பணியாளர்கள் மிகவும் நல்லவர்கள்", "காத்திருக்கும் நேரம் மிக அதிகம்", "வாகனம் நிறுத்த இடம் இல்லை"],
    "tr": ["Personel çok güler yüzlü", "Bekleme süresi çok uzun", "Yeterli park yeri yok"],
    "uk": [
        "Персонал дуже привітний і уважний",
        "Занадто довге очікування на лінії",
        "Не вистачає місць для паркування",
    ],
    "yi": ["די אַרבעטער זענען זייער פֿרײַנדלעך", "מען דאַרף וואַרטן צו לאַנג", "עס איז נישטאָ קיין אָרט צו פּאַרקירן"],
}
"""Staff are friendly; one waits too long; there is no room to park."""
TWO_FORMS = {
    "ar": ("موظفون", "موظفين"),
    "ca": ("professionals", "professional"),
    "cs": ("parkování", "parkováním"),
    "da": ("ventetiden", "ventetid"),
    "de": ("wartezeiten", "wartezeit"),
    "el": ("θέσεις", "θέση"),
    "en": ("waiting", "waited"),
    "eo": ("parkejoj", "parkejo"),
    "es": ("esperas", "espera"),
    "et": ("töötajad", "töötajat"),
    "eu": ("langileak", "langile"),
    "fa": ("کتاب‌ها", "کتاب"),
    "fi": ("palvelun", "palvelua"),
    "fr": ("attentes", "attente"),
    "ga": ("fhoireann", "foireann"),
    "hi": ("लड़कों", "लड़का"),
    "hu": ("parkolóhely", "parkolóhelyek"),
    "hy": ("աշխատակիցները", "աշխատակիցների"),
    "id": ("membantu", "bantu"),
    "it": ("personale", "personali"),
    "lt": ("darbuotojai", "darbuotojas"),
    "ne": ("कर्मचारीहरू", "कर्मचारी"),
    "nl": ("wachttijden", "wachttijd"),
    "no": ("ventetiden", "ventetid"),
    "pl": ("parkingu", "parking"),
    "pt": ("lugares", "lugar"),
    "ro": ("locuri", "locurile"),
    "ru": ("парковка", "парковки"),
    "sr": ("чекање", "чекања"),
    "sv": ("väntetiden", "väntetider"),
    "ta": ("பணியாளர்கள்", "பணியாளர்"),
    "tr": ("personeller", "personel"),
    "yi": ("אַרבעטן", "אַרבעט"),
}
STEMMED = [code for code in known_languages() if load_language(code).stemmer]


def test_every_stemmer_but_one_has_a_language_with_stop_words():
    from snowballstemmer import algorithms

    variants = {"porter", "dutch_porter"}
    assert set(algorithms()) - variants - {load_language(code).stemmer for code in STEMMED} <= {"sesotho"}
    assert set(TWO_FORMS) == set(STEMMED)


@pytest.mark.parametrize("code", SENTENCES)
def test_language_is_told_and_beside_english_too(code: str):
    assert detect_languages(SENTENCES[code]) == [code] * 3
    if code != "en":
        both = detect_languages(SENTENCES[code] * 3 + SENTENCES["en"] * 3)
        assert set(both[9:]) == {"en"}
        assert both[:9].count(code) >= 6


@pytest.mark.parametrize("code", STEMMED)
def test_stop_words_go_and_two_forms_become_one(code: str):
    stop = load_language(code).stop
    sentences = SENTENCES[code]
    kept = [[term for term in terms if term[0] != MARK] for terms in split_terms(sentences, [code] * 3)]
    assert sum(map(len, kept)) < sum(len(words_of(text)) for text in sentences)
    assert all(kept)
    one, other = split_terms(TWO_FORMS[code], [code] * 2)
    assert one == other != []
    assert not stop & set(TWO_FORMS[code])


@pytest.mark.parametrize("code", STEMMED)
def test_every_language_gets_themes_with_names_of_its_own_words(code: str):
    texts = [text for text in SENTENCES[code] for _ in range(2)]
    proposal = propose_themes(texts, LexicalOnly().encode(texts))
    said = {word for text in texts for word in words_of(text)}
    assert proposal.languages == {code: 6}
    assert len(proposal.themes) >= 2
    if load_language(code).naming is None and not load_language(code).matters:
        # elsewhere a facilitator's own word may stand for what was said
        assert all(set(words_of(theme.name)) & said for theme in proposal.themes)


def test_vowel_signs_are_part_of_words():
    assert words_of("सेवा बहुत अच्छी") == ["सेवा", "बहुत", "अच्छी"]
    assert words_of("சேவை நன்றாக") == ["சேவை", "நன்றாக"]
    assert words_of("می‌شود") == ["می‌شود"]


def test_languages_of_one_script_are_told_apart_by_their_letters():
    assert detect_languages(["Персонал дуже привітний", "Занадто довге очікування", "Не вистачає місць"]) == ["uk"] * 3
    assert detect_languages(["Parking is full", "Staff sind da"]) == ["en"] * 2


def test_mixed_session_of_covered_and_other_languages_is_said():
    texts = [text for code in ("en", "de") for text in SENTENCES[code] for _ in range(2)]
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(12, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    class English:
        name, languages = "english only", frozenset({"en"})

        def encode(self, more: list[str]) -> np.ndarray:
            return np.tile(vectors[:1], (len(more), 1))

    assert propose_themes(texts, vectors, encoder=English()).notices == ("several_languages", "language_not_covered:de")


def test_language_that_the_model_does_not_know_is_named_by_words_alone():
    texts = [
        "Konto gesperrt",
        "Das Konto ist blockiert",
        "Mein Konto wurde gesperrt",
        "Nett",
        "Nette Leute",
        "Freundlich",
    ]
    vectors = np.random.default_rng(1).normal(size=(6, 8)).astype(np.float32)

    class English:
        name, languages = "english only", frozenset({"en"})

        def encode(self, more: list[str]) -> np.ndarray:
            return np.tile(vectors[3], (len(more), 1))

    named = label_themes(texts, np.array([0] * 3 + [1] * 3, np.intp), vectors, languages=["de"] * 6, encoder=English())
    assert [label.name for label in named] == ["Konto gesperrt", "Freundlichkeit"]
