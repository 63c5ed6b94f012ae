"""Which column of any spreadsheet holds the comments: by the name somebody gave, by a usual heading, or by content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapsessions.intake.grid import Table

_HEADINGS = (
    "text|comment|comments|answer|answers|note|notes|verbatim|verbatims|free text|freetext|open text|open answer|"
    "feedback|response|responses|review|reviews|message|remark|remarks|opinion|suggestion|suggestions|description|"
    "kommentar|kommentare|antwort|antworten|anmerkung|anmerkungen|freitext|rückmeldung|bemerkung|bemerkungen|"
    "commentaire|commentaires|réponse|réponses|remarque|remarques|avis|texte|texte libre|"
    "comentario|comentarios|respuesta|respuestas|opinión|texto|observaciones|comentário|comentários|resposta|"
    "commento|commenti|risposta|risposte|testo|opmerking|opmerkingen|antwoord|tekst|svar|komentarz|odpowiedź|"
    "комментарий|комментарии|ответ|отзыв|تعليق|تعليقات|إجابة|ملاحظات|コメント|回答|自由記述|意見|ご意見|评论|意见|答案|反馈"
)
USUAL: frozenset[str] = frozenset(_HEADINGS.split("|"))
"""Headings that mean comments, in some of the languages that people write in."""
LEAST_WORDS = 2.5
"""Mean words of a filled cell in a column of comments; names, places and dates have fewer."""
LEAST_DISTINCT = 0.3
"""Share of filled cells that differ; a column of categories repeats itself."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
"""Japanese, Chinese and Thai write no spaces; two letters of theirs count as a word."""
LIKE_AN_ANSWER = 4
"""A heading of so many words may be the first comment of a file without headings."""
LOOKED_AT = 2000
"""Rows that a guess looks at."""


def named(columns: Sequence[str], wanted: str) -> int | None:
    """The column with this heading, upper and lower case alike."""
    folded = [_folded(name) for name in columns]
    return folded.index(_folded(wanted)) if _folded(wanted) in folded else None


def same_heading(one: str, other: str) -> bool:
    """Whether nobody who names a column could tell the two apart."""
    return _folded(one) == _folded(other)


def is_usual(texts: Sequence[str]) -> bool:
    """Whether one of these headings usually stands over comments."""
    return any(_folded(text) in USUAL for text in texts)


def guess(table: Table) -> int | None:
    """The column that is most like comments, a usual heading counting more than what stands below; None without any."""
    usual = [column for column, name in enumerate(table.columns) if _folded(name) in USUAL]
    for columns in (usual, range(len(table.columns))):
        ranked = sorted((_worth(table, column), -column) for column in columns)
        if ranked and ranked[-1][0] > 0:
            return -ranked[-1][1]
    if len(table.columns) == 1:
        return 0
    filled = [column for column in usual if any(row.cells[column].strip() for row in table.rows)]
    return next(iter(filled or usual), None)


def _worth(table: Table, column: int) -> float:
    """How much a column looks like comments: words x share of filled and of differing cells; 0 where it does not."""
    cells = [row.cells[column].strip() for row in table.rows[:LOOKED_AT]]
    filled = [cell for cell in cells if cell]
    if not filled:
        return 0.0
    words = sum(_words(cell) for cell in filled) / len(filled)
    distinct = len(set(filled)) / len(filled)
    if words < LEAST_WORDS or distinct < LEAST_DISTINCT:
        return 0.0
    return words * distinct * len(filled) / len(cells)


def may_be_an_answer(heading: str) -> bool:
    """Whether a heading reads like a comment: long, no question, and none of the usual ones."""
    return _words(heading) >= LIKE_AN_ANSWER and not heading.rstrip().endswith(("?", "\uff1f", ":"))


def _words(cell: str) -> float:
    spaced = sum(any(letter.isalpha() for letter in word) for word in cell.split())
    return max(spaced, len(_UNSPACED.findall(cell)) / 2)


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()
