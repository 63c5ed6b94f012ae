"""Words that are written as one, "Geldautomaten": they count for their parts too, where the session has these as words.

No dictionary is needed: what stands alone in one answer is a part in another. Only languages whose list says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gapsessions.method.languages import load_language
from gapsessions.method.matters import MARK
from gapsessions.method.similarity import split_terms

LEAST_PART, LEAST_WHOLE = 4, 8
"""Letters of a part, and of what may be parted, as stems."""

KnownStems = Mapping[str, frozenset[str]]
"""The stems of a session by language."""


class SessionTerms:
    """The terms of a session's answers, and those of others as the session would part them.

    ``several`` tells whether the session has several languages, where these texts are a part of it.
    """

    def __init__(self, texts: Sequence[str], languages: Sequence[str], *, several: bool | None = None) -> None:
        self._several = len(set(languages)) > 1 if several is None else several
        terms = split_terms(texts, languages, several=self._several)
        self._stems = learn_stems(terms, languages)
        self.terms = with_parts(terms, languages, self._stems)

    def of(self, texts: Sequence[str], languages: Sequence[str]) -> list[list[str]]:
        """Return the terms of texts that came later, or that teach the session no words."""
        return with_parts(split_terms(texts, languages, several=self._several), languages, self._stems)


def learn_stems(terms: Sequence[Sequence[str]], languages: Sequence[str]) -> KnownStems:
    """Return what words can be parted into, for the languages of a session that write compounds."""
    return {
        code: frozenset(
            term
            for own, of in zip(terms, languages, strict=True)
            if of == code
            for term in own
            if len(term) >= LEAST_PART and not term.startswith(MARK)
        )
        for code in sorted(set(languages))
        if load_language(code).writes_compounds
    }


def with_parts(terms: Sequence[list[str]], languages: Sequence[str], stems: KnownStems) -> list[list[str]]:
    """Return the terms of each answer with the longest end and the longest beginning of every compound in it."""
    known: dict[tuple[str, str], list[str]] = {}
    result = []
    for own, code in zip(terms, languages, strict=True):
        more: list[str] = []
        for term in own if code in stems else ():
            if len(term) >= LEAST_WHOLE and not term.startswith(MARK):
                if (code, term) not in known:
                    known[code, term] = _parts(term, stems[code])
                more += known[code, term]
        result.append(own + more)
    return result


def _parts(term: str, stems: frozenset[str]) -> list[str]:
    ends = (term[at:] for at in range(LEAST_PART - 1, len(term) - LEAST_PART + 1))
    beginnings = (term[:at] for at in range(len(term) - LEAST_PART + 1, LEAST_PART - 1, -1))
    found = (next((part for part in parts if part in stems), None) for parts in (ends, beginnings))
    return [part for part in found if part is not None]
