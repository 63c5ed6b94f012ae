"""What makes a compare page look again: its rooms, its themes, its own decisions; and who may hear it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from gapsessions.disparity import listening
from gapsessions.gatherings import topics
from gapsessions.live.channels import Visitor, channel
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.themes.stirring import topic_of as themes_of
from tests.factories.people import browser_of
from tests.factories.rooms import make_gathering, make_session, make_table, write

pytestmark = pytest.mark.django_db


def hears(browser, code):
    cookies = {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}
    return channel("compare")(Visitor(code, cookies, "10.0.0.1"))


def test_page_hears_the_rooms_the_themes_and_its_own_decisions(session, desk):
    rooms = [make_gathering(session, side) for side in Perspective]
    grant = hears(desk, session.code)
    assert grant.topics == {
        themes_of(session.code),
        listening.topic_of(session.code),
        *(topics.desk(room.key) for room in rooms),
    }


def test_outsiders_and_rehearsals_are_not_heard(session, organisation, oscar, desk):
    rehearsal = make_session(organisation, rehearsal_of=session)
    assert hears(browser_of(oscar), session.code) is None
    assert hears(desk, rehearsal.code) is None
    assert hears(desk, "nothing") is None


def test_decisions_stir_the_page(session, desk, monkeypatch):
    stirred = []
    for module in ("quoting.views", "asides.matching", "views"):
        monkeypatch.setattr(f"gapsessions.disparity.{module}.stir_comparison", stirred.append)
    note = write(make_table(make_gathering(session)), Question.IMPROVE, "We wait")[0]
    desk.post(reverse("quote-mark", args=[session.code, note.pk, "pick"]))
    desk.post(reverse("quote-withdraw", args=[session.code, note.pk]), {"reason": "asked"})
    desk.post(reverse("compare-headline", args=[session.code]), {"headline": "We keep people waiting."})
    assert stirred == [session] * 3
