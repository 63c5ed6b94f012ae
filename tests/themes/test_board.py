"""What people do on the board, and what it leaves behind."""

from __future__ import annotations

import pytest

from gapsessions.themes.actions import (
    NameIsTaken,
    NotTheLastMove,
    ThemeIsKept,
    also_in,
    close_themes,
    create_theme,
    delete_theme,
    merge_themes,
    move_answers,
    remember,
    rename_theme,
    reopen_themes,
    send_to_other,
    split_theme,
    undo_change,
)
from gapsessions.themes.models import Heading, MoveLog, Placement, Role, Standing, Theme
from gapsessions.themes.queries import is_reviewed, moves_after_closing, theme_of_each, undecided_of
from tests.factories.people import make_member
from tests.factories.rooms import make_gathering, make_session, make_table, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes(session):
    return [create_theme(session=session, name=name) for name in ("Waiting", "Staff")]


@pytest.fixture
def note(answers):
    return answers["wait"][0]


def act_of(session, note, theme, by):
    """A move as the board does it: so that it can be taken back."""
    with remember(session=session, by=by, answers=[note.pk]) as done:
        move_answers(answers=[note.pk], to=theme, by=by)
    return done.change


def test_move_pins_and_is_logged(session, themes, note, fay):
    (move,) = move_answers(answers=[note.pk], to=themes[0], by=fay)
    placement = Placement.objects.get(answer=note)
    assert (placement.theme, placement.standing, placement.confidence) == (themes[0], Standing.PINNED, None)
    assert (move.from_theme, move.to_theme, move.by, move.after_closing) == (None, themes[0], fay, False)


def test_move_to_where_it_is_pinned_is_no_move(themes, note, fay):
    move_answers(answers=[note.pk], to=themes[0], by=fay)
    assert move_answers(answers=[note.pk], to=themes[0], by=fay) == []
    assert MoveLog.objects.count() == 1


def test_move_of_another_sessions_answer_does_nothing(themes, fay):
    (foreign,) = write(make_table(make_gathering(make_session(title="Elsewhere"))), "improve", "Not ours")
    assert move_answers(answers=[foreign.pk], to=themes[0], by=fay) == []
    assert not Placement.objects.exists()


def test_move_after_closing_is_counted(session, themes, note, fay):
    close_themes(session=session)
    assert is_reviewed(session)
    (move,) = move_answers(answers=[note.pk], to=themes[0], by=fay)
    assert moves_after_closing(session) == 1
    merge_themes(into=themes[1], others=[themes[0]], by=fay)
    assert moves_after_closing(session) == 2, "a merge moves answers too"
    delete_theme(theme=themes[1], by=fay)
    assert moves_after_closing(session) == 3


def test_move_that_is_taken_back_is_not_counted(session, themes, note, fay):
    close_themes(session=session)
    undo_change(change=act_of(session, note, themes[0], fay), by=fay)
    assert moves_after_closing(session) == 0


def test_undo_takes_back_place_and_pin(session, accepted, note, fay):
    before = Placement.objects.get(answer=note)
    elsewhere = next(theme for theme in accepted if theme.pk != before.theme_id)
    change = act_of(session, note, elsewhere, fay)
    undo_change(change=change, by=fay)
    after = Placement.objects.get(answer=note)
    assert (after.theme_id, after.standing) == (before.theme_id, Standing.ACCEPTED)
    with pytest.raises(NotTheLastMove):
        undo_change(change=change, by=fay)


def test_undo_of_a_first_placing_leaves_it_undecided(session, themes, note, fay):
    undo_change(change=act_of(session, note, themes[0], fay), by=fay)
    assert note in undecided_of(session)


def test_undo_is_refused_where_somebody_touched_it_since(session, organisation, themes, note, fay):
    lou = make_member("Lou", organisation)
    change = act_of(session, note, themes[0], fay)
    with pytest.raises(NotTheLastMove):
        undo_change(change=change, by=lou)
    move_answers(answers=[note.pk], to=themes[1], by=lou)
    with pytest.raises(NotTheLastMove):
        undo_change(change=change, by=fay)
    assert Placement.objects.get(answer=note).theme == themes[1]


def test_undo_is_refused_where_the_theme_is_gone(session, themes, note, fay):
    move_answers(answers=[note.pk], to=themes[0], by=fay)
    change = act_of(session, note, themes[1], fay)
    delete_theme(theme=themes[0], by=fay)
    with pytest.raises(NotTheLastMove):
        undo_change(change=change, by=fay)


def test_undo_comes_after_a_later_move_was_taken_back(session, themes, note, fay):
    first, second = (act_of(session, note, theme, fay) for theme in themes)
    undo_change(change=second, by=fay)
    undo_change(change=first, by=fay)
    assert theme_of_each(session) == {}


def test_other_is_a_decision(session, themes, note, fay):
    send_to_other(session=session, answers=[note.pk], by=fay)
    assert note not in undecided_of(session)
    assert Theme.objects.get(other=True).name == "Other"


def test_other_is_called_so_that_nobody_else_is(session, note, fay):
    for name in ("other", "OTHER (2)"):
        create_theme(session=session, name=name)
    send_to_other(session=session, answers=[note.pk], by=fay)
    assert Theme.objects.get(other=True).name == "Other (3)"


def test_other_cannot_be_changed(session, themes, note, fay):
    create_theme(session=session, name="other")
    send_to_other(session=session, answers=[note.pk], by=fay)
    other = Theme.objects.get(other=True)
    for forbidden in (
        lambda: rename_theme(theme=other, name="Misc"),
        lambda: delete_theme(theme=other, by=fay),
        lambda: merge_themes(into=themes[0], others=[other], by=fay),
        lambda: merge_themes(into=other, others=[themes[0]], by=fay),
        lambda: also_in(answer=note, theme=other),
    ):
        with pytest.raises(ThemeIsKept):
            forbidden()
    assert Theme.objects.count() == 4


def test_name_is_given_once(session, themes):
    with pytest.raises(NameIsTaken):
        create_theme(session=session, name=" waiting ")
    with pytest.raises(NameIsTaken):
        rename_theme(theme=themes[1], name="WAITING")
    rename_theme(theme=themes[0], name="waiting")
    assert themes[0].name == "waiting"
    assert themes[0].name_pinned


def test_also_in_counts_beside_the_primary(themes, note, fay):
    move_answers(answers=[note.pk], to=themes[0], by=fay)
    also_in(answer=note, theme=themes[1])
    also_in(answer=note, theme=themes[0])
    assert set(Placement.objects.values_list("theme", "role")) == {
        (themes[0].pk, Role.PRIMARY),
        (themes[1].pk, Role.ALSO_IN),
    }
    move_answers(answers=[note.pk], to=themes[1], by=fay)
    assert list(Placement.objects.values_list("theme", "role")) == [(themes[1].pk, Role.PRIMARY)]


def test_merge_keeps_one_placement_per_answer(themes, answers, fay):
    first, second = answers["wait"][:2]
    move_answers(answers=[first.pk], to=themes[0], by=fay)
    move_answers(answers=[second.pk], to=themes[1], by=fay)
    also_in(answer=first, theme=themes[1])
    also_in(answer=second, theme=themes[0])
    merge_themes(into=themes[0], others=[themes[1], themes[0]], by=None)
    assert set(Placement.objects.values_list("answer", "theme", "role")) == {
        (first.pk, themes[0].pk, Role.PRIMARY),
        (second.pk, themes[0].pk, Role.PRIMARY),
    }
    assert not Theme.objects.filter(pk=themes[1].pk).exists()


def test_split_takes_only_what_is_inside(session, themes, answers, fay):
    inside, outside = answers["wait"][0], answers["wait"][1]
    themes[0].heading = Heading.objects.create(session=session, name="Access")
    themes[0].save()
    move_answers(answers=[inside.pk], to=themes[0], by=fay)
    new = split_theme(theme=themes[0], answers=[inside.pk, outside.pk], name="At the door", by=fay)
    new.refresh_from_db()
    assert theme_of_each(session) == {inside.pk: new.pk}
    assert new.heading == themes[0].heading


def test_delete_leaves_answers_undecided_and_a_trace(session, themes, note, fay):
    move_answers(answers=[note.pk], to=themes[0], by=fay)
    delete_theme(theme=themes[0], by=fay)
    assert note in undecided_of(session)
    assert MoveLog.objects.filter(answer=note, by=fay, to_theme=None, from_standing=Standing.PINNED).exists()


def test_boards_hear_that_the_themes_are_closed_and_open_again(session, monkeypatch):
    heard = []
    monkeypatch.setattr("gapsessions.themes.stirring.publish", lambda topic, event: heard.append(topic))
    close_themes(session=session)
    reopen_themes(session=session)
    assert heard == [f"themes:{session.code}"] * 2
