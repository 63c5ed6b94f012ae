"""Tables are added under names of their own, renamed, and come back under a free name."""

from __future__ import annotations

import pytest

from gapsessions.breakouts import actions
from gapsessions.breakouts.models import Breakout
from tests.factories.rooms import make_gathering


@pytest.fixture
def room(session):
    return make_gathering(session)


def names(room):
    return sorted(Breakout.objects.filter(gathering=room).values_list("name", flat=True))


def test_tables_are_added_all_or_none(room):
    actions.add_breakouts(gathering=room, names=["Window", "  Door \x00 "])
    assert names(room) == ["Door", "Window"]
    with pytest.raises(actions.NameIsTaken):
        actions.add_breakouts(gathering=room, names=["Stage", "window"])
    with pytest.raises(actions.NameIsBlank):
        actions.add_breakouts(gathering=room, names=["Stage", "\u200b"])
    assert names(room) == ["Door", "Window"]


def test_room_has_an_end(room):
    with pytest.raises(actions.TooManyTables):
        actions.add_breakouts(gathering=room, names=[str(number) for number in range(actions.MOST_TABLES + 1)])


def test_numbered_names_skip_those_that_are_taken(room):
    actions.add_breakouts(gathering=room, names=["table 2"])
    assert actions.free_names(room, 2, "Table %d") == ["Table 1", "Table 3"]


def test_rename_to_its_own_name_in_other_letters_is_fine(room):
    (table, _other) = actions.add_breakouts(gathering=room, names=["window", "Door"])
    assert actions.rename_breakout(breakout=table, name="Window").name == "Window"
    with pytest.raises(actions.NameIsTaken):
        actions.rename_breakout(breakout=table, name="DOOR")


def test_removed_table_frees_its_name_and_comes_back_beside_the_new_one(room):
    (table,) = actions.add_breakouts(gathering=room, names=["Window"])
    actions.take_out(breakout=table)
    actions.add_breakouts(gathering=room, names=["Window"])
    actions.put_back(breakout=table)
    assert names(room) == ["Window", "Window 2"]
