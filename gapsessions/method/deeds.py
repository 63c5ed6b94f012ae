"""Finds what people do with things and what things fail to do: "Linking card", "Card not working", "Lost luggage".

A thing alone is often too broad to name a theme: all of a bank's customers speak of cards. What tells their themes
apart is the verb, which stands before the thing, behind it, or is denied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from gapsessions.method.languages import NamingWords

WHOSE = frozenset(["a", "an", "her", "his", "my", "our", "some", "the", "their", "your"])
_POINTING = WHOSE | {"all", "another", "any", "existing", "more", "new", "other", "that", "these", "this", "those"}
OBJECTS = frozenset(["it", "them", "him", "her", "us", "me", "the", "a", "an", "my", "your", "this"])
"""What follows a verb more often than a noun."""
_NOT_VERBS = re.compile(
    r".*(?:ed|ing|ly|s|tion|ment|ness|ity|[ae]nce|ship|ism)|(?:roll|take|turn|hand|log|check)(?:over|out|in)"
)
_WHO = frozenset(["and", "he", "i", "not", "she", "they", "we", "who", "you"])
"""What stands before verbs in any tense, or before adjectives too; only a plain verb makes a noun in -ing."""
VERB_AHEAD = 4
"""A word that follows "to" or "can" twice, and so many times as often as "the" or "my", is a verb."""
_DENIED = re.compile(r"not|never|(?:do|does|did|wo|ca|could|is|was|are|were|has|have|had)n'?t|cannot")
"""Written with and without the apostrophe."""
_PLAIN_BEHIND = re.compile(r"(?:do|does|did|wo|ca|could)n'?t|cannot")
"""Of those, the ones before a plain verb: "doesn't work", but "hasn't arrived"."""
_CANNOT = re.compile(r"(?:ca|could)n'?t|cannot")
_HELPING = frozenset(["is", "was", "are", "were", "has", "have", "had", "do", "does", "did", "will", "can", "could"])
_ASKING = frozenset(["do", "does", "did", "will", "can", "could", "should", "would"])
_PASSED_OVER = frozenset(["been", "being", "be", "even", "yet", "still", "just", "actually", "that", "which"])
AWAY = 3
"""A thing stands at most so many words from what is done with it."""


class Deeds:
    """Knows the verbs of one session; ``clauses`` are its lower-case words clause by clause."""

    def __init__(
        self, clauses: Sequence[Sequence[str]], naming: NamingWords, stop: frozenset[str], stem: Callable[[str], str]
    ) -> None:
        self._naming, self._stop, self._stem = naming, stop, stem
        self._alone = self._find_verbs(clauses)
        self._with_thing = {stem(word): word for word in sorted(naming.doing)}

    def alone(self, word: str) -> str | None:
        """The noun in -ing for a word that this session uses as a verb; None for any other word."""
        return self._alone.get(self._stem(word))

    def is_one(self, phrase: str) -> bool:
        """Whether a phrase of several words is one that :meth:`find` puts together around a verb."""
        first, *others = phrase.split()
        verbs = {*self._alone.values(), *map(in_ing, self._with_thing.values()), "unable"}
        return bool(others) and (first in verbs or "not" in others)

    def find(self, words: Sequence[str], is_thing: Callable[[str], bool]) -> Iterator[str]:
        """What the words of one clause tell of things; ``is_thing`` says whether a word may be one."""
        for at, word in enumerate(words):
            if _DENIED.fullmatch(word):
                yield from self._denied(words, at, is_thing)
                continue
            denied = any(_DENIED.fullmatch(before) for before in words[max(0, at - 2) : at])
            verb = None if denied else self.alone(word) or self._doing(word)
            thing = self._thing_behind(words, at, is_thing) if verb else None
            if thing:
                yield f"{verb} {thing}"
        yield from self._in_states(words, is_thing)

    def _doing(self, word: str) -> str | None:
        plain = self._with_thing.get(self._stem(word))
        return in_ing(plain) if plain else None

    def _thing_behind(self, words: Sequence[str], at: int, is_thing: Callable[[str], bool]) -> str | None:
        """The thing that a verb is about: what follows it behind "my", "a new" or nothing at all."""
        for place in range(at + 1, min(len(words), at + 1 + AWAY)):
            word = words[place]
            if is_thing(word) and word not in self._naming.doing:
                if place == at + 1 and (not at or words[at - 1] not in self._naming.before_verb):
                    return None  # an exchange rate: what is done stands behind "to", "can" or "I"
                after = words[place + 1] if place + 1 < len(words) else ""
                return None if after and after not in self._stop and is_thing(after) else word
            if word not in _POINTING and word not in self._naming.adjectives:
                return None
        return None

    def _denied(self, words: Sequence[str], at: int, is_thing: Callable[[str], bool]) -> Iterator[str]:
        """ "My card doesn't work" and "I haven't received the card" tell of cards not working and not received."""
        behind = at + 1
        while behind < len(words) and words[behind] in _PASSED_OVER:
            behind += 1
        if behind >= len(words):
            return
        verb, passive = words[behind], behind > at + 1 and words[behind - 1] in ("be", "been", "being")
        plain = bool(_PLAIN_BEHIND.fullmatch(words[at])) and not passive
        if words[at] in ("not", "never") and at and words[at - 1] in ("do", "does", "did", "will", "can", "could"):
            plain = True
        if verb in self._stop or verb in self._naming.light or not verb.isalpha() or len(verb) < 4:
            return
        if plain == verb.endswith(("ed", "ing")):
            return
        before = at - 1
        while before >= 0 and (words[before] in _HELPING or words[before] in _PASSED_OVER):
            before -= 1
        if before >= 0 and is_thing(words[before]):
            yield f"{words[before]} not {in_ing(verb) if plain else verb}"
            return
        thing = self._thing_behind(words, behind, is_thing)
        if thing and _CANNOT.fullmatch(words[at]):
            yield f"unable to {verb} {thing}"
        elif thing and (not plain or _regular(verb)) and not verb.endswith("ing"):
            yield f"{thing} not {in_ed(verb) if plain else verb}"

    def _in_states(self, words: Sequence[str], is_thing: Callable[[str], bool]) -> Iterator[str]:
        """ "I lost my card", "the card keeps getting lost" and "the card failed" speak of a lost or failed card."""
        for at, state in enumerate(words):
            if state not in self._naming.states:
                continue
            if at + 2 < len(words) and words[at + 1] in WHOSE:
                if is_thing(words[at + 2]):
                    yield f"{state} {words[at + 2]}"
                continue
            after = words[at + 1] if at + 1 < len(words) else ""
            if after and after not in self._stop:
                continue
            for before in reversed(words[max(0, at - AWAY) : at]):
                if is_thing(before):
                    yield f"{state} {before}"
                    break
                if _DENIED.fullmatch(before):
                    break

    def _find_verbs(self, clauses: Sequence[Sequence[str]]) -> dict[str, str]:
        """Stems of words that this session uses as verbs, with the noun in -ing that a facilitator would write."""
        naming = self._naming
        as_verb: Counter[str] = Counter()
        as_noun: Counter[str] = Counter()
        surely: set[str] = set()
        for words in clauses:
            for asks, before, word, after in zip(["", *words], words, words[1:], [*words[2:], ""], strict=False):
                if asks in _ASKING and before in _WHO and after in self._stop:  # "how much did I spend on food"
                    as_verb[word] += 1
                    surely.add(word)
                elif before in naming.before_verb and before not in _WHO:
                    as_verb[word] += 1
                    if before != "to" or after in WHOSE or after in OBJECTS:  # not only "to London"
                        surely.add(word)
                as_noun[word] += before in naming.before_noun
        left_out = naming.vague | naming.evaluative | naming.units | naming.noun_or_verb | naming.request_verbs
        left_out |= self._stop
        verbs: dict[str, str] = {}
        for word, count in sorted(as_verb.items(), key=lambda one: (-one[1], one[0])):
            plain = word.isalpha() and len(word) > 2 and not _NOT_VERBS.fullmatch(word)
            if count > 1 and count >= VERB_AHEAD * as_noun[word] and plain and word in surely - left_out:
                verbs.setdefault(self._stem(word), in_ing(word))
        return verbs


def in_ing(verb: str) -> str:
    """Return an English verb as a noun: cook -> cooking, cancel -> cancelling, use -> using, die -> dying."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{_doubled(verb)}ing"


def in_ed(verb: str) -> str:
    """Return the participle of a regular English verb: verify -> verified, cancel -> cancelled, use -> used."""
    if verb.endswith("e"):
        return f"{verb}d"
    if re.fullmatch(r".*[^aeiou]y", verb):
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def _doubled(verb: str) -> str:
    doubles = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]|.*(?:[^aeiou]el|fer|mit|[rps]et)", verb)
    return f"{verb}{verb[-1]}" if doubles else verb


def _regular(verb: str) -> bool:
    """Whether its participle ends in -ed as far as one can tell: the usual strong verbs are left out."""
    strong = "begin break bring build buy catch choose cost do draw drive eat fall feel find forget get give go"
    strong += " grow hear hold keep know leave lend let lose make mean meet pay put read ride run see sell send"
    strong += " set show sit sleep speak spend stand steal take teach tell think understand wake wear win write"
    return verb not in strong.split()
