"""Finds the phrases in answers that could name a theme, learning from the session itself which words are nouns.

No tagger is shipped: the words around a word ("the ...", "to ...", "very ...") tell noun from verb well enough. A
language without naming lists offers all pairs and single words that hold no stop word at their ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gapsessions.method.deeds import OBJECTS, WHOSE, Deeds
from gapsessions.method.languages import MARKS, Language, NamingWords, words_of
from gapsessions.method.matters import matter_of
from gapsessions.method.stems import Stems

_CLAUSE = re.compile(r"[.,;:!?()\[\]\"\n/\u2026\u2022|]+| [-\u2013\u2014]+ ")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*(?:['&-](?:[^\W_]|[{MARKS}])+)*")
_UNSPACED = re.compile("[\u4e00-\u9fff]{2,}|[\u30a0-\u30ff]{2,}|[\u0e00-\u0e7f]{2,}")
"""Runs of Chinese characters, katakana or Thai: words are not spaced there, so pieces of them are tried."""
_CLITIC = re.compile(r"n't|'(?:m|s|re|ve|ll|d)$")
_POSSESSIVE = re.compile(r"\b(?!(?:it|that|what|there|here|he|she|who|where|how|let)'s)([a-z]{2,})'s?(?= )")
"""Whose something is, but not a shortened "is": "a card's limit" speaks of a card."""
_NUMBERED = re.compile(r"\d\d")
"""Room 12, flight dl123: one of many, never what a theme is about."""
_BRAND = re.compile(r"\b[a-z]+,? ([A-Z][a-z]{2,}) ([A-Z][a-z]{2,})\b")
"""Two capitals in a row behind a word without one."""
_NOT_ADVERBS = frozenset(("family", "supply", "assembly"))
_ED_NOUNS = frozenset(("bed", "need", "speed", "feed", "seed"))
_USUAL_JOINTS = frozenset(("of", "for", "in"))
"""Any other joint makes a phrase where two answers write it: "access from browsers"."""
NEUTRAL = 0.5


def clauses_of(text: str) -> list[list[str]]:
    """Return the lower-case words of each clause; no phrase reaches over punctuation."""
    return [_WORD.findall(_POSSESSIVE.sub(r"\1", part.replace("\u2019", "'"))) for part in _CLAUSE.split(text.lower())]


class PhraseFinder:
    """Finds name-like phrases in the answers of one language; ``texts`` are what noun contexts are learnt from."""

    def __init__(self, texts: Iterable[str], language: Language) -> None:
        self.language = language
        self._stems = Stems()
        texts = list(texts)
        self._odds = noun_odds(texts, language.naming, language.stop) if language.naming else {}
        self._hyphenated: dict[tuple[str, str], str] = {}
        usual = language.naming.hyphenated if language.naming else frozenset()
        for first, second in sorted(hyphenated(texts) | usual):
            self._hyphenated[self._stem(first), second] = f"{first}-{second}"
        self._compounds = compounds(texts, language.naming) if language.naming else frozenset()
        self._brands = brands(texts) if language.naming else frozenset()
        self._joined = joined_twice(texts, language.naming) if language.naming else frozenset()
        self._deeds: Deeds | None = None
        if language.naming:
            clauses = [words for text in texts for words in clauses_of(text)]
            self._deeds = Deeds(clauses, language.naming, language.stop, self._stem)

    def find(self, text: str, *, loose: bool = False) -> list[str]:
        """Return the phrases of one answer, each once, in reading order; ``loose`` lets more words be nouns."""
        if self.language.naming is None or self._deeds is None:
            return self._frequent_word_candidates(text)
        naming, found = self.language.naming, []
        for clause in clauses_of(text):
            words = self._with_hyphens(clause)
            for at in range(len(words)):
                for length in range(1, min(3, len(words) - at) + 1):
                    phrase = words[at : at + length]
                    joined = " ".join(phrase)
                    if joined in naming.nouns:
                        found.append(naming.nouns[joined])
                    elif length == 1 and (verb := self._deeds.alone(joined)):
                        found.append(verb)
                    elif self._is_name(phrase, naming, loose) and not self._cuts(words[at : at + length + 1], naming):
                        found.append(joined)
            found += self._of_things(words, naming)
            found += self._deeds.find(words, lambda word: self._can_end(word, naming, False, False))
        return list(dict.fromkeys(found))

    def key(self, phrase: str) -> str:
        """Return what is the same for all forms of a phrase: its stems without stop words, view of sea as sea view."""
        words = phrase.split()
        if len(words) == 3 and self.language.naming and words[1] == self.language.naming.trait_of:
            words.reverse()
        words = [word for word in words if word not in self.language.stop]
        return " ".join(self._stem(word.lower()) for word in words)

    def is_verb(self, phrase: str) -> bool:
        """Whether a phrase is a verb of this session as a noun in -ing, and nothing more."""
        return self._deeds is not None and self._deeds.alone(phrase) == phrase

    def is_deed(self, phrase: str) -> bool:
        """Whether a phrase says what is done with a thing: "opening account", "card not working"."""
        return self._deeds is not None and self._deeds.is_one(phrase)

    def _cuts(self, words: Sequence[str], naming: NamingWords) -> bool:
        """Whether a phrase of three would part two words that belong together: "limits for disposable" cards."""
        return len(words) == 4 and words[1] in naming.joints and self._can_end(words[3], naming, True, False)

    def _of_things(self, words: Sequence[str], naming: NamingWords) -> Iterator[str]:
        """ "The speed of your speech", "a way of paying": what there is of a thing, in three words."""
        for at, behind in joined(words, naming):
            first, joint, last = words[at - 1], words[at], words[behind]
            after = words[behind + 1] if behind + 1 < len(words) else ""
            if after and after not in self.language.stop and after != "please":
                continue  # the card's limit, not the card
            measures = first in naming.measures and joint == naming.trait_of
            if not measures and (behind == at + 1 or not self._can_end(first, naming, False, False)):
                continue
            if not measures and joint != naming.trait_of and (first, joint, last) not in self._joined:
                continue
            deed = measures and last.endswith("ing") and last not in self.language.stop
            if deed or self._can_end(last, naming, False, False):
                yield f"{first} {joint} {last}"

    def _with_hyphens(self, words: Sequence[str]) -> list[str]:
        """The words, with "top up" and "topped up" written "top-up" where somebody writes it so."""
        if not self._hyphenated:
            return list(words)
        result: list[str] = []
        for word in words:
            whole = self._hyphenated.get((self._stem(result[-1]), word)) if result else None
            if whole:
                result[-1] = whole
            else:
                result.append(word)
        return result

    def _stem(self, word: str) -> str:
        return self._stems(word, self.language.code)

    def _frequent_word_candidates(self, text: str) -> list[str]:
        found: list[str] = []
        for clause in _CLAUSE.split(text):
            for run in _UNSPACED.findall(clause):
                found += [run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1)]
            words = words_of(_UNSPACED.sub(" ", clause), self.language.code)
            nouns = {word.lower() for word in _WORD.findall(clause) if word[0].isupper()}
            for at, word in enumerate(words):
                if word in self.language.stop or len(word) < 3 and word.isascii():
                    continue
                matter = matter_of(word, self.language, self._stems)
                if matter:
                    found.append(matter)
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
            return len(last) > 2 and self._can_end(last, naming, False, loose)
        if len(phrase) == 2 and (first, last) in self._brands:
            return True
        if not self._can_end(last, naming, phrase[-2] not in stop, loose) or not self._can_start(
            first, naming, phrase[1]
        ):
            return False
        if len(phrase) == 3:
            middle = phrase[1]
            if middle in stop:
                usual = middle in _USUAL_JOINTS or tuple(phrase) in self._joined
                return middle in naming.joints and usual and self._can_end(first, naming, False, False)
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
        if word in self.language.stop or word in naming.vague or word in naming.evaluative or word in naming.states:
            return False
        if len(word) < 2 or word[0].isdigit() or _CLITIC.search(word) or _NUMBERED.search(word):
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

    def _can_start(self, word: str, naming: NamingWords, after: str) -> bool:
        if word in self.language.stop or word in naming.evaluative or word[0].isdigit() or len(word) < 2:
            return False
        if word in naming.units:
            return False  # "Dr Howard" is one of many
        if (word, after) in self._compounds and not _NUMBERED.search(word):
            return True
        odds = self._odds.get(word, NEUTRAL)
        if word in naming.request_verbs and odds < 0.6:
            return False
        if word in naming.adjectives:
            return True
        noun_like = self._can_end(word, naming, False, False) or odds >= NEUTRAL
        return noun_like and (word not in naming.vague or word in naming.behind_noun) and not word.endswith("ly")


def hyphenated(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the two halves of words that are written with a hyphen at least twice: top-up, follow-up."""
    seen: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for words in clauses_of(text):
            seen.update((half[0], half[1]) for word in words if len(half := word.split("-")) == 2)
    return {halves for halves, count in seen.items() if count > 1}


def joined(words: Sequence[str], naming: NamingWords) -> Iterator[tuple[int, int]]:
    """Return where a joint stands in a clause, and the word that it leads to over "the", "my" and the like."""
    for at in range(1, len(words) - 1):
        if words[at] in naming.joints:
            behind = at + 1
            while behind < len(words) - 1 and words[behind] in WHOSE | OBJECTS:
                behind += 1
            yield at, behind


def joined_twice(texts: Iterable[str], naming: NamingWords) -> frozenset[tuple[str, ...]]:
    """Return what two answers join: gas *for* (my) car."""
    seen: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        clauses = clauses_of(text)
        seen.update({(words[at - 1], words[at], words[to]) for words in clauses for at, to in joined(words, naming)})
    return frozenset(three for three, count in seen.items() if count > 1)


def brands(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return pairs of words that stand with two capitals inside sentences at least twice: Apple Pay, Google Drive."""
    seen: Counter[tuple[str, str]] = Counter()
    for text in texts:
        seen.update((found[1].lower(), found[2].lower()) for found in _BRAND.finditer(text))
    return frozenset(pair for pair, count in seen.items() if count > 1)


def compounds(texts: Iterable[str], naming: NamingWords) -> frozenset[tuple[str, str]]:
    """Return pairs of words that stand together twice behind a word like "the": the *exchange rate*."""
    seen: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for words in clauses_of(text):
            for before, first, second in zip(words, words[1:], words[2:], strict=False):
                if before in naming.before_noun and first not in naming.before_noun:
                    seen[first, second] += 1
    return frozenset(pair for pair, count in seen.items() if count > 1)


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
                elif before in naming.before_verb and not (before == "to" and ends):  # "to cook it", but "to London."
                    other[word] += 1
                elif ends:
                    noun[word] += 0.4
                if before in naming.before_noun and after and after not in stop:
                    other[word] += 0.3
                if after in OBJECTS:
                    other[word] += 0.8
    return {word: (noun[word] + 0.6) / (noun[word] + other[word] + 1.2) for word in noun.keys() | other.keys()}
