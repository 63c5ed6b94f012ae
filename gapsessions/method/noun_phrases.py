"""Finds the phrases in answers that could name a theme, learning from the session itself which words are nouns.

No tagger is shipped: the words around a word ("the ...", "to ...", "very ...") tell noun from verb well enough. A
language without naming lists offers all pairs and single words that hold no stop word at their ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gapsessions.method.languages import Language, NamingWords, words_of

_CLAUSE = re.compile(r"[.,;:!?()\[\]\"\n/\u2026\u2022|]+| [-\u2013\u2014]+ ")
_WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*")
_UNSPACED = re.compile("[\u4e00-\u9fff]{2,}|[\u30a0-\u30ff]{2,}|[\u0e00-\u0e7f]{2,}")
"""Runs of Chinese characters, katakana or Thai: words are not spaced there, so pieces of them are tried."""
_CLITIC = re.compile(r"n't|'(?:m|s|re|ve|ll|d)$")
_OBJECTS = frozenset(["it", "them", "him", "her", "us", "me", "the", "a", "an", "my", "your", "this"])
"""What follows a verb more often than a noun."""
_NOT_ADVERBS = frozenset(("family", "supply", "assembly"))
_ED_NOUNS = frozenset(("bed", "need", "speed", "feed", "seed"))
NEUTRAL = 0.5


def clauses_of(text: str) -> list[list[str]]:
    """Return the lower-case words of each clause; no phrase reaches over punctuation."""
    return [_WORD.findall(part.replace("\u2019", "'")) for part in _CLAUSE.split(text.lower())]


class PhraseFinder:
    """Finds name-like phrases in the answers of one language; ``texts`` are what noun contexts are learnt from."""

    def __init__(self, texts: Iterable[str], language: Language) -> None:
        from snowballstemmer import stemmer

        self.language = language
        self._stemmer = stemmer(language.stemmer) if language.stemmer else None
        self._stem = lru_cache(maxsize=50_000)(self._stem_word)
        self._odds = noun_odds(texts, language.naming, language.stop) if language.naming else {}

    def find(self, text: str, *, loose: bool = False) -> list[str]:
        """Return the phrases of one answer, each once, in reading order; ``loose`` lets more words be nouns."""
        if self.language.naming is None:
            return self._frequent_word_candidates(text)
        naming, found = self.language.naming, []
        for words in clauses_of(text):
            for at in range(len(words)):
                for length in range(1, min(3, len(words) - at) + 1):
                    phrase = words[at : at + length]
                    joined = " ".join(phrase)
                    if joined in naming.nouns:
                        found.append(naming.nouns[joined])
                    elif self._is_name(phrase, naming, loose):
                        found.append(joined)
        return list(dict.fromkeys(found))

    def key(self, phrase: str) -> str:
        """Return what is the same for all forms of a phrase: its stems without stop words."""
        words = [word for word in phrase.split() if word not in self.language.stop]
        return " ".join(self._stem(word) for word in words)

    def _stem_word(self, word: str) -> str:
        return self._stemmer.stemWord(word) if self._stemmer else word

    def _frequent_word_candidates(self, text: str) -> list[str]:
        found: list[str] = []
        for clause in _CLAUSE.split(text):
            for run in _UNSPACED.findall(clause):
                found += [run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1)]
            words = words_of(_UNSPACED.sub(" ", clause))
            nouns = {word.lower() for word in _WORD.findall(clause) if word[0].isupper()}
            for at, word in enumerate(words):
                if word in self.language.stop or len(word) < 3 and word.isascii():
                    continue
                if word in nouns or not self.language.nouns_have_capitals:
                    found.append(word)
                after = words[at + 1] if at + 1 < len(words) else ""
                if after in self.language.stop or len(after) < 3:
                    continue
                if after in nouns or not self.language.nouns_have_capitals:
                    found.append(f"{word} {after}")
        return list(dict.fromkeys(found))

    def _is_name(self, phrase: Sequence[str], naming: NamingWords, loose: bool) -> bool:
        stop = self.language.stop
        first, last = phrase[0], phrase[-1]
        if len(phrase) == 1:
            return self._can_end(last, naming, False, loose)
        if not self._can_end(last, naming, phrase[-2] not in stop, loose) or not self._can_start(first, naming):
            return False
        if len(phrase) == 3:
            middle = phrase[1]
            if middle in stop:
                return middle in naming.joints and self._can_end(first, naming, False, False)
            if middle.endswith("ing") and middle not in naming.topics_in_ing:
                return False
            return middle not in naming.vague and middle not in naming.evaluative
        return True

    def _can_end(self, word: str, naming: NamingWords, behind_noun: bool, loose: bool) -> bool:
        if word in naming.units:
            return False
        odds = self._odds.get(word, NEUTRAL)
        if (word in naming.noun_or_verb and (loose or odds >= 0.55)) or (behind_noun and word in naming.behind_noun):
            return True
        if word in self.language.stop or word in naming.vague or word in naming.evaluative:
            return False
        if len(word) < 2 or word[0].isdigit() or _CLITIC.search(word):
            return False
        if word.endswith("ly") and word not in _NOT_ADVERBS:
            return False
        if word.endswith("ing") and word not in naming.topics_in_ing:
            return odds > 0.62
        if word.endswith("ed") and word not in _ED_NOUNS:
            return odds > 0.7
        if word.endswith(naming.adjective_suffixes) and word not in naming.suffix_exceptions:
            return odds > 0.6
        return odds >= 0.42

    def _can_start(self, word: str, naming: NamingWords) -> bool:
        if word in self.language.stop or word in naming.evaluative or word[0].isdigit() or len(word) < 2:
            return False
        odds = self._odds.get(word, NEUTRAL)
        if word in naming.request_verbs and odds < 0.6:
            return False
        if word in naming.adjectives:
            return True
        noun_like = self._can_end(word, naming, False, False) or odds >= NEUTRAL
        return noun_like and (word not in naming.vague or word in naming.behind_noun) and not word.endswith("ly")


def noun_odds(texts: Iterable[str], naming: NamingWords, stop: frozenset[str]) -> dict[str, float]:
    """Return how noun-like the contexts of every word are, 0 to 1, half a point of doubt on either side."""
    noun: defaultdict[str, float] = defaultdict(float)
    other: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        for words in clauses_of(text):
            for at, word in enumerate(words):
                before = words[at - 1] if at else ""
                after = words[at + 1] if at + 1 < len(words) else ""
                ends = not after or after in naming.after_noun
                if before in naming.before_adjective:
                    other[word] += 1
                elif before in naming.before_noun:
                    noun[word] += 1.2 if ends else 0.6
                elif before in naming.before_verb:
                    other[word] += 1
                elif ends:
                    noun[word] += 0.4
                if before in naming.before_noun and after and after not in stop:
                    other[word] += 0.3
                if after in _OBJECTS:
                    other[word] += 0.8
    return {word: (noun[word] + 0.6) / (noun[word] + other[word] + 1.2) for word in noun.keys() | other.keys()}
