"""Members: owners change roles and take people out; somebody always stays an owner."""

from __future__ import annotations

import re

import pytest

from gapsessions.accounts.actions import LastOwner, change_role, deactivate
from gapsessions.accounts.models import Membership, Role
from gapsessions.live.broker import InProcessBroker
from tests.factories.people import browser_of, make_member, make_organisation

pytestmark = pytest.mark.django_db


def place(organisation, member, verb):
    key = Membership.objects.get(user=member, organisation=organisation).key
    return f"/organisations/{organisation.code}/members/{key}/{verb}/"


def test_taken_out_member_sees_nothing_and_undo_lets_them_in_again(olga, fay, organisation, session):
    owner, theirs = browser_of(olga), browser_of(fay)
    response = owner.post(place(organisation, fay, "out"), follow=True)
    undo = place(organisation, fay, "in")
    assert f'action="{undo}"' in response.content.decode()
    assert theirs.get(f"/s/{session.code}/").status_code == 404
    owner.post(undo)
    assert theirs.get(f"/s/{session.code}/").status_code == 200


def test_last_owner_can_neither_leave_nor_become_less(olga, organisation):
    membership = Membership.objects.get(user=olga)
    with pytest.raises(LastOwner):
        deactivate(membership=membership)
    with pytest.raises(LastOwner):
        change_role(membership=membership, role=Role.VIEWER)
    page = browser_of(olga).post(place(organisation, olga, "out"), follow=True)
    assert "Make somebody else an owner first" in page.content.decode()


def test_one_of_two_owners_may_leave(olga, organisation):
    make_member("Otto", organisation, Role.OWNER)
    deactivate(membership=Membership.objects.get(user=olga))
    assert not Membership.objects.get(user=olga).active


def test_deactivated_owner_does_not_count_as_one(olga, organisation):
    otto = make_member("Otto", organisation, Role.OWNER)
    otto.is_active = False
    otto.save()
    with pytest.raises(LastOwner):
        deactivate(membership=Membership.objects.get(user=olga))


def test_role_is_changed_by_an_owner_alone(olga, fay, vera, organisation):
    path = place(organisation, vera, "role")
    assert browser_of(fay).post(path, {"role": "owner"}).status_code == 404
    browser_of(olga).post(path, {"role": "facilitator"})
    assert Membership.objects.get(user=vera).role == Role.FACILITATOR


def test_role_nobody_knows_changes_nothing(olga, vera, organisation):
    browser_of(olga).post(place(organisation, vera, "role"), {"role": "emperor"})
    assert Membership.objects.get(user=vera).role == Role.VIEWER


def test_losing_a_right_ends_open_streams(fay, olga, monkeypatch, django_capture_on_commit_callbacks):
    ended = []
    monkeypatch.setattr(InProcessBroker, "revoke", lambda broker, listener: ended.append(listener))
    with django_capture_on_commit_callbacks(execute=True):
        deactivate(membership=Membership.objects.get(user=fay))
    assert ended == [f"user:{fay.pk}"]


def test_facilitator_sees_members_and_no_way_to_change_them(fay, olga, organisation):
    page = browser_of(fay).get(f"/organisations/{organisation.code}/").content.decode()
    assert "Olga" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_owner_helps_a_member_to_a_new_password(olga, vera, organisation, client):
    page = browser_of(olga).post(place(organisation, vera, "password")).content.decode()
    link = re.search(r"/password/[0-9a-z]+-[0-9a-z-]+/", page)
    assert link
    assert client.get(link[0]).status_code == 302
    assert "Choose a password" in client.get(link[0], follow=True).content.decode()


def test_owner_gets_no_link_to_somebody_elses_organisation(olga, vera, organisation):
    elsewhere = make_organisation("Somebody Else")
    Membership.objects.create(user=vera, organisation=elsewhere, role=Role.VIEWER)
    page = browser_of(olga).post(place(organisation, vera, "password"), follow=True).content.decode()
    assert "also belongs to an organisation that you do not own" in page
    assert not re.search(r"/password/[0-9a-z]+-[0-9a-z-]+/", page)
