"""The list of sessions and the overview of one: what stands there, who sees it, and how many queries it takes."""

from __future__ import annotations

import pytest

from gapsessions.accounts.models import Membership, Role
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from tests.factories.people import browser_of, make_member, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

pytestmark = pytest.mark.django_db


def fill(session, tables=3):
    for perspective in Perspective:
        gathering = make_gathering(session, perspective, name=f"{perspective} of {session.title}")
        for _ in range(tables):
            sheet = make_table(gathering)
            write(sheet, Question.IMPROVE, "Shorter queues", "Longer hours")
    return session


def test_list_shows_own_sessions_and_nobody_elses(desk, organisation, oscar):
    fill(make_session(organisation, title="Autumn review"))
    page = desk.get("/sessions/").content.decode()
    assert "Autumn review" in page
    assert "Sort 18 notes" in page
    assert "Autumn review" not in browser_of(oscar).get("/sessions/").content.decode()


def test_list_is_as_many_queries_for_twenty_sessions_as_for_two(desk, organisation, django_assert_max_num_queries):
    for number in range(2):
        fill(make_session(organisation, title=f"Review {number}"), tables=1)
    with django_assert_max_num_queries(20) as first:
        desk.get("/sessions/")
    for number in range(18):
        fill(make_session(organisation, title=f"Later review {number}"), tables=1)
    with django_assert_max_num_queries(len(first)):
        assert desk.get("/sessions/").content.decode().count("Later review") >= 18


def test_search_finds_by_title_and_by_organisation(desk, organisation, fay):
    other = make_organisation("Fellside Gyms")
    make_session(organisation, title="Autumn review")
    make_session(other, title="New member journey")
    Membership.objects.create(user=fay, organisation=other, role=Role.VIEWER)
    assert "Autumn review" not in desk.get("/sessions/?find=gyms").content.decode()
    assert "New member journey" in desk.get("/sessions/?find=GYMS").content.decode()
    assert "No session is called that" in desk.get("/sessions/?find=nothing").content.decode()


def test_search_gives_htmx_the_list_alone(desk, organisation):
    make_session(organisation, title="Autumn review")
    part = desk.get("/sessions/?find=aut", headers={"HX-Request": "true", "HX-Target": "section#sessions"})
    assert part.content.decode().strip().startswith('<section id="sessions">')


def test_empty_desk_says_what_to_do(desk):
    page = desk.get("/sessions/").content.decode()
    assert "No session yet" in page
    assert 'href="/sessions/new/"' in page


def test_viewer_reads_and_is_offered_no_verb(session, vera):
    page = browser_of(vera).get(f"/s/{session.code}/").content.decode()
    assert session.title in page
    assert "settings/" not in page
    assert 'class="btn primary"' not in page
    assert "/sessions/new/" not in browser_of(vera).get("/sessions/").content.decode()


def test_people_are_a_guess_only_where_a_table_was_not_counted(desk, session):
    make_single(make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS))
    page = desk.get(f"/s/{session.code}/")
    assert page.context["overview"].about is False
    assert "about" not in page.content.decode().split('id="next"')[0].split("pagehead")[1]

    make_table(make_gathering(session))
    overview = desk.get(f"/s/{session.code}/").context["overview"]
    assert overview.about is True
    assert [column.about for column in overview.columns] == [False, True, False]


def test_overview_counts_per_perspective_and_question(desk, session):
    fill(session)
    write(
        make_single(make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS)), Question.STRENGTH, "Kind staff"
    )
    overview = desk.get(f"/s/{session.code}/").context["overview"]
    assert (overview.notes, overview.sheets, overview.people) == (19, 10, 55)
    leadership, staff, customers = overview.columns
    assert [len(column.cards) for column in (leadership, staff, customers)] == [2, 1, 1]
    improve = overview.rows[1]
    assert [cell.notes for cell in improve.cells] == [6, 6, 6]
    assert [cell.percent for cell in improve.cells] == [75, 100, 100]


def test_struck_out_notes_are_not_counted(desk, session):
    sheet = make_table(make_gathering(session))
    write(sheet, Question.IMPROVE, "Shorter queues")
    write(sheet, Question.IMPROVE, "A slip", struck_out=True)
    assert desk.get(f"/s/{session.code}/").context["overview"].notes == 1


def test_open_link_shows_full_fives_while_it_is_open(desk, session):
    gathering = make_gathering(session, Perspective.CUSTOMERS, Style.OPEN_LINK, stage=Stage.WRITE)
    for _ in range(7):
        write(make_single(gathering), Question.IMPROVE, "Shorter queues")
    live = desk.get("/sessions/").context["live"][0]
    assert (live.groups, live.notes) == (5, 5)
    overview = desk.get(f"/s/{session.code}/").context["overview"]
    assert (overview.notes, overview.sheets) == (5, 5)


def test_counts_come_by_themselves_while_a_gathering_is_live(desk, session):
    path = f"/s/{session.code}/"
    assert "hx-trigger" not in desk.get(path).content.decode()
    gathering = make_gathering(session, stage=Stage.WRITE)
    assert desk.get(path).content.decode().count('hx-trigger="every 15s"') == 2
    write(make_table(gathering), Question.IMPROVE, "Shorter queues")
    part = desk.get(path, headers={"HX-Request": "true", "HX-Target": "section#notes"}).content.decode()
    assert part.strip().startswith("<section")
    assert '<span class="num">1</span>' in part


def test_live_gathering_stands_first(desk, organisation):
    quiet, live = make_session(organisation, title="Quiet"), make_session(organisation, title="Live one")
    make_gathering(live, stage=Stage.WRITE, name="Customer evening")
    make_session(organisation, title="Newest")
    response = desk.get("/sessions/")
    assert [row.session.title for row in response.context["rows"]][0] == "Live one"
    assert "Customer evening" in response.content.decode()
    assert quiet.code in response.content.decode()


def test_stranger_is_led_to_the_sign_in_page(client):
    assert client.get("/sessions/").headers["Location"] == "/sign-in/"


def test_member_of_nothing_sees_an_empty_desk(db):
    lone = make_member("Lone", make_organisation("Another"), Role.VIEWER)
    assert "As soon as somebody" in browser_of(lone).get("/sessions/").content.decode()
