"""A whole file read as answers: good rows, bad rows and what was ignored, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.intake.columns import has_answer_columns, map_columns
from gapsessions.intake.draft_table import is_silent
from gapsessions.intake.issues import ABOUT_THE_FILE, Issue, Problem
from gapsessions.intake.meanings import Meanings, Wordings
from gapsessions.intake.rows import ParsedAnswer, RowReader
from gapsessions.intake.tables import Table, read_table
from gapsessions.intake.unfolding import is_folded, is_plainly_folded, passed_over, unfolded_where_plain
from gapsessions.intake.words import Column
from gapsessions.method.vocabulary import Perspective

SheetKey = tuple[Perspective, str, str, str]
"""Perspective, gathering, breakout and person of a row, as ``sheet_key`` spells them."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says. ``answers`` are the good rows in the file's order, ``issues`` what keeps others out."""

    answers: tuple[ParsedAnswer, ...]
    issues: tuple[Issue, ...]
    rows: int
    """Rows that hold anything in a known column."""
    ignored: tuple[str, ...] = ()
    """Headers of columns that were not used."""
    notices: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """Rows that are not among the answers."""
        return self.rows - len(self.answers)

    @property
    def unusable(self) -> bool:
        """Whether something is wrong with the file itself, so that leaving rows out does not help."""
        return any(issue.problem in ABOUT_THE_FILE for issue in self.issues)


def read_answers(data: bytes, name: str, *, wordings: Wordings | None = None) -> Parsed:
    """Read a CSV or XLSX file as answers; raises TableRefused where it cannot be read as a table at all.

    ``wordings`` are the session's own, so that its questions may be named by them.
    """
    questions = Meanings(wordings)
    table = read_table(
        data, name, fits=lambda header: has_answer_columns(header) or is_plainly_folded(header, questions)
    )
    parsed = parse_answers(unfolded_where_plain(table, questions, name), wordings=wordings)
    if parsed.unusable and is_folded(table.columns, questions):
        hint = _(
            "The file seems to have a row for each person. Please head each column of answers with the number of its"
            " question, 1 to 4, and the column that tells who answers with “perspective”."
        )
        return replace(parsed, notices=(*parsed.notices, hint))
    return parsed


def parse_answers(
    table: Table, *, wordings: Wordings | None = None, columns: Mapping[Column, int] | None = None
) -> Parsed:
    """Read the rows of a table as answers; ``columns`` are places that a person gave, instead of looking for them."""
    found = map_columns(table.columns, table.header_row, columns)
    if found.issues:
        return Parsed((), found.issues, len(table.rows), found.ignored, table.notices)
    reader = RowReader(table.columns, found.places, Meanings(wordings))
    answers: list[ParsedAnswer] = []
    issues: list[Issue] = []
    rows = 0
    for row in table.rows:
        read = reader.read(row)
        if read is None:
            continue
        rows += 1
        if isinstance(read, ParsedAnswer):
            answers.append(read)
        else:
            issues.extend(read)
    disagreeing = _disagreements(answers, reader)
    bad = {issue.row for issue in disagreeing}
    kept = tuple(answer for answer in answers if answer.row not in bad)
    issues = sorted([*issues, *disagreeing], key=lambda issue: issue.row)
    notices = [*table.notices, *_renamed(found.renamed), *_remarks(kept)]
    if silent := sum(is_silent(row, found.places) for row in table.rows):
        notices.append(passed_over(silent))
    return Parsed(kept, tuple(issues), rows, found.ignored, tuple(notices))


def sheet_key(answer: ParsedAnswer) -> SheetKey | None:
    """What rows of one sheet share; None for a row that names neither breakout nor person: a sheet of its own.

    At a table the person does not count: the table hands in together.
    """
    gathering = plain_name(answer.gathering)
    if answer.breakout:
        return answer.perspective, gathering, plain_name(answer.breakout), ""
    if answer.person:
        return answer.perspective, gathering, "", plain_name(answer.person)
    return None


def plain_name(name: str) -> str:
    """A name as it is compared: "Table 1", "table 1" and "Table  1" are one table."""
    return " ".join(name.casefold().split())


def _disagreements(answers: Iterable[ParsedAnswer], reader: RowReader) -> list[Issue]:
    """Rows of one sheet that give another head count or segment than the first row that gives one."""
    people: dict[SheetKey, ParsedAnswer] = {}
    segments: dict[SheetKey, ParsedAnswer] = {}
    issues: list[Issue] = []
    for answer in answers:
        key = sheet_key(answer)
        if key is None:
            continue
        if answer.people is not None:
            first = people.setdefault(key, answer)
            if first.people != answer.people:
                sentence = _("Row %(row)d gives this table %(people)d people.") % {
                    "row": first.row,
                    "people": first.people,
                }
                issues.append(
                    reader.issue(
                        answer.row,
                        Column.PEOPLE,
                        Problem.PEOPLE_DISAGREE,
                        sentence,
                        str(answer.people),
                        str(first.people),
                    )
                )
                continue
        if answer.segment:
            first = segments.setdefault(key, answer)
            if plain_name(first.segment) != plain_name(answer.segment):
                sentence = _("Row %(row)d counts this sheet to another part of the perspective.") % {"row": first.row}
                issues.append(
                    reader.issue(
                        answer.row,
                        Column.SEGMENT,
                        Problem.SEGMENT_DISAGREE,
                        sentence,
                        answer.segment,
                        first.segment,
                    )
                )
    return issues


def _renamed(renamed: tuple[tuple[str, Column], ...]) -> list[str]:
    return [
        _("The column “%(header)s” was read as %(column)s.") % {"header": header, "column": column}
        for header, column in renamed
    ]


def _remarks(answers: tuple[ParsedAnswer, ...]) -> list[str]:
    """What is no mistake and yet worth a look before saving."""
    remarks: list[str] = []
    alone = sum(sheet_key(answer) is None for answer in answers)
    if alone:
        remarks.append(
            ngettext(
                "%(count)d row names neither a table nor a person and counts as one person's sheet.",
                "%(count)d rows name neither a table nor a person; each counts as one person's sheet.",
                alone,
            )
            % {"count": alone}
        )
    marked = sum("\ufffd" in answer.text for answer in answers)
    if marked:
        remarks.append(
            ngettext(
                "%(count)d text holds the sign �: a letter was lost before the file came here.",
                "%(count)d texts hold the sign �: letters were lost before the file came here.",
                marked,
            )
            % {"count": marked}
        )
    return remarks
