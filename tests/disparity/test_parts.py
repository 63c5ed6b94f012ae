"""Parts of a perspective on Compare: figures from five people, words from eight, and no subtraction below five."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from gapsessions.disparity.actions import compare_session, read_snapshot, take_snapshot
from gapsessions.disparity.page import compare_page
from gapsessions.disparity.parts.figures import segment_key
from gapsessions.disparity.parts.narrowing import narrowed, parts_under
from gapsessions.disparity.parts.verbatims import words_of_parts
from gapsessions.method.floors import FIGURES
from gapsessions.method.vocabulary import Perspective, Question, Scope, Stage, Style
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import create_theme, move_answers
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

pytestmark = pytest.mark.django_db
L, S, C = Perspective


@pytest.fixture
def waiting(session):
    return create_theme(session=session, name="Waiting")


def raise_it(theme, sheets, text="we wait far too long here"):
    notes = [write(sheet, Question.IMPROVE, f"{text} {number}")[0] for number, sheet in enumerate(sheets)]
    move_answers(answers=[note.pk for note in notes], to=theme, by=None)


def answer_otherwise(theme, sheets):
    raise_it(theme, sheets, "something else altogether")


def found(session):
    content = compare_session(session, shuffles=1)
    return {part.name: part for part in (*content.segments, *content.gatherings)}


def improve(part):
    return {count.theme: (count.tables, count.singles) for count in part.counts if count.scope is Scope.IMPROVE}


def test_segments_and_gatherings_are_counted_apart(session, waiting):
    north = make_gathering(session, C, name="Leeds", segment="north")
    south = make_gathering(session, C, name="Hove", segment="south")
    raise_it(waiting, [make_table(north), make_table(north)])
    answer_otherwise(create_theme(session=session, name="Prices"), [make_table(south)])
    parts = found(session)
    assert set(parts) == {"north", "south", "Leeds", "Hove"}
    numbers = {theme.name: theme.theme for theme in compare_session(session, shuffles=1).themes}
    assert improve(parts["north"]) == {None: (2, 0), numbers["Waiting"]: (2, 0)}
    assert improve(parts["Hove"]) == {None: (1, 0), numbers["Prices"]: (1, 0)}


def test_table_counts_as_six_unless_heads_were_counted(session, waiting):
    big, small = (make_gathering(session, C, name=name) for name in ("Big", "Small"))
    raise_it(waiting, [make_table(big), make_table(small)])
    assert set(found(session)) == {"Big", "Small"}
    small.sheets.update(head_count=4)
    assert found(session) == {}, "Big alone would tell of the four at Small"


def test_four_single_sheets_are_no_segment(session, waiting):
    link = make_gathering(session, C, Style.OPEN_LINK)
    raise_it(waiting, [make_single(link, segment="under 30") for _ in range(4)])
    raise_it(waiting, [make_single(link, segment="over 60") for _ in range(9)])
    assert found(session) == {}, "nine of thirteen tell of the other four"
    raise_it(waiting, [make_single(link, segment="under 30")])
    assert set(found(session)) == {"under 30", "over 60"}


def test_link_that_is_open_is_in_no_part(session, waiting):
    link = make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE)
    raise_it(waiting, [make_single(link, segment="under 30") for _ in range(10)])
    raise_it(waiting, [make_table(make_gathering(session, C, segment="north"))])
    assert "under 30" not in found(session)


def test_own_segment_of_a_sheet_stands_before_its_gatherings(session, waiting):
    room = make_gathering(session, C, segment="north")
    raise_it(waiting, [make_table(room), make_table(room, segment="south")])
    assert set(found(session)) == {"north", "south"}


def test_snapshot_holds_segments_without_codes_and_no_gathering(session, waiting, fay):
    for name in ("north", "south"):
        raise_it(waiting, [make_table(make_gathering(session, C, name=f"Room {name}", segment=name))])
    content = read_snapshot(take_snapshot(session, fay))
    assert {(part.name, part.key) for part in content.segments} == {("north", ""), ("south", "")}
    assert content.gatherings == ()


def test_narrowed_comparison_counts_the_part_and_reads_nothing(session, waiting):
    prices = create_theme(session=session, name="Prices")
    north, south = (make_gathering(session, C, segment=name) for name in ("north", "south"))
    raise_it(waiting, [make_table(north) for _ in range(9)])
    answer_otherwise(prices, [make_table(south) for _ in range(3)])
    raise_it(prices, [make_table(make_gathering(session, L)) for _ in range(3)])
    content = compare_session(session, shuffles=1)
    assert content.comparison.themes[0].readings
    part = narrowed(content, parts_under(content, segment_key("south")))
    by_name = {theme.name: part.comparison.themes[theme.theme] for theme in content.themes}
    counts = by_name["Waiting"].counts[C, Scope.IMPROVE]
    assert (counts.tables_raising, counts.tables) == (0, 3)
    assert by_name["Prices"].counts[C, Scope.IMPROVE].tables_raising == 3
    assert by_name["Prices"].counts[L, Scope.IMPROVE].tables == 3, "the other perspectives stay whole"
    assert not any(findings.readings for findings in part.comparison.themes)
    page = compare_page(content, part=segment_key("south"))
    assert page.triangle is None
    assert (page.headlines, page.room, page.chips) == ((), (), ())
    assert next(side.sheets for side in page.sides if side.perspective is C) == "3 groups"


def test_unknown_part_is_the_whole(session, waiting):
    raise_it(waiting, [make_table(make_gathering(session, C))])
    content = compare_session(session, shuffles=1)
    for key in ("", "s-0000000000", "nothing"):
        assert parts_under(content, key) == ()


def words(session, key):
    content = compare_session(session, shuffles=1)
    allowed = words_of_parts(session, parts_under(content, key))
    return set(Answer.objects.filter(allowed[C]).values_list("text", flat=True)) if C in allowed else None


def test_words_of_a_part_need_eight_people(session, waiting):
    link = make_gathering(session, C, Style.OPEN_LINK)
    raise_it(waiting, [make_single(link, segment="under 30") for _ in range(7)], "young people say")
    raise_it(waiting, [make_single(link, segment="over 60") for _ in range(9)], "older people say")
    assert words(session, segment_key("under 30")) == set()
    assert words(session, segment_key("over 60")) == set(), "what is missing of sixteen is what seven said"
    raise_it(waiting, [make_single(link, segment="under 30")], "one more says")
    assert len(words(session, segment_key("under 30"))) == 8
    assert len(words(session, segment_key("over 60"))) == 9


def test_words_of_a_part_are_those_of_its_sheets_alone(session, waiting):
    north = make_gathering(session, C, segment="north")
    raise_it(waiting, [make_table(north), make_table(north)], "north says")
    raise_it(waiting, [make_table(north, segment="south"), make_table(north, segment="south")], "south says")
    raise_it(waiting, [make_table(make_gathering(session, C)) for _ in range(2)], "nobody says where")
    assert words(session, segment_key("north")) == {"north says 0", "north says 1"}
    assert words(session, segment_key("south")) == {"south says 0", "south says 1"}
    assert words(session, north.key) == words(session, segment_key("north")) | words(session, segment_key("south"))


def random_session(organisation, seed):
    """Rooms and links of customers at random, some open, some segments tiny; each sheet raises a theme of its own."""
    rng = random.Random(seed)
    session = make_session(organisation, f"Session {seed}")
    people = {}
    for _ in range(rng.randint(1, 4)):
        link = rng.random() < 0.5
        stage = Stage.CLOSED if rng.random() < 0.8 else Stage.WRITE
        style, segment = (Style.OPEN_LINK, "") if link else (Style.TABLES, rng.choice(["", "north", "south"]))
        room = make_gathering(session, C, style, stage=stage, segment=segment)
        for _ in range(rng.randint(1, 14) if link else rng.randint(1, 3)):
            if link:
                sheet = make_single(room, segment=rng.choice(["", "north", "under 30"]))
            else:
                sheet = make_table(room, head_count=rng.choice([None, 2, 4, 8]))
            theme = create_theme(session=session, name=f"Theme {len(people)}")
            raise_it(theme, [sheet])
            people[theme.name] = sheet.contributors
    return session, people


@pytest.mark.parametrize("seed", range(16))
def test_no_two_views_of_a_session_differ_by_fewer_than_five_people(organisation, seed):
    """Which sheets a view counts is seen from the themes in it: two views have the same ones, or five people more."""
    session, people = random_session(organisation, seed)
    content = compare_session(session, shuffles=1)
    name = {theme.theme: theme.name for theme in content.themes}
    counts = {findings.theme: findings.counts[C, Scope.IMPROVE] for findings in content.comparison.themes}
    views = [{name[theme] for theme, count in counts.items() if count.raising}]
    parts = (*content.segments, *content.gatherings)
    views += [{name[theme] for theme in improve(part) if theme is not None} for part in parts]
    for one, other in combinations(views, 2):
        for difference in (one - other, other - one):
            size = sum(people[sheet] for sheet in difference)
            assert size == 0 or size >= FIGURES, difference
    words_of = [views[0]]
    for key in {part.key for part in parts}:
        allowed = words_of_parts(session, parts_under(content, key))[C]
        words_of.append({a.placements.get().theme.name for a in Answer.objects.filter(allowed)})
    for one, other in combinations([view for view in words_of if view], 2):
        for difference in (one - other, other - one):
            size = sum(people[sheet] for sheet in difference)
            assert size == 0 or size >= FIGURES, difference
