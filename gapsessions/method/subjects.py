"""What answers in several languages speak of, under one name: so "Essen", "cibo" and "food" meet.

An encoder that knows one language of a session sees the others by the words they share with it. A small dictionary
(``words/across``) helps where it has the word; languages that are not in it go without.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from gapsessions.method.languages import load_language, words_of
from gapsessions.method.matters import COUNTS, MARK

SUBJECTS = Path(__file__).parent / "words" / "across" / "subjects.toml"


def across_languages(terms: list[str], text: str, code: str) -> list[str]:
    """The terms of an answer with its matters under the name that all languages share, and with its subjects."""
    shared, _ = _read()
    by_stem, stem = _stemmed(code)
    subjects = [by_stem[found] for word in words_of(text) if (found := stem(word)) in by_stem]
    return [shared.get(term, term) for term in terms] + [MARK + name for name in subjects for _ in range(COUNTS)]


@lru_cache(maxsize=1)
def _read() -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
    """Term of a matter -> term it shares with other languages, and per language word -> subject."""
    data: dict[str, Any] = tomllib.loads(SUBJECTS.read_text(encoding="utf-8"))
    shared = {MARK + one.strip(): MARK + name for name, own in data["matters"].items() for one in own.split("|")}
    words: dict[str, dict[str, str]] = {}
    for name, lists in data["subjects"].items():
        for code, own in lists.items():
            words.setdefault(code, {}).update(dict.fromkeys(own.split(), name))
    return shared, words


@lru_cache(maxsize=16)
def _stemmed(code: str) -> tuple[Mapping[str, str], Any]:
    """Subjects of a language by stem, and its stemmer, which remembers."""
    from snowballstemmer import stemmer  # pure Python and slow; every distinct word is stemmed once

    name = load_language(code).stemmer
    stem = lru_cache(maxsize=20_000)(stemmer(name).stemWord) if name else str
    return {stem(word): subject for word, subject in _read()[1].get(code, {}).items()}, stem
