"""Invitations: one person, one organisation, once; and the first owner of a fresh machine."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from gapsessions.accounts.actions import InvitationHasEnded, accept, invite, invite_first_owner, withdraw
from gapsessions.accounts.models import Invitation, Membership, Organisation, Role, User
from tests.factories.people import browser_of, make_organisation, make_user

pytestmark = pytest.mark.django_db
NEW = {"name": "Nora", "email": "nora@example.org", "password": "a long quiet sentence"}


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def invited(organisation, olga):
    return invite(organisation=organisation, role=Role.FACILITATOR, email="Nora@example.org", by=olga)


def test_only_the_hash_of_the_link_is_kept(invited):
    invitation, token = invited
    assert len(token) >= 22  # 128 bits
    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_invited_person_joins_once(client, organisation, invited):
    _invitation, token = invited
    response = client.post(f"/invitation/{token}/", NEW)
    assert response.headers["Location"] == "/sessions/"
    membership = Membership.objects.get(user__email="nora@example.org", organisation=organisation)
    assert membership.role == Role.FACILITATOR
    assert client.get("/sessions/").status_code == 200
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_invitation_is_for_its_address_alone(client, invited):
    _invitation, token = invited
    client.post(f"/invitation/{token}/", NEW | {"email": "somebody.else@example.org"})
    assert not User.objects.filter(email="somebody.else@example.org").exists()
    assert User.objects.filter(email="nora@example.org").exists()


def test_signed_in_person_joins_with_the_account_they_have(organisation, olga):
    nora = make_user("Nora")
    _invitation, token = invite(organisation=organisation, role=Role.VIEWER, email="nora@example.org", by=olga)
    browser = browser_of(nora)
    assert "nora@example.org" in browser.get(f"/invitation/{token}/").content.decode()
    browser.post(f"/invitation/{token}/")
    assert Membership.objects.get(user=nora, organisation=organisation).role == Role.VIEWER


def test_invitation_for_another_address_is_not_taken_by_whoever_is_signed_in(invited, oscar, organisation):
    _invitation, token = invited
    page = browser_of(oscar).post(f"/invitation/{token}/")
    assert "another address" in page.content.decode()
    assert not Membership.objects.filter(user=oscar, organisation=organisation).exists()


def test_known_address_is_not_given_away(client, organisation, olga):
    make_user("Nora")
    _invitation, token = invite(organisation=organisation, role=Role.VIEWER, email="nora@example.org", by=olga)
    page = client.post(f"/invitation/{token}/", NEW)
    assert "sign in first" in page.content.decode()
    assert not Membership.objects.filter(user__email="nora@example.org").exists()


def test_invitation_ends_after_a_week_and_when_it_is_withdrawn(client, invited, organisation, olga):
    invitation, token = invited
    Invitation.objects.filter(pk=invitation.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/invitation/{token}/").status_code == 404
    other, token = invite(organisation=organisation, role=Role.VIEWER, email="nora@example.org", by=olga)
    withdraw(invitation=other)
    assert client.get(f"/invitation/{token}/").status_code == 404
    with pytest.raises(InvitationHasEnded):
        accept(invitation=other, user=make_user("Nora"))


def test_newer_invitation_ends_the_older_one(client, organisation, olga, invited):
    _older, token = invited
    invite(organisation=organisation, role=Role.FACILITATOR, email="nora@example.org", by=olga)
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_owner_is_not_made_less_by_an_invitation(organisation, olga, fay):
    Membership.objects.filter(user=fay).update(role=Role.OWNER)
    invitation, _token = invite(organisation=organisation, role=Role.VIEWER, email=olga.email, by=fay)
    assert accept(invitation=invitation, user=olga).role == Role.OWNER


def test_link_is_shown_once_where_no_mail_is_sent(olga, organisation):
    browser = browser_of(olga)
    page = browser.post(f"/organisations/{organisation.code}/invite/", {"email": "nora@example.org", "role": "viewer"})
    link = re.search(r"/invitation/[\w-]{22}/", page.content.decode())
    assert link
    assert "This link works on this network" in page.content.decode()
    assert link[0] not in browser.get(f"/organisations/{organisation.code}/").content.decode()
    assert Client().get(link[0]).status_code == 200


def test_link_that_works_on_this_machine_only_says_so(olga, organisation):
    page = browser_of(olga).post(
        f"/organisations/{organisation.code}/invite/",
        {"email": "nora@example.org", "role": "viewer"},
        headers={"host": "localhost:8000"},
    )
    assert "works on this machine only" in page.content.decode()


def test_link_carries_the_public_address(olga, organisation, settings):
    settings.PUBLIC_URL = "https://gaps.example.org"
    page = browser_of(olga).post(
        f"/organisations/{organisation.code}/invite/", {"email": "nora@example.org", "role": "viewer"}
    )
    assert "https://gaps.example.org/invitation/" in page.content.decode()


def test_first_start_invites_an_owner_until_there_is_one(client):
    printed = StringIO()
    call_command("first_owner", address="http://localhost:8000", stdout=printed, skip_checks=True)
    link = re.search(r"http://localhost:8000(/invitation/\S+)", printed.getvalue())
    assert link
    sample = make_organisation("Tarnwell Bank")
    response = client.post(link[1], NEW | {"organisation": "Brightwater Clinics"})
    assert response.status_code == 302
    nora = User.objects.get(email="nora@example.org")
    assert set(nora.organisations.values_list("name", flat=True)) == {"Brightwater Clinics", sample.name}
    assert set(nora.memberships.values_list("role", flat=True)) == {Role.OWNER}
    again = StringIO()
    call_command("first_owner", stdout=again, skip_checks=True)
    assert again.getvalue() == ""


def test_first_owner_link_is_renewed_by_the_next_start():
    first = invite_first_owner()
    second = invite_first_owner()
    assert first
    assert second
    assert Organisation.objects.count() == 1
    assert Client().get(f"/invitation/{first[1]}/").status_code == 404
    assert Client().get(f"/invitation/{second[1]}/").status_code == 200


def test_short_password_is_refused_beside_its_field(client, invited):
    _invitation, token = invited
    page = client.post(f"/invitation/{token}/", NEW | {"password": "short"})
    assert page.context["form"].errors.keys() == {"password"}
