"""What answers in several languages speak of, under one name: so "Essen", "cibo" and "food" meet.

An encoder that knows one language of a session sees the others by the words they share with it. A small dictionary
(``words/across``) helps where it has the word; languages that are not in it go without.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from gapsessions.method.matters import COUNTS, MARK
from gapsessions.method.stems import Stems

SUBJECTS = Path(__file__).parent / "words" / "across" / "subjects.toml"


def across_languages(terms: list[str], words: Sequence[str], code: str, stem: Stems) -> list[str]:
    """The terms of an answer, matters under the name that all languages share, and the subjects of its words."""
    shared, subjects = _read()
    by_word, by_stem = subjects.get(code, {}), _by_stem(code)
    found = [by_word.get(word) or by_stem.get(stem(word, code)) for word in words]
    return [shared.get(term, term) for term in terms] + [MARK + name for name in found if name for _ in range(COUNTS)]


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
def _by_stem(code: str) -> Mapping[str, str]:
    """Subjects of a language by stem, where one subject alone has it: "activation" and "activity" share theirs."""
    stem, claims = Stems(), defaultdict(set)
    for word, name in _read()[1].get(code, {}).items():
        claims[stem(word, code)].add(name)
    return {found: min(names) for found, names in claims.items() if len(names) == 1}
