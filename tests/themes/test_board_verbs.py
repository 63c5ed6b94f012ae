"""Every verb of the board: it works, is undone, done again, and refused where somebody touched it since."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gapsessions.themes.actions import also_in, create_theme, put_under, turns_of
from gapsessions.themes.actions.undoing import KEEP
from gapsessions.themes.models import (
    Board,
    BoardChange,
    Heading,
    KeptTogether,
    MergedTheme,
    MoveLog,
    Placement,
    Role,
    Standing,
    Theme,
)
from tests.factories.people import browser_of, make_member
from tests.themes.test_pages import act, page, state, theme_about

HTMX = {"HX-Request": "true", "HX-Target": "div%23board"}
VERBS = (
    "rename", "create", "merge", "delete", "split", "move", "other", "new", "also", "not_also", "confirm",
    "under", "under_new", "heading_new", "heading_rename", "heading_remove",
)  # fmt: skip


@pytest.fixture
def fays(fay):
    return browser_of(fay)


@pytest.fixture
def lou(organisation):
    return browser_of(make_member("Lou", organisation))


@pytest.fixture
def stage(session, accepted, answers):
    """Three themes, one of them under a heading, one note also in another."""
    waiting, staff, parking = (theme_about(subject, accepted, answers) for subject in ("wait", "staff", "park"))
    put_under(theme=parking, name="Access")
    also_in(answer=answers["park"][0], theme=staff)
    return waiting, staff, parking


@pytest.fixture
def do(session, stage, answers):
    """Does a verb by its name in somebody's browser."""
    waiting, staff, _parking = stage
    some = [str(answer.pk) for answer in answers["wait"][:2]]
    parked = [str(answers["park"][0].pk)]

    def act_by(verb, browser, /, **more):
        place, keys, sent = {
            "rename": ("theme-rename", [waiting.key], {"name": "Hours lost"}),
            "create": ("theme-new", [], {"name": "Prices"}),
            "merge": ("theme-merge", [waiting.key], {"into": staff.key}),
            "delete": ("theme-delete", [waiting.key], {}),
            "split": ("theme-split", [waiting.key], {"answers": some, "name": "Long nights"}),
            "move": ("themes-move", [], {"answers": some, "to": staff.key}),
            "other": ("themes-move", [], {"answers": some, "to": "other"}),
            "new": ("themes-move", [], {"answers": some, "name": "Long nights"}),
            "also": ("themes-also", [], {"answers": some, "to": staff.key}),
            "not_also": ("themes-also", [], {"answers": parked, "to": staff.key, "away": "1"}),
            "confirm": ("themes-right", [], {"answers": some}),
            "under": ("theme-under", [waiting.key], {"heading": "Access"}),
            "under_new": ("theme-under", [waiting.key], {"heading": "By phone"}),
            "heading_new": ("heading-new", [], {"name": "By phone"}),
            "heading_rename": ("heading-rename", [], {"heading": "Access", "name": "Getting there"}),
            "heading_remove": ("heading-remove", [], {"heading": "Access"}),
        }[verb]
        return act(browser, place, session, *keys, **(sent | more))

    return act_by


def whole(session):
    """Everything undo and redo must bring back."""
    under = sorted(Theme.objects.filter(session=session).values_list("key", "heading__name"))
    kept = sorted(KeptTogether.objects.filter(session=session).values_list("first", "second"))
    merged = sorted(MergedTheme.objects.filter(session=session).values_list("gone", "into"))
    return state(session), under, sorted(Heading.objects.values_list("pk", "name")), kept, merged


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_undone_and_done_again(verb, do, fays, fay, session, stage):
    before = whole(session)
    do(verb, fays)
    after = whole(session)
    assert after != before
    assert BoardChange.objects.latest("pk").verb
    act(fays, "themes-undo-last", session)
    assert whole(session) == before
    assert "Done again" in act(fays, "themes-redo", session).content.decode()
    assert whole(session) == after
    assert MoveLog.objects.filter(session=session, undone=True).count() == 0
    act(fays, "themes-undo-last", session)
    assert whole(session) == before
    assert turns_of(session, fay)[1] is not None


@pytest.mark.parametrize("verb", ["rename", "move", "heading_new"])
def test_verb_counts_a_revision_and_stirs_the_boards(
    verb, do, fays, session, stage, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr("gapsessions.live.channels.broker.publish", lambda topic, event: heard.append((topic, event)))
    with django_capture_on_commit_callbacks(execute=True):
        do(verb, fays)
    assert Board.objects.get(session=session).revision == 1
    assert [(topic, event.data) for topic, event in heard] == [(f"themes:{session.code}", '{"revision":1}')]


@pytest.mark.parametrize("verb", ["rename", "merge", "delete", "under", "split"])
def test_act_on_a_theme_that_somebody_changed_meanwhile_is_refused(verb, do, fays, lou, session, stage, answers):
    _waiting, staff, _parking = stage
    do("move", lou, answers=[str(answers["wait"][3].pk)])
    before = whole(session)
    shown = do(verb, fays, revision="0").content.decode()
    assert "Not done yet. Lou: 1 note moved to" in shown
    assert whole(session) == before
    do(verb, fays, revision="1")
    assert whole(session) != before


@pytest.mark.parametrize("verb", ["move", "other", "new", "also", "confirm"])
def test_note_that_somebody_moved_meanwhile_stays_where_it_is(verb, do, fays, lou, session, stage, answers):
    waiting, _staff, parking = stage
    seen = [f"{answer.pk}@{waiting.key}" for answer in answers["wait"][:2]]
    do("move", lou, answers=seen[:1], to=parking.key)
    shown = do(verb, fays, answers=seen).content.decode()
    assert "1 note stays where it is: Lou moved it to “" in shown
    first, second = (Placement.objects.get(answer=answer, role=Role.PRIMARY) for answer in answers["wait"][:2])
    assert first.theme == parking
    assert (second.theme, second.standing) != (waiting, Standing.ACCEPTED) or verb == "also"


def test_move_of_nothing_but_stale_notes_changes_nothing(do, fays, lou, session, stage, answers):
    waiting, _staff, parking = stage
    seen = [f"{answers['wait'][0].pk}@{waiting.key}"]
    do("move", lou, answers=seen, to=parking.key)
    count = BoardChange.objects.count()
    do("new", fays, answers=seen)
    assert BoardChange.objects.count() == count
    assert not Theme.objects.filter(name="Long nights").exists()


def test_undecided_note_that_the_machine_placed_meanwhile_says_where(do, fays, session, stage, answers):
    _waiting, staff, parking = stage
    note = answers["wait"][0]
    Placement.objects.filter(answer=note).update(theme=parking)
    shown = do("move", fays, answers=[f"{note.pk}@"], to=staff.key).content.decode()
    assert f"it has come to “{parking.name}” meanwhile" in shown


@pytest.mark.parametrize("verb", ["rename", "merge", "delete", "under"])
def test_theme_that_is_gone_says_by_whose_hand(verb, do, fays, lou, session, stage):
    do("delete", lou)
    shown = do(verb, fays).content.decode()
    assert "This theme is gone. Lou: “" in shown


def test_move_to_a_theme_that_is_gone_says_by_whose_hand(do, fays, lou, session, stage, answers):
    _waiting, staff, _parking = stage
    act(lou, "theme-delete", session, staff.key)
    assert "This theme is gone. Lou" in do("move", fays).content.decode()
    assert "This theme is gone. Lou" in do("merge", fays).content.decode()
    assert "Choose the theme to merge into." in do("merge", fays, into="nothing").content.decode()


def test_theme_that_never_was_is_not_found(fays, session, accepted):
    assert fays.post(reverse("theme-rename", args=[session.code, "nothing"]), {"name": "x"}).status_code == 404
    assert fays.post(reverse("themes-move", args=[session.code]), {"to": "nothing", "answers": []}).status_code == 302


@pytest.mark.parametrize("verb", ["move", "under"])
def test_verb_of_a_viewer_is_not_found(verb, do, session, stage, organisation):
    from gapsessions.accounts.models import Role as MemberRole

    before = whole(session)
    assert do(verb, browser_of(make_member("Vera", organisation, MemberRole.VIEWER))).status_code == 404
    assert whole(session) == before


def test_undo_goes_back_act_by_act_and_redo_forward(do, fays, session, stage):
    states = [whole(session)]
    for verb in ("rename", "move", "heading_new", "merge"):
        do(verb, fays)
        states.append(whole(session))
    for expected in reversed(states[:-1]):
        act(fays, "themes-undo-last", session)
        assert whole(session) == expected
    assert "nothing of yours left" in act(fays, "themes-undo-last", session).content.decode()
    for expected in states[1:]:
        act(fays, "themes-redo", session)
        assert whole(session) == expected
    assert "nothing to do again" in act(fays, "themes-redo", session).content.decode()


def test_new_act_ends_what_could_be_done_again(do, fays, fay, session, stage):
    do("rename", fays)
    act(fays, "themes-undo-last", session)
    do("create", fays)
    assert turns_of(session, fay)[1] is None


def test_undo_reaches_ones_own_acts_only(do, fays, lou, session, stage):
    do("create", lou)
    assert "nothing of yours left" in act(fays, "themes-undo-last", session).content.decode()
    assert Theme.objects.filter(name="Prices").exists()


def test_act_that_somebody_went_on_from_does_not_block_the_one_before(do, fays, lou, session, stage, answers):
    _waiting, _staff, parking = stage
    do("create", fays)
    do("move", fays)
    do("move", lou, to=parking.key)
    assert "can no longer be undone: 2 notes moved" in act(fays, "themes-undo-last", session).content.decode()
    act(fays, "themes-undo-last", session)
    assert not Theme.objects.filter(name="Prices").exists()


def test_redo_is_refused_where_somebody_touched_it_since(do, fays, lou, session, stage, answers):
    _waiting, _staff, parking = stage
    do("move", fays)
    act(fays, "themes-undo-last", session)
    do("move", lou, to=parking.key)
    before = whole(session)
    assert "cannot be done again" in act(fays, "themes-redo", session).content.decode()
    assert whole(session) == before


def test_undo_whose_theme_is_gone_is_refused_in_words(do, fays, lou, session, stage):
    do("move", fays)
    act(lou, "theme-delete", session, stage[0].key)
    before = whole(session)
    assert "can no longer be undone" in act(fays, "themes-undo-last", session).content.decode()
    assert whole(session) == before


def test_fifty_acts_are_kept_of_each_person(fays, fay, lou, session, accepted):
    act(lou, "theme-new", session, name="Lou's")
    for number in range(KEEP + 3):
        create = reverse("theme-new", args=[session.code])
        fays.post(create, {"name": f"Theme {number}"})
    assert BoardChange.objects.filter(session=session, by=fay).count() == KEEP
    assert BoardChange.objects.filter(session=session).count() == KEEP + 1


def test_headings_are_named_once(do, fays, session, stage):
    assert "Something else has this name" in do("heading_new", fays, name="ACCESS").content.decode()
    do("heading_remove", fays)
    assert "This heading is gone" in do("heading_rename", fays).content.decode()


def test_confirming_is_no_move(do, fays, session, stage, answers):
    act(fays, "themes-close", session)
    do("confirm", fays)
    placed = Placement.objects.get(answer=answers["wait"][0], role=Role.PRIMARY)
    assert (placed.standing, placed.confidence) == (Standing.PINNED, None)
    assert not MoveLog.objects.exists()


def test_stack_moves_as_one(fays, session, stage, answers):
    waiting, staff, _parking = stage
    token = ",".join(answer.pk.hex for answer in answers["wait"][:3]) + f"@{waiting.key}"
    act(fays, "themes-move", session, answers=[token], to=staff.key)
    assert Placement.objects.filter(theme=staff, answer__in=answers["wait"]).count() == 3


@pytest.mark.parametrize("token", ["nonsense", "nonsense@key", "@", ",,@x", "7@7", "@" * 50])
def test_token_that_names_nothing_moves_nothing(token, fays, session, stage):
    before = whole(session)
    assert "Mark the notes" in act(fays, "themes-move", session, answers=[token], to=stage[0].key).content.decode()
    assert whole(session) == before


def test_answer_to_an_act_brings_only_what_changed(do, fays, session, stage):
    _waiting, staff, parking = stage
    here = reverse("themes", args=[session.code])
    sent = {"name": "Kind people", "next": f"{here}?since=0"}
    create_theme(session=session, name="Empty")
    part = fays.post(reverse("theme-rename", args=[session.code, staff.key]), sent, follow=True, headers=HTMX)
    shown = part.content.decode()
    assert f'data-panel="{staff.key}"' in shown
    assert f'id="p-{parking.key}" data-same' in shown
    assert "<html" not in shown
    assert "Renamed." in shown


def test_page_that_missed_more_than_acts_account_for_gets_everything(fays, session, stage):
    Board.objects.update_or_create(session=session, defaults={"revision": 7})
    shown = fays.get(reverse("themes", args=[session.code]) + "?since=5", headers=HTMX).content.decode()
    assert "data-same" not in shown
    assert page(fays, "themes", session).status_code == 200
