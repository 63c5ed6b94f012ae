"""The matrix of tests/access/matrix.py, tried out: every URL x every method x every role."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from gapsessions.accounts.actions import invite
from gapsessions.accounts.models import Invitation, Membership, Organisation, Role
from gapsessions.breakouts.access import cookie_name
from gapsessions.breakouts.helping import cookie_name as helper_cookie
from gapsessions.breakouts.models import Breakout, HelperLink
from gapsessions.breakouts.seats import take_seat
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.gatherings.models import Gathering, ParkedThought
from gapsessions.live.channels import Visitor, channel, channel_names
from gapsessions.method.vocabulary import SheetKind, Stage
from gapsessions.plan.models import Action, ActionOwner, Contact
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.sheets.models import Answer, Prediction, Sheet
from gapsessions.storage.codes import hash_of
from tests.access.matrix import CHANNELS, METHODS, NOTE, PREDICTION, ROLES, ROWS, SHEET, Row
from tests.factories.board import make_change, make_empty_proposal, make_report, make_theme
from tests.factories.imports import make_draft
from tests.factories.people import browser_of, make_member
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


def names_of(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Every URL of a URLconf by its name; a URL without one is given by its pattern, which no row can hold."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            found += names_of(pattern.url_patterns, space)
        else:
            found.append(before + (pattern.name or f"without a name: {pattern.pattern}"))
    return found


@pytest.fixture
def world(organisation, fay, vera, olga, monkeypatch):
    """What the paths of the matrix name. Handouts are laid out, not printed: printing has tests of its own."""
    monkeypatch.setattr(
        "gapsessions.facilitation.preparing.handouts.print_pages", lambda html: html(frozenset()).encode()
    )
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
        link_hash=hash_of("of-miras-hands"),
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


@pytest.fixture
def clients(world, organisation, fay, olga, vera, oscar):
    """A browser for each role.

    The link holder helps at one table. Whoever was taken out of the organisation is still signed in; whoever was
    deactivated altogether is nobody (see below).
    """
    dora = make_member("Dora", organisation)
    people = {
        "facilitator": fay,
        "facilitator elsewhere": oscar,
        "deactivated": dora,
        "owner": olga,
        "viewer": vera,
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


def test_every_url_has_a_row():
    urls = names_of(get_resolver().url_patterns)
    assert sorted(urls) == sorted(ROWS)
    assert len(set(urls)) == len(urls)


def test_every_channel_has_a_row():
    assert channel_names() == sorted(CHANNELS)


@pytest.mark.parametrize("name", ROWS)
def test_url_answers_each_method_and_role_as_its_row_says(clients, name):
    row = ROWS[name]
    for role, client in clients.items():
        cookies = client.cookies.copy()
        for method in METHODS:
            with transaction.atomic():  # every try finds the world as it was
                response = client.generic(method, row.path)
                transaction.set_rollback(True)
            client.cookies = cookies.copy()
            cache.clear()
            assert (role, method, response.status_code) == (role, method, _expected(row, role, method))


def test_forbidden_looks_like_nothing_there(clients):
    seen = {
        (response.status_code, response.content)
        for client in clients.values()
        for response in (client.get("/nothing"), client.get("/s/BCDFGH/"), client.get("/%00"))
    }
    assert {status for status, _content in seen} == {404}
    assert len({_without_token(content) for _status, content in seen}) == 1


@pytest.mark.parametrize("name", CHANNELS)
def test_channel_admits_its_roles(clients, name):
    authorise = channel(name)
    assert authorise is not None
    path, roles = CHANNELS[name]
    for role, client in clients.items():
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        grant = authorise(Visitor(path=path, cookies=cookies, address="192.0.2.1"))
        assert (role, grant is not None) == (role, role in roles)


def test_deactivated_person_is_signed_out(clients):
    request = clients["deactivated"].get("/").wsgi_request
    assert not request.user.is_authenticated
    assert clients["facilitator"].get("/").wsgi_request.user.is_authenticated


def _expected(row: Row, role: str, method: str) -> int:
    # A method that an address does not have tells a stranger no more than its pattern, which is public.
    if method not in row.methods:
        return 405
    if role not in row.roles:
        return 404
    return row.instead.get(role, row.post if method == "POST" else row.get)


def _without_token(content: bytes) -> bytes:
    return b"\n".join(line for line in content.splitlines() if b"X-CSRFToken" not in line)
