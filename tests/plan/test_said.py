""" "You said, we did": chosen, worded, published by hand; and what the public page may show."""

from __future__ import annotations

import pytest
from django.test import Client

from gapsessions.disparity.models import QuoteMark
from gapsessions.method.vocabulary import Question
from gapsessions.plan.models import Action
from gapsessions.plan.said.actions import ItemWords, NothingToPublish, publish, tell, write
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.plan.said.queries import published_of
from gapsessions.sessions.actions import archive
from gapsessions.sessions.archive import SessionIsArchived
from gapsessions.themes.actions import create_theme, move_answers
from tests.factories.people import browser_of
from tests.factories.rooms import write as put

pytestmark = pytest.mark.django_db
SAID = "We waited forty minutes"


@pytest.fixture
def waiting(session, cleo, fay):
    theme = create_theme(session=session, name="Waiting on the phone")
    answer = put(cleo, Question.IMPROVE, SAID)[0]
    move_answers(answers=[answer.pk], to=theme, by=fay)
    return theme


def words_of(item, **said) -> dict[str, ItemWords]:
    return {item.key: ItemWords(**{"said": item.said, "did": item.did, "quote": item.quote, "place": 1, **said})}


def link(session) -> str:
    return f"/after/{session.follow_up_key}/"


def test_theme_comes_with_what_the_plan_says_of_it(session, waiting):
    Action.objects.create(session=session, what="Call back the same day.", theme_key=waiting.key, status="done")
    Action.objects.create(session=session, what="Never done", theme_key=waiting.key, status="dropped")
    assert tell(session=session, themes=[waiting.key, "nothing"]) == 1
    item = SaidItem.objects.get()
    assert (item.said, item.did) == ("Waiting on the phone", "Call back the same day.")
    assert tell(session=session, themes=[waiting.key]) == 0


def test_nothing_is_seen_before_a_person_publishes_it(session, waiting, desk):
    tell(session=session, themes=[waiting.key])
    item = SaidItem.objects.get()
    write(session=session, introduction="Thank you", items=words_of(item, said="Long waits", did="Two more people"))
    assert "Nothing is published" in Client().get(link(session)).text
    form = {
        "introduction": "Thank you",
        f"{item.key}-said": "Long waits",
        f"{item.key}-did": "Two more people",
        f"{item.key}-place": 1,
    }
    desk.post(f"/s/{session.code}/said/", {**form, "publish": 1})
    assert "Nothing is published" in Client().get(link(session)).text, "not without saying that it was read"
    desk.post(f"/s/{session.code}/said/", {**form, "publish": 1, "reviewed": "on"})
    page = Client().get(link(session))
    for words in ("Long waits", "Two more people", "Thank you"):
        assert words in page.text
    assert "Waiting on the phone" not in page.text
    assert SAID not in page.text


def test_what_is_written_on_is_seen_when_it_is_published_anew(session, waiting, fay):
    tell(session=session, themes=[waiting.key])
    item = SaidItem.objects.get()
    publish(session=session, by=fay)
    write(session=session, introduction="", items=words_of(item, did="Three more people"))
    assert "Three" not in Client().get(link(session)).text
    publish(session=session, by=fay)
    assert "Three more people" in Client().get(link(session)).text


def test_page_is_taken_off_the_net_and_stays_at_the_desk(session, waiting, fay, desk):
    tell(session=session, themes=[waiting.key])
    publish(session=session, by=fay)
    desk.post(f"/s/{session.code}/said/unpublish/")
    assert "Nothing is published" in Client().get(link(session)).text
    assert SaidItem.objects.get().said == "Waiting on the phone"


def test_public_page_names_the_organisation_alone_and_is_kept_nowhere(session, waiting, fay):
    tell(session=session, themes=[waiting.key])
    publish(session=session, by=fay)
    page = Client().get(link(session))
    assert session.organisation.name in page.text
    assert "Gap Sessions" not in page.text
    assert session.code not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Client().get("/after/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_quote_is_shown_only_while_it_is_picked(session, waiting, cleo, fay):
    tell(session=session, themes=[waiting.key])
    item, answer = SaidItem.objects.get(), cleo.answers.get()
    write(session=session, introduction="", items=words_of(item, quote=SAID))
    assert SaidItem.objects.get().quote == "", "nobody picked it"
    mark = QuoteMark.objects.create(answer=answer, standing="picked", redacted="We waited […] minutes")
    write(session=session, introduction="", items=words_of(item, quote="We waited […] minutes"))
    publish(session=session, by=fay)
    assert "We waited […] minutes" in Client().get(link(session)).text
    mark.standing = "withdrawn"
    mark.save()
    assert "We waited" not in Client().get(link(session)).text


def test_item_is_taken_off_and_put_back(session, waiting, desk):
    tell(session=session, themes=[waiting.key])
    item = SaidItem.objects.get()
    at = f"/s/{session.code}/said/"
    assert "undo:" in str(desk.post(f"{at}{item.key}/remove/", follow=True).context["messages"]._loaded_data[0].tags)
    assert "Waiting on the phone" in desk.get(at).text  # among the themes to choose from
    assert not published_of(session)
    desk.post(f"{at}{item.key}/restore/")
    assert SaidItem.objects.filter(removed=False).exists()


def test_empty_page_is_not_published(session, fay, desk):
    with pytest.raises(NothingToPublish):
        publish(session=session, by=fay)
    answer = desk.post(f"/s/{session.code}/said/", {"introduction": "", "publish": 1, "reviewed": "on"}, follow=True)
    assert "nothing to publish" in answer.text


def test_archived_session_is_not_written_on_but_can_go_off_the_net(session, waiting, fay, desk):
    tell(session=session, themes=[waiting.key])
    publish(session=session, by=fay)
    archive(session=session)
    with pytest.raises(SessionIsArchived):
        publish(session=session, by=fay)
    desk.post(f"/s/{session.code}/said/unpublish/")
    assert SaidPage.objects.get().published == {}


def test_viewer_and_outsider_write_nothing(session, waiting, vera, oscar):
    for person in (vera, oscar):
        browser = browser_of(person)
        assert browser.get(f"/s/{session.code}/said/").status_code == 404
        assert browser.post(f"/s/{session.code}/said/add/", {"theme": waiting.key}).status_code == 404
    assert not SaidItem.objects.exists()


def test_refused_form_keeps_what_was_typed(session, waiting, desk):
    tell(session=session, themes=[waiting.key])
    key = SaidItem.objects.get().key
    page = desk.post(f"/s/{session.code}/said/", {f"{key}-said": " ", f"{key}-did": "Typed long", f"{key}-place": "x"})
    assert page.status_code == 422
    assert "Typed long" in page.text
