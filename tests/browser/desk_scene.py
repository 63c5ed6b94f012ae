"""Sessions at a desk, set inside the server the tests look at (`Venue.play`); each gives its code and who is in."""

from __future__ import annotations

from django.utils import timezone

from gapsessions.accounts.models import Organisation, Role, User
from gapsessions.breakouts.actions import add_breakouts
from gapsessions.gatherings.actions import open_gathering
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.plan.models import Action
from gapsessions.sessions.actions import open_session
from tests.browser.board_scene import Scene, cookie_of
from tests.factories.compared import make_compared_session
from tests.factories.people import make_member, make_organisation
from tests.factories.plans import make_worked_session
from tests.factories.rooms import make_session
from tests.factories.shared import freeze, make_share_link
from tests.factories.snapshots import make_snapshot


def opened() -> Scene:
    """A session without gatherings."""
    bank, ruth = _owned()
    return _told(open_session(organisation=bank, title="Autumn review").code, ruth)


def prepared() -> Scene:
    """A gathering of customers in its lobby, with two tables."""
    bank, ruth = _owned()
    session = open_session(organisation=bank, title="Autumn review")
    made = open_gathering(
        session=session,
        perspective=Perspective.CUSTOMERS,
        style=Style.TABLES,
        name="Customer evening",
        silent_minutes=0,
    )
    add_breakouts(gathering=made, names=["Piano table", "Stage table"])
    return _told(session.code, ruth) | {"room": made.key, "join": made.code}


def compared() -> Scene:
    """A session whose three perspectives are compared."""
    clinics = make_organisation()
    fay = make_member("Fay", clinics)
    return _told(make_compared_session(clinics, fay).code, fay)


def worked() -> Scene:
    """A session whose themes wait for their place in the plan."""
    clinics = Organisation.objects.create(name="Brightwater Clinics", accent="#0b5c4a")
    fay = make_member("Fay", clinics)
    return _told(make_worked_session(clinics, fay).code, fay)


def revealed() -> Scene:
    """A frozen version with one open link."""
    bank, ruth = _owned()
    session = make_session(bank, "Autumn review", code="REVEALREVEAL", themes_closed_at=timezone.now())
    make_share_link(session, freeze(session, make_snapshot(themes=12)), label="Board", downloads=True)
    return _told(session.code, ruth)


def decided() -> list[list[str]]:
    """What the plan holds: what will be done, by whom, until when."""
    return [[one.what, one.owner.name if one.owner else "", str(one.due)] for one in Action.objects.all()]


def _owned() -> tuple[Organisation, User]:
    bank = make_organisation("Tarnwell Bank")
    return bank, make_member("Ruth", bank, Role.OWNER)


def _told(code: str, person: User) -> Scene:
    return {"code": code, "cookie": cookie_of(person)}
