"""Files of answers in short, and what stands in a session after one was imported."""

from __future__ import annotations

from collections import Counter

from gapsessions.accounts.models import User
from gapsessions.intake.answers import Parsed, read_answers
from gapsessions.intake.drafting import keep_draft
from gapsessions.intake.models import IntakeDraft
from gapsessions.method.vocabulary import SheetKind
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from tests.factories.spreadsheets import make_csv

COLUMNS = (
    "perspective",
    "gathering",
    "breakout",
    "person",
    "question",
    "text",
    "valence",
    "intent",
    "segment",
    "people",
)


def parsed_rows(*rows: str) -> Parsed:
    """Rows such as "staff | Tuesday | A | | 1 | Friendly", read as a file."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return read_answers(make_csv([COLUMNS, *(row + [""] * (len(COLUMNS) - len(row)) for row in cells)]), "a.csv")


def notes(session: GapSession) -> Counter[tuple[str, str, str, str]]:
    """What stands in the session: gathering, breakout, question and text, with how often."""
    found = Answer.objects.filter(sheet__gathering__session=session)
    return Counter(found.values_list("sheet__gathering__name", "sheet__breakout__name", "question", "text"))


def sheet_sizes(session: GapSession, kind: SheetKind) -> list[int]:
    """How many notes stand on each sheet of a kind."""
    sheets = Sheet.objects.filter(gathering__session=session, kind=kind)
    return sorted(sheet.answers.count() for sheet in sheets)


def make_draft(session: GapSession, user: User, *rows: str, **fields: str) -> IntakeDraft:
    """A file that waits to be looked through; rows as for `parsed_rows`."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows or TWO_TABLES]
    data = make_csv([COLUMNS, *(row + [""] * (len(COLUMNS) - len(row)) for row in cells)])
    draft = keep_draft(session=session, user=user, data=data, name="answers.csv")
    IntakeDraft.objects.filter(pk=draft.pk).update(**fields)
    draft.refresh_from_db()
    return draft


TWO_TABLES = (
    "staff | Tuesday | Window | | 1 | We listen",
    "staff | Tuesday | Door | | 1 | We listen",
    "staff | Tuesday | window | | 2 | Nobody calls back",
)
