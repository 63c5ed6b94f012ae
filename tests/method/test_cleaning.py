"""Cleaning of texts from outside: once is enough, and nothing readable is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsessions.method import cleaning
from gapsessions.storage.constraints import INVISIBLE


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  plain  text ", "plain text"),
        ("no\u00a0break\u202fblank\u3000here", "no break blank here"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("tab\there", "tab here"),
        ("a \n\n\n\n b", "a\n\nb"),
        ("\ufeffmark\ufeff inside", "mark inside"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301\u00ad\u0301", "\u00e9\u0301"),
        ("\u200bends\u2060", "ends"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("क्\u200dष", "क्\u200dष"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שלום \u200fabc", "שלום \u200fabc"),
        ("open \u202eturned", "open \u202eturned\u202c"),
        ("open \u2067isolate", "open \u2067isolate\u2069"),
        ("\u2066\u202bboth", "\u2066\u202bboth\u202c\u2069"),
        ("\u2067closed\u2069 already", "\u2067closed\u2069 already"),
        ("\u202eone line\nnext", "\u202eone line\u202c\nnext"),
    ],
)
def test_clean_gives_one_form(raw: str, clean: str) -> None:
    assert cleaning.clean(raw) == clean


@given(st.text(max_size=60))
def test_clean_twice_is_clean_once(text: str) -> None:
    once = cleaning.clean(text)

    assert cleaning.clean(once) == once


@given(st.text(max_size=60))
def test_clean_keeps_every_readable_character(text: str) -> None:
    readable = [letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter)[0] in "LNPS"]

    kept = cleaning.clean("".join(readable))

    assert [letter for letter in kept if unicodedata.category(letter)[0] in "LNPS"] == list(
        unicodedata.normalize("NFC", "".join(readable))
    )


@given(st.text(alphabet=INVISIBLE + "\u00ad\u3164\u2800\ufe0f", max_size=12))
def test_what_the_database_calls_blank_is_blank(text: str) -> None:
    assert cleaning.is_blank(cleaning.clean(text))


@given(st.text(max_size=30))
def test_without_controls_has_none(text: str) -> None:
    assert not cleaning.has_controls(cleaning.without_controls(text))


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\x9f", "\ud800", chr(0xDFFF), "\ufffe", "\uffff", "\ufdd0", "\U0010ffff"]
)
def test_control_characters_are_found(character: str) -> None:
    assert cleaning.has_controls(f"a{character}b")


@pytest.mark.parametrize(
    "text", ["tab\t", "line\r\n", "\x85", "\u2028", "\u200b", "\ufeff", "\ufffd", "🏴\U000e007f", "é", "\ue000"]
)
def test_harmless_characters_are_not(text: str) -> None:
    assert not cleaning.has_controls(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Piano\n table ", "Piano table"),
        ("\u200b \u2800", ""),
        ("Ta\x00ble", "Table"),
        ("Long table name", "Long table"),
    ],
)
def test_typed_line_is_one_line_or_nothing(typed: str, kept: str) -> None:
    assert cleaning.typed_line(typed, 11) == kept
