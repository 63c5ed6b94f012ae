"""Signing in: one reply for everybody who is wrong, an end to guessing, and no way to lock an owner out."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gapsessions.accounts.models import User
from gapsessions.live.broker import InProcessBroker
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long quiet sentence"


@pytest.fixture(autouse=True)
def fresh_budgets():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def fay(fay):
    fay.set_password(PASSWORD)
    fay.save()
    return fay


def sign_in(browser, email="fay@example.org", password=PASSWORD, **extra):
    return browser.post("/sign-in/", {"login": email, "password": password}, **extra)


def words(response):
    """The page without what differs from request to request."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", response.content.decode())
    return re.sub(r'name="login" type="email" value="[^"]*"', "", page)


def test_right_password_leads_to_the_desk(client, fay):
    response = sign_in(client, email=" FAY@example.org ")
    assert (response.status_code, response.headers["Location"]) == (302, "/sessions/")
    assert client.get("/sessions/").status_code == 200


def test_wrong_password_and_unknown_address_get_the_same_page(client, fay):
    wrong = sign_in(client, password="something else entirely")
    unknown = sign_in(client, email="nobody@example.org")
    assert "The address or the password is not right." in wrong.content.decode()
    assert words(wrong) == words(unknown)


def test_guessing_ends_for_the_address_it_comes_from(client, fay):
    for _ in range(20):
        sign_in(client, password="guess")
    assert "Too many wrong passwords" in sign_in(client).content.decode()
    elsewhere = sign_in(Client(REMOTE_ADDR="198.51.100.7"))
    assert elsewhere.status_code == 302


def test_nobody_locks_an_owner_out_from_behind_the_same_router(fay):
    own = Client()
    sign_in(own)
    own.post("/sign-out/")
    stranger = Client()
    for _ in range(25):
        sign_in(stranger, password="guess")
    assert sign_in(stranger).status_code == 200
    assert sign_in(own).status_code == 302


def test_known_browser_of_one_person_gives_no_budget_for_another(fay, oscar):
    own = Client()
    sign_in(own)
    own.post("/sign-out/")
    for _ in range(20):
        sign_in(Client(), email="oscar@example.org", password="guess")
    assert "Too many wrong passwords" in sign_in(own, email="oscar@example.org", password="guess").content.decode()


def test_changed_password_ends_other_sessions(fay):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "another long quiet sentence"
    changed = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 404


def test_changed_password_and_signing_out_end_open_streams(fay, monkeypatch, django_capture_on_commit_callbacks):
    """quality.md 14: a stream asks for its right once, when it opens."""
    ended: list[str] = []
    monkeypatch.setattr(InProcessBroker, "revoke", lambda broker, listener: ended.append(listener))
    here, new = Client(), "another long quiet sentence"
    sign_in(here)
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert ended == [f"user:{fay.pk}"]
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/sign-out/")
    assert ended == [f"user:{fay.pk}"] * 2


def test_nobody_signs_up(client):
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/account/signup/"):
        assert client.get(path).status_code == 404


def test_forgotten_password_is_answered_alike_and_mailed_once(client, fay, settings, monkeypatch):
    settings.PUBLIC_URL, settings.MAIL_WORKS = "https://gaps.example.org", True
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    known = client.post("/password/", {"email": "fay@example.org"})
    unknown = client.post("/password/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [letter.to for letter in mail.outbox] == [["fay@example.org"]]
    link = re.search(r"https://gaps\.example\.org(/password/\S+)", mail.outbox[0].body)
    assert link
    _choose(client, link[1], "a third long quiet sentence")
    assert sign_in(Client(), password="a third long quiet sentence").status_code == 302
    assert "This link has ended" in Client().get(link[1], follow=True).content.decode()


def test_no_letter_goes_out_without_a_public_address(client, fay, monkeypatch):
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    client.post("/password/", {"email": "fay@example.org"})
    assert mail.outbox == []
    assert "This server sends no e-mail" in client.get("/password/").content.decode()


def test_link_from_the_terminal_chooses_a_password(client, fay, capsys):
    from django.core.management import call_command

    call_command("password_link", "Fay@example.org", skip_checks=True)
    link = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    _choose(client, link, "a third long quiet sentence")
    assert sign_in(Client(), password="a third long quiet sentence").status_code == 302


def test_second_step_asks_for_a_code(fay):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    browser = Client()
    sign_in(browser)
    confirm = browser.get("/account/two-steps/on/").headers["Location"]
    assert "not your password" in browser.post(confirm, {"password": "a guess"}).content.decode()
    page = browser.get(browser.post(confirm, {"password": PASSWORD}).headers["Location"])
    assert page.context["totp_svg"].startswith("M4 4h1v1h-1z")
    secret = page.context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, max(auth.yield_hotp_counters_from_time())))
    assert browser.post("/account/two-steps/on/", {"code": code}).headers["Location"] == "/account/spare-codes/"
    spare = browser.get("/account/spare-codes/").context["unused_codes"][0]
    assert Authenticator.objects.filter(user=fay).count() == 2

    other = Client()
    assert sign_in(other).headers["Location"] == "/sign-in/code/"
    assert other.get("/account/").status_code == 404
    assert "That code is not right" in other.post("/sign-in/code/", {"code": "000000"}).content.decode()
    assert other.post("/sign-in/code/", {"code": spare}).headers["Location"] == "/sessions/"
    assert other.get("/account/").status_code == 200


def test_second_step_is_changed_only_after_the_password_again(fay):
    browser = browser_of(fay)  # signed in, but not with a password in this session
    assert browser.get("/account/two-steps/on/").headers["Location"].startswith("/account/confirm/")


def test_sign_in_leads_nowhere_else(client, fay):
    response = client.post(
        "/sign-in/?next=https://evil.example.org/", {"login": "fay@example.org", "password": PASSWORD}
    )
    assert response.headers["Location"] == "/sessions/"


def test_short_password_is_refused(client, fay, capsys):
    from django.core.management import call_command

    call_command("password_link", "fay@example.org", skip_checks=True)
    link = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    page = _choose(client, link, "short")
    assert "at least 12 characters" in page.content.decode()
    assert User.objects.get(pk=fay.pk).check_password(PASSWORD)


def _choose(browser, link, password):
    there = browser.get(link).headers["Location"]
    return browser.post(there, {"password1": password, "password2": password})


def test_every_page_of_the_library_has_our_look(client):
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive"):
        page = client.get(reverse(name)).content.decode()
        assert 'class="entrance' in page


def test_letters_to_one_address_are_few_and_the_refusal_is_alike(client, fay, settings):
    settings.PUBLIC_URL, settings.MAIL_WORKS = "https://gaps.example.org", True
    for address in ("fay@example.org", "nobody@example.org"):
        answers = [client.post("/password/", {"email": address}) for _ in range(7)]
        assert [answer.status_code for answer in answers] == [302] * 6 + [429]
        assert "Wait a few minutes" in answers[-1].content.decode()
