"""Cleaning of texts from outside: what harms nobody goes silently, what may hide something is pointed out."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" *\n *")
_MANY_BREAKS = re.compile(r"\n{3,}")
_CONTROLS = re.compile(
    # C0 and C1 controls, lone surrogates, and the code points that are no characters (U+FFFE on every plane).
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category, but drawn as nothing: Hangul fillers, the blank Braille pattern."""
_ENDS = "\u200b\u200c\u2060\ufeff\u00ad"
"""Invisible at either end of a text; inside, U+200C and the like join letters in many scripts and stay."""
_EMBEDDING, _ISOLATING = frozenset("\u202a\u202b\u202d\u202e"), frozenset("\u2066\u2067\u2068")
_POP_EMBEDDING, _POP_ISOLATING = "\u202c", "\u2069"


def has_controls(text: str) -> bool:
    """Whether a text holds control characters, lone surrogates or non-characters, which nobody typed."""
    return not text.isprintable() and _CONTROLS.search(text) is not None


def without_controls(text: str) -> str:
    """The text with those characters taken out: the fix that is proposed."""
    return _CONTROLS.sub("", text)


def clean(text: str) -> str:
    """One form for one text: composed accents, plain blanks, "\\n" for every line end, nothing at the ends.

    Emoji, joiners, and directional marks stay; directions that a text opens are closed, line by line, so that
    it turns nothing around that stands after it.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\u00ad", ""))
    text = _AROUND_BREAKS.sub("\n", _BLANKS.sub(" ", _BREAKS.sub("\n", text)))
    text = _MANY_BREAKS.sub("\n\n", text).strip(" \n" + _ENDS)
    if any(mark in text for mark in _EMBEDDING | _ISOLATING):
        text = "\n".join(_closed(line) for line in text.split("\n"))
    return text


def clean_name(text: str) -> str:
    """The same for names of gatherings, breakouts and segments, which stand on one line."""
    return clean(text).replace("\n", " ")


def typed_line(text: str, longest: int | None = None) -> str:
    """A name or another line that somebody typed into a form, as it is kept; "" where it has nothing to read."""
    line = clean_name(without_controls(text))[:longest].strip()
    return "" if is_blank(line) else line


def cut_short(text: str, most: int) -> str:
    """At most so many characters of a text; where some are left out, it ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def is_blank(text: str) -> bool:
    """Whether a cleaned text has nothing to read: no letter, digit, sign or emoji, whatever its length."""
    return not any(unicodedata.category(letter)[0] in "LNPS" and letter not in _LOOKS_EMPTY for letter in text)


def _closed(line: str) -> str:
    """Append what closes the directional embeddings and isolates that a line leaves open."""
    open_marks: list[str] = []
    for letter in line:
        if letter in _EMBEDDING:
            open_marks.append(_POP_EMBEDDING)
        elif letter in _ISOLATING:
            open_marks.append(_POP_ISOLATING)
        elif letter in (_POP_EMBEDDING, _POP_ISOLATING) and open_marks and open_marks[-1] == letter:
            open_marks.pop()
    return line + "".join(reversed(open_marks))
