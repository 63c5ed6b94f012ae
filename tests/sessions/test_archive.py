"""Verbs and the archive: whoever put the session there a moment ago is not overruled by a page that was open before."""

from __future__ import annotations

import pytest

from gapsessions.breakouts import actions as breakouts
from gapsessions.breakouts.models import Breakout
from gapsessions.gatherings import actions as gatherings
from gapsessions.gatherings.models import Gathering
from gapsessions.intake.actions import import_answers
from gapsessions.intake.drafting import save_in_background
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.sessions import actions as sessions
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.sheets import actions as sheets
from gapsessions.sheets import laying
from gapsessions.sheets.models import Sheet
from gapsessions.sheets.refusals import SheetIsArchived
from gapsessions.sheets.typing import in_words
from tests.factories.imports import TWO_TABLES, make_draft, parsed_rows
from tests.factories.rooms import make_gathering, make_table

WHOSE = {"perspective": Perspective.STAFF, "style": Style.TABLES, "name": "Tuesday"}


@pytest.fixture
def room(session):
    """A room somebody has open in a browser while the session goes into the archive."""
    return make_gathering(session, stage=Stage.LOBBY, code="KVTRMH")


@pytest.fixture
def table(room):
    return make_table(room, "Window").breakout


VERBS = {
    "open": lambda table: gatherings.open_gathering(session=table.gathering.session, **WHOSE),
    "record": lambda table: gatherings.record_gathering(session=table.gathering.session, **WHOSE),
    "change": lambda table: gatherings.change_gathering(gathering=table.gathering, facts=gatherings.Facts(**WHOSE)),
    "move": lambda table: gatherings.move(gathering=table.gathering, seen=Stage.LOBBY, to=Stage.WRITE),
    "take back": lambda table: gatherings.take_back(gathering=table.gathering, was=Stage.WRITE, now=Stage.READ_BACK),
    "take out": lambda table: gatherings.take_out(gathering=table.gathering),
    "put back": lambda table: gatherings.put_back(gathering=table.gathering),
    "add tables": lambda table: breakouts.add_breakouts(gathering=table.gathering, names=["Door"]),
    "rename a table": lambda table: breakouts.rename_breakout(breakout=table, name="Door"),
    "take a table out": lambda table: breakouts.take_out(breakout=table),
    "put a table back": lambda table: breakouts.put_back(breakout=table),
    "open a table's sheet": lambda table: laying.table_sheet(breakout=table),
    "open an own sheet": lambda table: laying.single_sheet(gathering=table.gathering),
    "count people": lambda table: laying.count_people(sheet=table.sheets.get(), people=7),
    "import": lambda table: import_answers(session=table.gathering.session, parsed=parsed_rows(*TWO_TABLES)),
    "describe": lambda table: sessions.describe(
        session=table.gathering.session, title="Winter", language="en", ground_rules=""
    ),
    "reword": lambda table: sessions.reword(
        session=table.gathering.session, wording={(Perspective.STAFF, Question.STRENGTH): "What goes well?"}
    ),
    "ask only": lambda table: sessions.ask_only(session=table.gathering.session, asked={}),
}


def kept() -> list[object]:
    rows = (Gathering.everything, Breakout.everything, Sheet.everything)
    return [list(manager.order_by("pk").values()) for manager in rows]


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_refused_and_changes_nothing(session, table, verb):
    sessions.archive(session=session)
    before = kept(), list(session.questions.order_by("pk").values()), session.title
    with pytest.raises(SessionIsArchived, match="in the archive"):
        VERBS[verb](table)
    session.refresh_from_db()
    assert (kept(), list(session.questions.order_by("pk").values()), session.title) == before
    sessions.restore(session=session)


def test_typed_words_come_back_with_the_refusal(session, table):
    sessions.archive(session=session)
    with pytest.raises(SheetIsArchived) as refused:
        sheets.add_note(
            sheet=table.sheets.get(),
            question=Question.IMPROVE,
            text="Nobody calls back",
            operation=sheets.Operation("one"),
        )
    answered = in_words(refused.value, {"text": "Nobody calls back"})
    assert (answered.status, answered.mine) == (409, "Nobody calls back")
    assert "in the archive" in answered.sentence


def test_file_that_the_worker_was_to_save_waits_with_the_reason(session, fay):
    draft = make_draft(session, fay, state="saving")
    sessions.archive(session=session)
    save_in_background(draft=draft)
    draft.refresh_from_db()
    assert (draft.state, bool(draft.rows)) == ("open", True)
    assert "in the archive" in draft.trouble
