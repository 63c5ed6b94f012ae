"""Which languages the script of an answer speaks for: Greek letters tell Greek, Cyrillic ones a few languages."""

from __future__ import annotations

import re

SURE_OF_SCRIPT, MAYBE_OF_SCRIPT = 3.0, 1.5
"""Points, where a stop word gives one."""
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
"""Scripts that give the language away, or nearly: the most frequent language of each that we can stem or split."""
_ALSO: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "ar": (("fa", re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),),
    "he": (("yi", re.compile("[\u05f0-\u05f2\ufb1d-\ufb4f]|\u05d0[\u05b7\u05b8]|\u05d9\u05b4|\u05e4[\u05bc\u05bf]")),),
    "ru": (("sr", re.compile("[\u0452\u0458-\u045b\u045f]")), ("uk", re.compile("[\u0454\u0456\u0457\u0491]"))),
    "hi": (("ne", re.compile("(?!)")),),
}
"""Other languages of a script with the letters that only they have; where none is seen, stop words decide."""


def script_scores(text: str) -> dict[str, float]:
    """Points for the languages of the script that most of a text is written in; none for Latin letters."""
    for code, script in _SCRIPTS:
        if len(script.findall(text)) * (4 if code == "ja" else 2) <= len(text.replace(" ", "")):
            continue
        others = _ALSO.get(code, ())
        for other, letters in others:
            if letters.search(text.lower()):
                return {other: SURE_OF_SCRIPT}
        return {code: SURE_OF_SCRIPT if not others else MAYBE_OF_SCRIPT + 0.5} | {
            other: MAYBE_OF_SCRIPT for other, _ in others
        }
    return {}
