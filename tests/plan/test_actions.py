"""Actions: written down once, changed by whoever saw the last word, taken out and put back."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gapsessions.plan.actions import (
    ActionNeedsWords,
    ActionWords,
    ChangedMeanwhile,
    add_action,
    change_action,
    put_back,
    remove_action,
    report_progress,
    set_status,
    words_of,
)
from gapsessions.plan.content import planned_of, priorities_of
from gapsessions.plan.models import Action, ActionOwner, ActionStatus
from gapsessions.plan.placing import place_theme
from gapsessions.plan.queries import actions_of, count_actions, counts_of
from gapsessions.plan.standing import Due, due_of, entries_of, grouped
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.themes.models import Theme
from tests.factories.board import make_theme
from tests.factories.catalogue import HOSTILE
from tests.factories.rooms import make_session
from tests.factories.snapshots import make_snapshot

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_decision_of_the_reveal_is_an_action(session, fay):
    theme = make_theme(session)
    action = add_action(
        session=session, what=" Call back\nthe same day ", owner="Mira Holt", due=TODAY, theme=theme, by=fay
    )
    assert words_of(action) == ActionWords("Call back the same day", theme=theme.key, owner="Mira Holt", due=TODAY)
    assert (action.status, action.created_by, action.version) == ("planned", fay, 1)


def test_action_needs_words(session, fay):
    for nothing in ("", " \n", "\u200b", "\x00\x07"):
        with pytest.raises(ActionNeedsWords):
            add_action(session=session, what=nothing, by=fay)
    assert not Action.objects.exists()
    assert not ActionOwner.objects.exists()


def test_form_sent_twice_is_one_action(session, fay):
    entry = uuid.uuid4()
    first, second = (add_action(session=session, what="Call back", by=fay, entry=entry) for _ in range(2))
    assert first.pk == second.pk
    assert Action.objects.count() == 1


def test_entry_of_another_session_is_not_found_by_it(session, organisation, fay):
    entry = uuid.uuid4()
    add_action(session=make_session(organisation), what="Theirs", by=fay, entry=entry)
    mine = add_action(session=session, what="Mine", by=fay, entry=entry)
    assert (mine.what, mine.session) == ("Mine", session)


def test_owner_is_one_person_however_the_name_is_written(session, fay):
    for name in ("Mira Holt", "mira holt", " MIRA  HOLT "):
        add_action(session=session, what="Something", owner=name, by=fay)
    assert [owner.name for owner in ActionOwner.objects.all()] == ["Mira Holt"]


def test_theme_of_another_session_is_left_out(session, organisation, fay):
    foreign = make_theme(make_session(organisation), "Elsewhere")
    assert add_action(session=session, what="Something", theme=foreign, by=fay).theme_key == ""


def test_theme_that_is_merged_away_and_brought_back_finds_its_action_again(session, fay):
    theme = make_theme(session)
    key, name = theme.key, theme.name
    action = add_action(session=session, what="Something", theme=theme, by=fay)
    theme.delete()
    change_action(action=action, words=ActionWords("Something else", theme=key), seen=1)
    Theme.objects.create(session=session, key=key, name=name)
    action.refresh_from_db()
    assert (action.what, action.theme_key) == ("Something else", key)


def test_change_says_everything_anew_and_counts(session, fay):
    action = add_action(session=session, what="Call back", owner="Tom", due=TODAY, by=fay)
    said = ActionWords(
        "Call back within a day",
        owner="Mira",
        sponsor="The chair",
        departments="Service, IT",
        measure="Calls returned",
        status=ActionStatus.UNDER_WAY,
        note="First line\nsecond line",
    )
    changed = change_action(action=action, words=said, seen=1)
    assert (words_of(changed), changed.version) == (said, 2)
    assert change_action(action=changed, words=said, seen=2).version == 2, "nothing new is no change"


def test_change_of_what_somebody_else_has_changed_is_refused(session, fay):
    action = add_action(session=session, what="Call back", by=fay)
    set_status(action=action, status=ActionStatus.DONE, seen=1)
    for change in (
        lambda: set_status(action=action, status=ActionStatus.DROPPED, seen=1),
        lambda: change_action(action=action, words=ActionWords("Mine"), seen=1),
        lambda: report_progress(action=action, status=ActionStatus.UNDER_WAY, note="Mine", seen=1),
    ):
        with pytest.raises(ChangedMeanwhile):
            change()
    assert words_of(Action.objects.get()) == ActionWords("Call back", status=ActionStatus.DONE)


def test_second_of_two_clicks_changes_nothing(session, fay):
    action = add_action(session=session, what="Call back", by=fay)
    for _ in range(2):
        assert set_status(action=action, status=ActionStatus.DONE, seen=1).version == 2


def test_day_it_was_done_is_kept_while_it_is_done(session, fay):
    action = add_action(session=session, what="Call back", by=fay)
    action = set_status(action=action, status=ActionStatus.DONE, seen=1)
    assert action.done_on == timezone.localdate()
    Action.objects.update(done_on=TODAY)
    action = change_action(action=action, words=ActionWords("Called", status=ActionStatus.DONE), seen=2)
    assert action.done_on == TODAY
    assert set_status(action=action, status=ActionStatus.UNDER_WAY, seen=3).done_on is None


def test_owner_reports_status_and_note_and_nothing_else(session, fay):
    action = add_action(session=session, what="Call back", owner="Tom", due=TODAY, by=fay)
    report_progress(action=action, status=ActionStatus.UNDER_WAY, note="Two teams do", seen=1)
    said = ActionWords("Call back", owner="Tom", due=TODAY, status=ActionStatus.UNDER_WAY, note="Two teams do")
    assert words_of(Action.objects.select_related("owner").get()) == said


def test_removed_action_stands_nowhere_and_can_be_put_back(session, fay):
    action = add_action(session=session, what="Call back", by=fay)
    remove_action(action=action)
    assert planned_of(session) == ()
    assert counts_of(session, TODAY).all == 0
    with pytest.raises(ChangedMeanwhile):
        set_status(action=action, status=ActionStatus.DONE, seen=1)
    put_back(action=action)
    assert [planned.what for planned in planned_of(session)] == ["Call back"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda session, action: add_action(session=session, what="More", by=None),
        lambda session, action: change_action(action=action, words=ActionWords("More"), seen=1),
        lambda session, action: set_status(action=action, status=ActionStatus.DONE, seen=1),
        lambda session, action: report_progress(action=action, status=ActionStatus.DONE, note="", seen=1),
        lambda session, action: remove_action(action=action),
        lambda session, action: put_back(action=action),
    ],
)
def test_archive_refuses(session, fay, verb):
    action = add_action(session=session, what="Call back", by=fay)
    session.archived_at = timezone.now()
    session.save()
    with pytest.raises(SessionIsArchived):
        verb(session, action)
    assert [(a.what, a.version, a.removed_at) for a in Action.objects.all()] == [("Call back", 1, None)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_without_what_nobody_typed(session, text):
    action = add_action(session=session, what=text, owner=text[:100], by=None)
    action.refresh_from_db()
    for kept in (action.what, action.owner.name):
        assert kept
        assert kept.isprintable()


def test_too_long_words_are_cut_where_the_room_ends(session):
    action = change_action(
        action=add_action(session=session, what="x" * 999, owner="y" * 999, by=None),
        words=ActionWords("x" * 999, owner="y" * 999, sponsor="s" * 999, departments="d" * 999, note="n" * 9999),
        seen=1,
    )
    kept = (action.what, action.owner.name, action.sponsor, action.departments, action.note)
    assert [len(words) for words in kept] == [300, 120, 120, 200, 1000]


def dated(session, what, days, status=ActionStatus.PLANNED, owner=""):
    due = None if days is None else TODAY + timedelta(days)
    action = add_action(session=session, what=what, due=due, owner=owner, by=None)
    return set_status(action=action, status=status, seen=1)


def test_actions_stand_where_they_are_due(session):
    dated(session, "today", 0)
    dated(session, "yesterday", -1, owner="Tom")
    dated(session, "in thirty days", 30, ActionStatus.UNDER_WAY)
    dated(session, "in a month and a day", 31)
    dated(session, "some day", None)
    dated(session, "done late", -40, ActionStatus.DONE)
    dated(session, "never", -40, ActionStatus.DROPPED)
    groups = grouped(entries_of(session, actions_of(session)), TODAY)
    found = {group.due: [entry.action.what for entry in group.entries] for group in groups}
    assert found == {
        Due.OVERDUE: ["yesterday"],
        Due.SOON: ["today", "in thirty days"],
        Due.LATER: ["in a month and a day"],
        Due.UNDATED: ["some day"],
        Due.DONE: ["done late"],
        Due.DROPPED: ["never"],
    }
    counts = counts_of(session, TODAY)
    assert (counts.all, counts.open, counts.done, counts.dropped, counts.under_way) == (7, 5, 1, 1, 1)
    assert (counts.overdue, counts.without_owner, counts.without_date, counts.settled) == (1, 4, 1, 1)


def test_nothing_is_counted_as_nothing():
    assert count_actions([], TODAY).all == 0


def test_what_is_dropped_is_neither_overdue_nor_asked_for_an_owner(session):
    action = dated(session, "never", -1, ActionStatus.DROPPED)
    assert due_of(action, TODAY) is Due.DROPPED
    assert not action.is_overdue(TODAY)
    assert counts_of(session, TODAY).without_owner == 0


def test_snapshot_numbers_the_themes_of_the_plan(session, fay):
    content = make_snapshot(themes=4)
    themes = [make_theme(session, theme.name, key=f"THEMEKEY000{theme.theme}") for theme in content.themes]
    numbered = [
        type(theme)(theme.theme, theme.name, "", "", 1, key=f"THEMEKEY000{theme.theme}") for theme in content.themes
    ]
    add_action(session=session, what="Later", theme=themes[2], due=TODAY + timedelta(9), by=fay)
    add_action(session=session, what="Sooner", theme=themes[3], due=TODAY, owner="Tom", by=fay)
    add_action(session=session, what="Some day", by=fay)
    place_theme(session=session, theme=themes[2].key, impact=6, effort=1)
    place_theme(session=session, theme=themes[0].key, impact=1, effort=6)
    planned = planned_of(session, numbered)
    assert [(one.what, one.owner, one.theme) for one in planned] == [
        ("Sooner", "Tom", 3),
        ("Later", "", 2),
        ("Some day", "", None),
    ]
    assert [(p.theme, p.impact, p.effort) for p in priorities_of(session, numbered)] == [(0, 1, 6), (2, 6, 1)]
    assert priorities_of(session, numbered[1:2]) == ()
