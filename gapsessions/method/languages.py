"""Which language an answer is in, and what is known of that language: stop words, stemmer, words that name themes.

The lists are data, one file per language in ``words/``. A language without a file still works: nothing is
stemmed or dropped there, and frequency alone tells its topic words.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from gapsessions.method.scripts import script_scores

WORDS = Path(__file__).parent / "words"
SECOND_LANGUAGE_SHARE = 0.05
"""A language with fewer of a session's answers than this is taken for chance resemblance..."""
SECOND_LANGUAGE_LEAST = 3
"""...as is one with fewer answers than this."""
LEAD_OF_PRESENT = 0.3
"""Stop words by which a language that is there for sure must lead the main one."""
LEAST_EVIDENCE = 1.5
"""Stop words of its own that a session must hold before it is taken for another language than English."""

MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0971-\u09e3\u0a01-\u0df3\u200c\u200d"
)
"""Accents and vowel signs that stand on their own, and the joiners of Persian and Hindi: parts of words, though Python
takes them for neither letters nor digits."""
_LETTER = rf"(?:[^\W\d_]|[{MARKS}])"
_WORD = re.compile(rf"[^\W\d_](?:{_LETTER}|['&-](?=[^\W\d_]))*")
_PLAIN_WORD = re.compile(rf"[^\W\d_]{_LETTER}*")
_ELIDED = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr"
    r"|[dn]ell|dall|sull|all|coll|quell|quest|(?:ness)?un|gl|degl|com|dov|cos|anch|bell|buon|mezz|nient|senz|tutt)"
    r"'(?=[aeiouyhàâéèêîôœìòù])"
)
"""What French and Italian put before a vowel: l'attente, d'attente, un'attesa, dell'attesa, mezz'ora."""
_SUFFIX = re.compile(r"(?<=[^\W\d_]{2})'[^\W\d_]+")
"""What languages whose list says so put behind an apostrophe, "PIN'imi"; Ukrainian writes one in the midst of words."""
_CLAUSE_END = re.compile(r"[.,;:!?()\[\]\"\u2026\n-]+(?:\s|$)|\s[\u2013\u2014-]\s")
_NAMES = {"ja": "日本語", "ko": "한국어", "zh": "中文", "th": "ไทย", "he": "עברית", "uk": "Українська"}
"""Languages told by their script alone, without a file."""


@dataclass(frozen=True, slots=True)
class NamingWords:
    """The word lists that make theme names read well; see the comments in ``words/en.toml``."""

    evaluative: frozenset[str]
    vague: frozenset[str]
    before_noun: frozenset[str]
    before_verb: frozenset[str]
    before_adjective: frozenset[str]
    after_noun: frozenset[str]
    topics_in_ing: frozenset[str]
    noun_or_verb: frozenset[str]
    units: frozenset[str]
    behind_noun: frozenset[str]
    adjectives: frozenset[str]
    request_verbs: frozenset[str]
    suffix_exceptions: frozenset[str]
    joints: frozenset[str]
    adjective_suffixes: tuple[str, ...]
    doing: frozenset[str]
    """Verbs that say what a theme is about together with a thing only: "ordering card"."""
    light: frozenset[str]
    """Verbs that say nothing, denied or not."""
    states: frozenset[str]
    hyphenated: frozenset[tuple[str, str]]
    """Halves of nouns that people write in two words: pick up, follow up."""
    praise: frozenset[str]
    praise_name: str
    """What a theme is called whose answers praise and say no more."""
    broad: frozenset[str]
    traits: frozenset[str]
    """Nouns for how people are."""
    trait_of: str
    nouns: Mapping[str, str]
    """A trait or verb as people write it -> the noun a facilitator would write."""
    measures: frozenset[str] = frozenset()
    """Nouns that say something together with a thing only: lack of parking."""


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of one language; ``naming`` is None where names fall back to frequent words."""

    code: str
    name: str
    stemmer: str = ""
    stop: frozenset[str] = frozenset()
    """Words that never name a theme and tell the language..."""
    compared: frozenset[str] = frozenset()
    """...and those of them that count when answers are compared: "nobody", "want", "long"."""
    letters: frozenset[str] = frozenset()
    """Signs that few other languages write."""
    nothing: frozenset[str] = frozenset()
    nothing_word: str = ""
    """The one that means "nothing" and no more, where a language has such a word."""
    nothing_clauses: re.Pattern[str] | None = None
    nothing_name: str = ""
    joiner: str = "+"
    """The word between two phrases of a name: "plots *and* figures"."""
    nouns_have_capitals: bool = False
    writes_compounds: bool = False
    ends_behind_apostrophe: bool = False
    naming: NamingWords | None = field(default=None)
    matters: Mapping[str, str] = field(default_factory=dict)
    """A word -> the matter it means, where no naming lists tell; see ``matters``."""
    ways: frozenset[str] = frozenset()
    """Matters that are ways of people."""
    bases: frozenset[str] = frozenset()
    """Nouns as a heading writes them, in a language that declines them."""

    def adds_nothing(self, text: str) -> bool:
        """Tell whether an answer only says that there is nothing to say ("None", "Can't think of anything").

        Its first clause must say that and no more; a short farewell may follow ("Nothing. Keep it up!").
        """
        first, *rest = [
            clause for clause in _CLAUSE_END.split(text.lower().replace("\u2019", "'").strip()) if clause.strip()
        ] or [""]
        words = first.split()
        if sum(len(clause.split()) for clause in rest) > 6:
            return False
        if not words:
            return True
        if words[0] in self.nothing and all(
            word in self.nothing or word in self.stop - self.compared for word in words
        ):
            return True
        return bool(self.nothing_clauses and self.nothing_clauses.fullmatch(" ".join(words)))


@lru_cache(maxsize=64)
def load_language(code: str) -> Language:
    """Return what is known of a language; one without a file has no stop words and no stemmer."""
    path = WORDS / f"{code}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", code) or not path.is_file():
        return Language(code=code, name=_NAMES.get(code, code))
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    clauses = data.get("nothing_clauses", [])
    naming = data.get("naming")
    compared = frozenset(data.get("compared", "").split())
    ways, things = (data.get("matters", {}).get(kind, {}) for kind in ("ways", "things"))
    return Language(
        code=data["code"],
        name=data["name"],
        stemmer=data["stemmer"],
        stop=frozenset(data["stop"].split()) | compared,
        compared=compared,
        letters=frozenset(data.get("letters", "").split()),
        nothing=frozenset(data["nothing"].split()),
        nothing_word=data.get("nothing_word", ""),
        nothing_clauses=re.compile("|".join(f"(?:{one})" for one in clauses)) if clauses else None,
        nothing_name=data["nothing_name"],
        joiner=data["joiner"],
        nouns_have_capitals=data.get("nouns_have_capitals", False),
        writes_compounds=data.get("writes_compounds", False),
        ends_behind_apostrophe=data.get("ends_behind_apostrophe", False),
        naming=_read_naming(naming) if naming else None,
        matters={word: matter for matter, words in {**ways, **things}.items() for word in words.split()},
        ways=frozenset(ways),
        bases=frozenset(data.get("bases", "").split()),
    )


@lru_cache(maxsize=1)
def known_languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


def words_of(text: str, language: str = "") -> list[str]:
    """Return the words of a text in lower case, without contractions, elided articles and possessives; no digits.

    Endings behind an apostrophe go where the ``language`` has such; scripts without spaces are cut into pairs.
    """
    text = text.lower().replace("\u2019", "'").replace("n't", "")
    if "'" in text and load_language(language).ends_behind_apostrophe:
        text = _SUFFIX.sub("", text)
    text = _ELIDED.sub("", text.replace("'s", ""))
    words: list[str] = []
    for word in _WORD.findall(text):
        if len(word) > 2 and _writes_no_spaces(word):
            words += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            words.append(word)
    return words


def _writes_no_spaces(word: str) -> bool:
    return "\u3040" <= word[0] <= "\u9fff" or "\u0e00" <= word[0] <= "\u0e7f"


def detect_languages(texts: Sequence[str]) -> list[str]:
    """Return an ISO 639-1 code per answer, found from its script and its stop words.

    Short answers often hold no stop word, and single ones mislead; so a second language counts only where at least
    3 answers and 5 in 100 clearly speak for it, and answers that do not tell follow the session's main language
    (English where nothing tells at all).
    """
    scores = [_language_scores(text) for text in texts]
    total: defaultdict[str, float] = defaultdict(float)
    for score in scores:
        for code, value in score.items():
            total[code] += value
    main = max(total, key=lambda code: (total[code], code == "en", code)) if total else "en"
    if total.get(main, 0.0) < LEAST_EVIDENCE:
        main = "en"
    clearly = [_clear_winner(score, main) for score in scores]
    wins = Counter(code for code in clearly if code)
    least = max(SECOND_LANGUAGE_LEAST, SECOND_LANGUAGE_SHARE * sum(wins.values()))
    present = {code for code in wins if wins[code] >= least} | {main}
    return [
        code if code in present and code != main else _likeliest(score, present, main)
        for code, score in zip(clearly, scores, strict=True)
    ]


def detect_late_languages(texts: Sequence[str], session: Sequence[str]) -> list[str]:
    """Return a code per late answer: the session's main language, or another of it that clearly speaks for itself.

    ``session`` holds the codes of the answers that were there before. Each late answer is judged alone.
    """
    counts = Counter(session)
    main = min(counts, key=lambda code: (-counts[code], code)) if counts else "en"
    clearly = [_clear_winner(_language_scores(text), main) for text in texts]
    return [code if code is not None and code in counts else main for code in clearly]


def _likeliest(score: Mapping[str, float], present: Collection[str], main: str) -> str:
    """The best of the languages that are known to be there: of those, less than a whole stop word tells."""
    best = max(sorted(present), key=lambda code: (score.get(code, 0.0), code == main))
    return best if score.get(best, 0.0) >= score.get(main, 0.0) + LEAD_OF_PRESENT else main


def _clear_winner(score: Mapping[str, float], main: str) -> str | None:
    """The best language, where it leads the main one by a whole stop word; or the main one."""
    if not score:
        return None
    best = max(score, key=lambda code: (score[code], code == main, code))
    return best if best == main or score[best] >= score.get(main, 0.0) + 1 else None


def _language_scores(text: str) -> dict[str, float]:
    """Points per language: one for every word that tells it, shared between the languages that have it.

    A word of no list gives one for its rarest letter: no language but Polish here writes "ł".
    """
    scores = script_scores(text)
    words, letters = _owners()
    text = text.lower()
    for word in [*_PLAIN_WORD.findall(text), *(sign for sign in "¿¡" if sign in text)]:
        known = words.get(word) or min((letters[sign] for sign in word if sign in letters), key=len, default=())
        for code in known:
            scores[code] = scores.get(code, 0.0) + 1 / len(known)
    return scores


@lru_cache(maxsize=1)
def _owners() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The languages that have a telling word, and those that write a letter."""
    naming = load_language("en").naming
    praise = naming.evaluative if naming else frozenset()  # "super" and "excellent" tell nothing
    vague = naming.vague if naming else frozenset()
    words: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for code in known_languages():
        language = load_language(code)
        for word in language.stop - (language.compared & vague) - (praise if code != "en" else frozenset()):
            words.setdefault(word, []).append(code)
        for letter in language.letters:
            letters.setdefault(letter, []).append(code)
    told_by, written_by = ({one: tuple(codes) for one, codes in found.items()} for found in (words, letters))
    return told_by, written_by


def _read_naming(data: Mapping[str, Any]) -> NamingWords:
    texts = {"adjective_suffixes", "trait_of", "hyphenated", "praise_name"}
    lists = {
        name: frozenset(value.split()) for name, value in data.items() if isinstance(value, str) and name not in texts
    }
    both: dict[str, str] = {**data["nouns"], **data["traits"]}
    return NamingWords(
        **lists,
        adjective_suffixes=tuple(data["adjective_suffixes"].split()),
        hyphenated=frozenset((word.split("-")[0], word.split("-")[1]) for word in data["hyphenated"].split()),
        traits=frozenset(data["traits"]),
        trait_of=data["trait_of"],
        praise_name=data["praise_name"],
        nouns={form.replace("_", " "): noun for noun, forms in both.items() for form in forms.split()},
    )
