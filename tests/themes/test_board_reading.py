"""What the board shows: filters, folds, the queue, floors and blindness, in as many queries whatever is in it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gapsessions.method.vocabulary import Perspective, Question, Style
from gapsessions.themes.board.filters import FEWEST_SINGLES
from gapsessions.themes.board.panels import AT_FIRST, Shower, View, groups_of
from gapsessions.themes.board.queue import queue_of
from gapsessions.themes.board.reading import fold_of, read_board
from gapsessions.themes.models import Placement, Role, Standing, Theme
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_single, make_table, write
from tests.themes.test_pages import act, theme_about

HTMX = {"HX-Request": "true", "HX-Target": "div%23board"}


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def shown(session, *, who=False, opened=(), unfolded=(), **said):
    """The board's panels by name, and the tray."""
    reading = read_board(session, said, who=who)
    shower = Shower(reading, View(who=who, opened=opened, unfolded=unfolded))
    panels = {panel.theme.name: panel for group in groups_of(reading, shower) for panel in group.panels}
    tray = shower.tray()
    shower.explain()
    return panels, tray


def texts(panel):
    return sorted(note.text for note in panel.notes)


def test_question_lets_its_notes_through(session, accepted, answers):
    panels, _tray = shown(session, question=Question.STRENGTH.value)
    assert {name: panel.found for name, panel in panels.items()} == {"Staff": 5, "Waiting times": 0, "Park": 0}
    assert panels["Park"].held == 5


def test_words_are_found_in_whatever_case_and_order(session, accepted, answers):
    panels, _tray = shown(session, find="PARK  car")
    assert [texts(panel) for panel in panels.values() if panel.notes] == [["A full car park"]]


@pytest.mark.parametrize("nonsense", [{"question": "x"}, {"show": "x"}, {"side": "staff"}, {"gathering": "x"}])
def test_filter_that_is_none_or_forbidden_lets_everything_through(nonsense, session, accepted):
    panels, _tray = shown(session, **nonsense)
    assert sum(panel.found for panel in panels.values()) == 15


def test_perspective_filters_only_for_those_who_see_it(session, accepted, answers):
    panels, _tray = shown(session, who=True, side=Perspective.STAFF.value)
    assert sum(panel.found for panel in panels.values()) == 6
    assert {note.side for panel in panels.values() for note in panel.notes} == {"staff"}


def test_gathering_of_few_own_sheets_is_no_filter(session, accepted):
    few = make_gathering(session, Perspective.CUSTOMERS, Style.OWN_SHEETS, name="Few")
    many = make_gathering(session, Perspective.CUSTOMERS, Style.OWN_SHEETS, name="Many")
    for room, count in ((few, FEWEST_SINGLES - 1), (many, FEWEST_SINGLES)):
        for _ in range(count):
            write(make_single(room), Question.IMPROVE, "Parking")
    offered = {room.name: room.may_filter for room in read_board(session, {}, who=True).rooms}
    assert (offered["Few"], offered["Many"]) == (False, True)
    assert len(read_board(session, {"gathering": few.key}, who=True).undecided) == 15
    assert len(read_board(session, {"gathering": many.key}, who=True).undecided) == 8
    assert len(read_board(session, {"gathering": many.key}, who=False).undecided) == 15


def test_blind_board_holds_no_trace_of_who_said_it(fays, session, accepted, answers):
    shown = fays.get(reverse("themes", args=[session.code])).content.decode()
    for room in session.gatherings.all():
        assert room.key not in shown
    assert "Leadership" not in shown
    act(fays, "themes-who", session, show="1")
    assert "Leadership" in fays.get(reverse("themes", args=[session.code])).content.decode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Call back!", "call back", True),
        ("Call  back, please", "call back please.", True),
        ("Call back", "Back call", False),
        ("Call back", "Call me back", False),
        ("👍", "👍", True),
        ("👍", "👎", False),
        ("Straße", "STRASSE", True),
    ],
)
def test_texts_fold_that_say_the_same_in_the_same_words(one, other, same):
    assert (fold_of(one) == fold_of(other)) is same


def test_notes_that_say_the_same_lie_on_each_other(session, accepted, answers, sam):
    park = theme_about("park", accepted, answers)
    for text in ("Park fees!", "park fees", "PARK FEES"):
        Placement.objects.create(answer=write(sam, Question.IMPROVE, text)[0], theme=park)
    panels, _tray = shown(session)
    first = panels["Park"].notes[0]
    assert (first.said, len(first.laid), panels["Park"].held) == (4, 4, 8)
    panels, _tray = shown(session, unfolded={first.key})
    assert len(panels["Park"].notes[0].members) == 4


def test_panel_shows_its_first_notes_and_more_once_opened(session, accepted, answers, sam):
    park = theme_about("park", accepted, answers)
    for number in range(20):
        Placement.objects.create(answer=write(sam, Question.IMPROVE, f"Park number {number}")[0], theme=park)
    panels, _tray = shown(session)
    assert (len(panels["Park"].notes), panels["Park"].rest) == (AT_FIRST, 25 - AT_FIRST)
    panels, _tray = shown(session, opened={park.key})
    assert (len(panels["Park"].notes), panels["Park"].rest) == (25, 0)


def test_second_theme_shows_the_note_and_counts_it(session, accepted, answers, fays):
    note, staff = answers["park"][0], theme_about("staff", accepted, answers)
    act(fays, "themes-also", session, answers=[str(note.pk)], to=staff.key)
    panels, _tray = shown(session)
    assert panels["Staff"].held == 6
    assert [one.also for one in panels["Staff"].notes if one.text == note.text] == [True]
    assert [one.elsewhere for one in panels["Park"].notes if one.text == note.text] == [("Staff",)]


def test_queue_begins_with_undecided_notes_and_goes_on_with_the_least_sure(session, accepted, answers):
    Placement.objects.update(confidence=0.9)
    Placement.objects.filter(answer=answers["wait"][0]).delete()
    for number, sure in enumerate((0.4, 0.2, 0.45)):
        Placement.objects.filter(answer=answers["park"][number]).update(confidence=sure)
    Placement.objects.filter(answer=answers["park"][2]).update(standing=Standing.PINNED)
    order = [placed.answer.replace("-", "") for placed, _theme in queue_of(read_board(session, {}, who=False), [])]
    assert order == [answers["wait"][0].pk.hex, answers["park"][1].pk.hex, answers["park"][0].pk.hex]
    later = queue_of(read_board(session, {}, who=False), [str(answers["wait"][0].pk)])
    assert len(later) == 2


def test_queue_page_keeps_and_moves_the_note_whose_turn_it_is(session, accepted, answers, fays):
    Placement.objects.update(confidence=0.9)
    Placement.objects.filter(answer=answers["park"][0]).update(confidence=0.1)
    here = reverse("themes-queue", args=[session.code])
    turn = fays.get(here).context["turn"]
    assert turn.note.text == answers["park"][0].text
    act(fays, "themes-right", session, answers=[turn.note.token], next=here)
    assert fays.get(here).context["turn"] is None
    assert Placement.objects.get(answer=answers["park"][0]).standing == Standing.PINNED


def test_silent_and_struck_out_notes_are_not_on_the_board(session, accepted, answers, sam):
    write(sam, Question.IMPROVE, "Still silent", pen_hash="f" * 64)
    answers["park"][0].struck_out = True
    answers["park"][0].save()
    reading = read_board(session, {}, who=False)
    assert (len(reading.answers), reading.waiting, reading.placed) == (14, 0, 14)


def test_board_takes_as_many_queries_whatever_is_in_it(fays, session, accepted, answers, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    here = reverse("themes", args=[session.code])
    fays.get(here)
    with CaptureQueriesContext(connection) as few:
        fays.get(here)
    table = make_table(make_gathering(session, Perspective.STAFF))
    for number in range(12):
        theme = Theme.objects.create(session=session, name=f"Theme {number}")
        for text in ("Same", "same!", f"Other {number}"):
            Placement.objects.create(answer=write(table, Question.ACTION, text)[0], theme=theme, role=Role.PRIMARY)
    with django_assert_num_queries(len(few)):
        fays.get(here)


def test_page_beyond_the_last_and_nonsense_pages_are_empty_not_broken(fays, session, accepted):
    for page in ("7", "0", "-1", "x", "99999999999", "²"):
        answer = fays.get(reverse("theme", args=[session.code, accepted[0].key]), {"page": page})
        assert answer.status_code == 200


def test_news_that_do_not_touch_other_leave_it_as_it_is(fays, session, accepted, answers):
    act(fays, "themes-move", session, answers=[str(answers["park"][0].pk)], to="other")
    act(fays, "theme-rename", session, accepted[0].key, name="Hours lost")
    shown = fays.get(reverse("themes", args=[session.code]) + "?since=1", headers=HTMX).content.decode()
    assert 'id="p-other" data-same' in shown
    shown = fays.get(reverse("themes", args=[session.code]) + "?since=0", headers=HTMX).content.decode()
    assert 'id="p-other" class' in shown


def test_stack_of_several_sides_bears_no_mark(session, accepted, answers, sam, cleo):
    park = theme_about("park", accepted, answers)
    for sheet in (sam, cleo):
        Placement.objects.create(answer=write(sheet, Question.IMPROVE, "Too dear")[0], theme=park)
    panels, _tray = shown(session, who=True)
    assert [(note.said, note.side) for note in panels["Park"].notes[:1]] == [(2, "")]


def test_board_leads_to_what_lets_others_trust_it(fays, session, accepted):
    shown = fays.get(reverse("themes", args=[session.code])).content.decode()
    for place in ("second-sorter", "late-moves", "board-questions"):
        assert f'href="{reverse(place, args=[session.code])}"' in shown


def test_move_that_the_report_counts_says_so(fays, session, accepted, answers):
    note = str(answers["wait"][0].pk)
    park, staff = (theme_about(subject, accepted, answers) for subject in ("park", "staff"))
    assert "1 note moved." in act(fays, "themes-move", session, answers=[note], to=park.key).content.decode()
    act(fays, "themes-close", session)
    said = act(fays, "themes-move", session, answers=[note], to=staff.key).content.decode()
    assert "1 note moved; the report counts it." in said
