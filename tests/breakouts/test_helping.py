"""A helper link opens once, for its tables alone, in one browser, until it is ended."""

from __future__ import annotations

import pytest

from gapsessions.breakouts import helping
from gapsessions.breakouts.models import HelperLink
from tests.factories.rooms import make_gathering


@pytest.fixture
def link(room, window):
    return helping.make_helper_link(gathering=room, name="Hana", breakouts=[window])


def held(made, token):
    return helping.helper_of_cookies({helping.cookie_name(made.key): token}, made.key)


def test_link_opens_once(link):
    made, secret = link
    opened, own = helping.open_helper_link(token=secret)
    assert opened == made
    assert helping.open_helper_link(token=secret) is None
    assert helping.open_helper_link(token=own) is None
    assert held(made, own) == made
    assert held(made, secret) is None


def test_secrets_are_kept_as_hashes(link):
    made, secret = link
    _opened, own = helping.open_helper_link(token=secret)
    kept = str(HelperLink.objects.values().get())
    assert secret not in kept
    assert own not in kept


def test_unopened_secret_is_no_cookie(link):
    made, secret = link
    assert held(made, secret) is None


def test_ended_link_helps_nobody_at_once(link, heard):
    made, secret = link
    _opened, own = helping.open_helper_link(token=secret)
    helping.end_helper_link(link=made)
    assert held(made, own) is None
    assert heard.ended == [f"helper:{made.key}"]
    helping.go_on(link=made)
    assert held(made, own) == made


def test_link_that_was_ended_unopened_does_not_open(link):
    made, secret = link
    helping.end_helper_link(link=made)
    assert helping.open_helper_link(token=secret) is None


def test_tables_of_other_rooms_are_left_out(room, window, session):
    elsewhere = make_gathering(session).breakouts.create(name="Elsewhere")
    made, _secret = helping.make_helper_link(gathering=room, name=" Hana \x00", breakouts=[window, elsewhere])
    assert list(made.breakouts.all()) == [window]
    assert made.name == "Hana"
    with pytest.raises(helping.HelperNeedsATable):
        helping.make_helper_link(gathering=room, name="Hana", breakouts=[elsewhere])
    with pytest.raises(helping.HelperNeedsAName):
        helping.make_helper_link(gathering=room, name="\u200b", breakouts=[window])
