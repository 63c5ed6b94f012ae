"""The people and organisations of the tests, made with as few words as a test needs."""

from __future__ import annotations

from django.test import Client

from gapsessions.accounts.models import Membership, Organisation, Role, User


def make_organisation(name: str = "Brightwater Clinics") -> Organisation:
    return Organisation.objects.create(name=name)


def make_user(name: str) -> User:
    """A user whose password nobody knows: hashing one takes longer than most tests."""
    return User.objects.create(name=name, email=f"{name.lower()}@example.org", password="unknown")


def make_member(name: str, organisation: Organisation, role: Role = Role.FACILITATOR) -> User:
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def browser_of(user: User) -> Client:
    """A browser in which this person is signed in."""
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser
