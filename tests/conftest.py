"""The cast: Fay facilitates, Lena leads, Sam is staff, Cleo is a customer, Oscar is an outsider."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from django.test import Client

from gapsessions.accounts.models import Organisation, Role, User
from gapsessions.breakouts import bursts
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets import activity, flood
from gapsessions.sheets.models import Sheet
from gapsessions.web import limits
from tests.factories.people import browser_of, make_member, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_single, make_table
from tests.redis import redis_server
from tests.surroundings import (
    django_db_keepdb,
    django_db_modify_db_settings,
    kept,
    pytest_collection_modifyitems,
    pytest_configure,
)

__all__ = [
    "django_db_keepdb",
    "django_db_modify_db_settings",
    "kept",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "redis_server",
]


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted by the minute or by ten is counted in one window: they begin with the clock's own, and a test in
    which one began would find half of what it did."""
    now = time.time()
    for module in (limits, flood, bursts, activity):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def organisation(db: None) -> Organisation:
    """Whose customers the exercise is about."""
    return make_organisation()


@pytest.fixture
def fay(organisation: Organisation) -> User:
    """Fay facilitates."""
    return make_member("Fay", organisation)


@pytest.fixture
def olga(organisation: Organisation) -> User:
    """Olga owns the organisation."""
    return make_member("Olga", organisation, Role.OWNER)


@pytest.fixture
def vera(organisation: Organisation) -> User:
    """Vera views: she may read everything and change nothing."""
    return make_member("Vera", organisation, Role.VIEWER)


@pytest.fixture
def desk(fay: User) -> Client:
    """A browser in which Fay is signed in; `browser_of(user)` of tests/factories/people.py gives anybody else's."""
    return browser_of(fay)


@pytest.fixture
def oscar(db: None) -> User:
    """Oscar facilitates elsewhere and must see nothing."""
    return make_member("Oscar", make_organisation("Somebody Else"))


@pytest.fixture
def session(organisation: Organisation) -> GapSession:
    """One run of the exercise, before anybody met."""
    return make_session(organisation)


@pytest.fixture
def lena(session: GapSession) -> Sheet:
    """Lena leads: she wrote an own sheet."""
    return make_single(make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS))


@pytest.fixture
def sam(session: GapSession) -> Sheet:
    """Sam is staff: the sheet of Sam's table."""
    return make_table(make_gathering(session, Perspective.STAFF))


@pytest.fixture
def cleo(session: GapSession) -> Sheet:
    """Cleo is a customer: the sheet of Cleo's table."""
    return make_table(make_gathering(session, Perspective.CUSTOMERS))
