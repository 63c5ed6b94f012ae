"""What the paths of tests/access/matrix.py name, and a browser for each of its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from gapsessions.accounts.actions import invite
from gapsessions.accounts.models import Invitation, Membership, Organisation, Role, User
from gapsessions.breakouts.access import cookie_name
from gapsessions.breakouts.helping import cookie_name as helper_cookie
from gapsessions.breakouts.models import Breakout, HelperLink
from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.method.vocabulary import SheetKind, Stage
from gapsessions.plan.models import Action, ActionOwner, Contact
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.sheets.models import Answer, Prediction, Sheet
from gapsessions.storage.codes import hash_of
from tests.access.matrix import NOTE, PREDICTION, ROLES, SHEET
from tests.factories.board import make_change, make_empty_proposal, make_report, make_theme
from tests.factories.imports import make_draft
from tests.factories.people import browser_of, make_member, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table
from tests.factories.shared import PREVIEW_TOKEN, freeze, make_share_link
from tests.factories.snapshots import make_snapshot

RECORD = {
    "themes": [
        {"name": "Waiting", "counts": [{"perspective": "staff", "question": "improve", "raised": 3, "of": 9}]},
    ]
}
SEATS = (
    ("participant", "MATRIXOPEN1", "MATRIXTABL2"),
    ("participant of another breakout", "MATRIXOPEN1", "MATRIXTABL3"),
    ("participant of another session", "MATRIXOTHER", ""),
)
"""Where the phones sit: role, gathering, table."""
Browsers = dict[str, Client]


@contextmanager
def world() -> Iterator[Browsers]:
    """Everything a path may name. Pages of paper are laid out, not printed: printing has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("preparing.handouts", "progress.one_page"):
            patch.setattr(f"gapsessions.facilitation.{module}.print_pages", _laid_out)
        organisation = make_organisation()
        people = {
            "facilitator": make_member("Fay", organisation),
            "owner": make_member("Olga", organisation, Role.OWNER),
            "viewer": make_member("Vera", organisation, Role.VIEWER),
        }
        _fill(organisation, people)
        yield _browsers(organisation, people)


def _laid_out(html: Callable[[frozenset[str]], str], **_look: object) -> bytes:
    """One empty page."""
    import pikepdf

    html(frozenset())
    file = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
    return file.getvalue()


def _fill(organisation: Organisation, people: dict[str, User]) -> None:
    fay, olga, vera = people["facilitator"], people["owner"], people["viewer"]
    Organisation.objects.filter(pk=organisation.pk).update(code="MATRIXORGAN", logo=b"a picture")
    organisation.refresh_from_db()
    Membership.objects.filter(user=vera).update(key="MATRIXVERAM")
    invitation, _token = invite(organisation=organisation, role=Role.VIEWER, email="new@example.org", by=olga)
    Invitation.objects.filter(pk=invitation.pk).update(key="MATRIXINVIT")
    session = make_session(organisation, code="MATRIXSESSN", follow_up_key="MATRIXMATRIXMATRIXMATR")
    gathering = make_gathering(session, key="MATRIXGATHR", code="BCDFGH")
    sheet = make_table(gathering, pk=SHEET)
    Answer.objects.create(pk=NOTE, sheet=sheet, question="improve", text="We wait")
    Prediction.objects.create(pk=PREDICTION, gathering=gathering, text="The queue")
    table = sheet.breakout
    table.key = "MATRIXTABLE"
    table.save()
    make_draft(session, fay, key="MATRIXDRAFT")
    Contact.objects.create(session=session, key="MATRIXCONTA", channel="email", address="cleo@example.org")
    mira = ActionOwner.objects.create(
        session=session,
        key="MATRIXOWNER",
        name="Mira",
        link_hash=hash_of("OfMirasHandsOfMira1234"),
        link_made_at=timezone.now(),
    )
    Action.objects.create(session=session, key="MATRIXACTIO", what="Call back", owner=mira)
    make_theme(session, key="MATRIXTHEME")
    SessionRecord.objects.create(organisation=organisation, key="MATRIXRECOR", title="Spring", figures=RECORD)
    SaidItem.objects.create(page=SaidPage.objects.create(session=session), key="MATRIXSAIDI", said="Waiting")
    make_empty_proposal(session, key="MATRIXPROPS")
    make_change(session, fay, key="MATRIXCHANG")
    make_report(session, key="MATRIXREPOR")
    frozen = freeze(session, make_snapshot(leaders=2, staff_tables=2, customer_tables=1, customer_singles=0, themes=4))
    make_share_link(session, frozen, key="MATRIXSHARE", downloads=True)
    make_share_link(session, frozen, PREVIEW_TOKEN, kind="preview")
    ParkedThought.objects.create(gathering=gathering, key="MATRIXPARKD", text="Will the branch close?")
    HelperLink.objects.create(gathering=gathering, key="MATRIXHELPR", name="Hana", token_hash="0" * 64)
    rehearsal = make_session(organisation, code="MATRIXREHEA", rehearsal_of=session)
    make_gathering(rehearsal, stage=Stage.LOBBY, key="MATRIXREHRM", code="BCDFGL")
    room = make_gathering(session, stage=Stage.WRITE, key="MATRIXOPEN1", code="BCDFGJ")
    for key in ("MATRIXTABL2", "MATRIXTABL3"):
        Breakout.objects.create(gathering=room, name=key, key=key)


def _browsers(organisation: Organisation, people: dict[str, User]) -> Browsers:
    """A browser for each role.

    The link holder helps at one table. Whoever was taken out of the organisation is still signed in; whoever was
    deactivated altogether is nobody (see below).
    """
    dora = make_member("Dora", organisation)
    people = {
        **people,
        "facilitator elsewhere": make_member("Oscar", make_organisation("Somebody Else")),
        "deactivated": dora,
        "taken out": make_member("Tom", organisation),
    }
    Membership.objects.filter(user=people["taken out"]).update(active=False)
    browsers = {role: browser_of(people[role]) if role in people else Client() for role in ROLES}
    dora.is_active = False
    dora.save()
    make_gathering(make_session(title="Another"), stage=Stage.WRITE, key="MATRIXOTHER", code="BCDFGK")
    for role, key, table in SEATS:
        gathering = Gathering.objects.get(key=key)
        _seat, token = take_seat(gathering=gathering, breakout=Breakout.objects.filter(key=table).first())
        browsers[role].cookies[cookie_name(key)] = token
    table = Breakout.objects.select_related("gathering").get(key="MATRIXTABL2")
    Sheet.objects.get_or_create(gathering=table.gathering, breakout=table, kind=SheetKind.TABLE)
    link = HelperLink.objects.create(
        gathering=table.gathering, key="MATRIXHELP2", name="Hugo", opened=True, token_hash=hash_of("of-hugos-browser")
    )
    link.breakouts.add(table)
    browsers["link holder"].cookies[helper_cookie("MATRIXHELP2")] = "of-hugos-browser"
    return browsers
