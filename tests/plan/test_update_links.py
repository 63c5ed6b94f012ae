"""Update links: whoever has one says how far their own actions are, and sees nothing else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gapsessions.plan.actions import add_action, set_status
from gapsessions.plan.links import TRIES, NoLastingLink, end_link, make_link
from gapsessions.plan.models import Action, ActionOwner, ActionStatus
from tests.plan.test_pages import SENDABLE, text_of

pytestmark = pytest.mark.django_db
PUBLIC = "https://gaps.example.org"


@pytest.fixture(autouse=True)
def public(settings):
    settings.PUBLIC_URL = PUBLIC
    cache.clear()


@pytest.fixture
def action(session, fay):
    add_action(session=session, what="Somebody else's", owner="Tom Osei", by=fay)
    return add_action(session=session, what="Call back the same day", owner="Mira Holt", by=fay)


@pytest.fixture
def address(action):
    return f"/do/{make_link(owner=action.owner)}/"


def answer_to(action, phone, address, **fields):
    sent = {f"{action.key}-status": "under_way", f"{action.key}-note": "Two teams do"}
    return phone.post(address, sent | {f"{action.key}-seen": "1"} | fields)


def test_link_is_shown_once_and_kept_as_a_digest(desk, action):
    answer = desk.post(f"/s/{action.session.code}/plan/owners/{action.owner.key}/link/")
    page = answer.content.decode()
    token = page.partition(f"{PUBLIC}/do/")[2].partition("/")[0]
    assert len(token) == 22, "128 bits"
    assert Client().get(f"/do/{token}/").status_code == 200
    assert token not in str(ActionOwner.objects.values())
    assert token not in desk.get(f"/s/{action.session.code}/plan/actions/").content.decode()


def test_without_an_address_that_lasts_no_link_is_made(desk, action, settings):
    settings.PUBLIC_URL = ""
    with pytest.raises(NoLastingLink):
        make_link(owner=action.owner)
    page = desk.get(f"/s/{action.session.code}/plan/actions/")
    assert "no public address" in text_of(page)
    desk.post(f"/s/{action.session.code}/plan/owners/{action.owner.key}/link/")
    assert not ActionOwner.objects.exclude(link_hash="").exists()


def test_owner_sees_own_actions_and_nothing_else(address, action, client):
    page = client.get(address)
    shown = page.content.decode()
    assert "Call back the same day" in shown
    for secret in ("Somebody else", "Tom Osei", action.session.title, "Gap Sessions"):
        assert secret not in shown


def test_page_is_kept_and_listed_by_nobody(address, client):
    for answer in (client.get(address), client.post(address, {"action": "nothing"}), client.get("/do/nothing/")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get(address).headers["Referrer-Policy"] == "same-origin", "nothing is told to another site"


def test_owner_says_how_far_it_is(address, action, client):
    assert answer_to(action, client, address).headers["Location"] == address
    action.refresh_from_db()
    assert (action.status, action.note, action.version) == ("under_way", "Two teams do", 2)
    assert "Thank you. It is saved." in text_of(client.get(address))


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"note": "x" * 1001}, {"seen": ""}, {"seen": "x"}])
def test_what_cannot_be_kept_is_said_beside_it(address, action, client, wrong):
    answer = answer_to(action, client, address, **{f"{action.key}-{name}": value for name, value in wrong.items()})
    assert answer.status_code == 422
    action.refresh_from_db()
    assert action.version == 1


def test_two_who_write_at_once_lose_nothing(address, action, client):
    set_status(action=action, status=ActionStatus.DONE, seen=1)
    answer = answer_to(action, client, address)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody has changed this meanwhile" in page
    assert "Two teams do" in page, "what was typed is still there"
    assert answer_to(action, client, address, **{f"{action.key}-seen": "2"}).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.note) == ("under_way", "Two teams do")


def test_action_of_somebody_else_is_not_there(address, action, client):
    other = Action.objects.exclude(pk=action.pk).get()
    assert answer_to(other, client, address).status_code == 404
    other.refresh_from_db()
    assert other.version == 1


def test_one_press_saves_every_card_that_was_touched(address, action, client, session):
    second = add_action(session=session, what="Answer letters", owner="Mira Holt", by=None)
    untouched = add_action(session=session, what="Paint the hall", owner="Mira Holt", by=None)
    sent = {}
    for one, status, note in ((action, "done", "All of it"), (second, "under_way", ""), (untouched, "planned", "")):
        said = {"status": status, "note": note, "seen": "1", "was_status": "planned", "was_note": ""}
        sent |= {f"{one.key}-{name}": value for name, value in said.items()}
    # Somebody at the desk is faster at the card that stays as it was: that is no conflict.
    set_status(action=untouched, status=ActionStatus.DROPPED, seen=1)
    assert client.post(address, sent).status_code == 302
    now = Action.objects.filter(owner=action.owner).order_by("pk").values_list("status", "note", "version")
    assert list(now) == [("done", "All of it", 2), ("under_way", "", 2), ("dropped", "", 2)]


def test_what_one_card_lacks_takes_nothing_from_the_others(address, action, client, session):
    second = add_action(session=session, what="Answer letters", owner="Mira Holt", by=None)
    answer = answer_to(action, client, address, **{f"{second.key}-status": "lost", f"{second.key}-seen": "1"})
    assert answer.status_code == 422
    action.refresh_from_db()
    assert action.note == "Two teams do"


def test_removed_action_is_not_there(address, action, client):
    Action.objects.filter(pk=action.pk).update(removed_at=timezone.now())
    assert answer_to(action, client, address).status_code == 404
    assert "Nothing is yours right now" in text_of(client.get(address))


def test_new_link_ends_the_one_before_and_ending_ends_it(address, action, client):
    newer = f"/do/{make_link(owner=action.owner)}/"
    assert (client.get(address).status_code, client.get(newer).status_code) == (404, 200)
    end_link(owner=action.owner)
    assert client.get(newer).status_code == 404


def test_forbidden_looks_like_nothing_there(address, client):
    def bare(answer):
        return b"\n".join(line for line in answer.content.splitlines() if b"X-CSRFToken" not in line)

    assert bare(client.get("/do/nothing/")) == bare(client.get("/nothing/"))


def test_guessing_ends_and_whoever_was_here_before_goes_on(address, action, client):
    other = f"/do/{make_link(owner=ActionOwner.objects.exclude(pk=action.owner.pk).get())}/"
    assert client.get(address).status_code == 200
    for number in range(TRIES.allowed):
        assert client.get(f"/do/guess{number}/").status_code == 404
    assert client.get(other).status_code == 404, "a link that never opened from here is not looked up any more"
    assert client.get(address).status_code == 200
    assert client.get(other, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_link_of_an_archived_session_reads_and_changes_nothing(address, action, client):
    action.session.archived_at = timezone.now()
    action.session.save()
    assert "it can be read, not changed" in text_of(client.get(address))
    assert answer_to(action, client, address).status_code == 409
    action.refresh_from_db()
    assert action.version == 1


@pytest.mark.parametrize("text", SENDABLE)
def test_hostile_words_stay_words(address, action, client, text):
    assert answer_to(action, client, address, **{f"{action.key}-note": text}).status_code == 302
    shown = client.get(address).content.decode()
    for raw in ("<script>alert(1)", "<img src=", "<style>@import", "<object data", '<link rel="attachment'):
        assert raw not in shown
    action.refresh_from_db()
    assert action.note


def test_page_speaks_the_language_of_the_session(address, action, client):
    assert '<html lang="en"' in client.get(address).content.decode()
