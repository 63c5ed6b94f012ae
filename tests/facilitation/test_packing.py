"""A session's file is packed by the worker, fetched within its hour, and gone after it."""

from __future__ import annotations

import gzip

import pytest
from django.utils import timezone

from gapsessions.facilitation.session_file.models import PackedFile
from gapsessions.facilitation.session_file.packing import GIVEN_UP, KEPT, forget_packed
from gapsessions.facilitation.session_file.tasks import pack_session
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from tests.factories.rooms import make_gathering
from tests.factories.whole import make_whole_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(organisation, fay) -> GapSession:
    return make_whole_session(organisation, fay)


def test_file_is_packed_by_the_worker_and_fetched_when_it_is_there(whole, desk):
    at = f"/s/{whole.code}/file/"
    assert desk.get(f"{at}download/").headers["Location"] == at
    for _ in range(2):
        assert desk.post(f"{at}pack/", {"contacts": "on"}).headers["Location"] == at
    wish = PackedFile.objects.get()
    page = desk.get(at).text
    assert f'data-poll="{at}"' in page
    assert "Packing the session" in page
    assert desk.get(f"{at}download/").headers["Location"] == at, "half a file is given to nobody"
    for _ in range(2):
        pack_session.func(wish.pk)
    part = desk.get(at, headers={"HX-Request": "true", "HX-Target": "form%23packing"}).text
    assert "Save the file" in part
    assert "The contact list is in it." in part
    assert "data-poll" not in part
    assert b"cleo@example.org" in gzip.decompress(desk.get(f"{at}download/").content)
    desk.post(f"{at}pack/")
    assert not PackedFile.objects.get().contacts, "another file takes the place of the one before"


def test_packed_file_goes_after_an_hour_and_with_its_session(whole, desk):
    at = f"/s/{whole.code}/file/"
    desk.post(f"{at}pack/")
    pack_session.func(PackedFile.objects.get().pk)
    assert forget_packed() == 0
    PackedFile.objects.update(asked_at=timezone.now() - KEPT)
    assert "Pack the file" in desk.get(at).text
    assert desk.get(f"{at}download/").headers["Location"] == at
    assert forget_packed() == 1
    desk.post(f"{at}pack/")
    erase_session(session=whole)
    assert not PackedFile.objects.exists()


def test_packing_that_fails_says_so_and_can_be_asked_for_again(whole, desk):
    at = f"/s/{whole.code}/file/"
    desk.post(f"{at}pack/")
    make_gathering(whole, stage=Stage.WRITE, code="KVTRMD", name="Tuesday")
    pack_session.func(PackedFile.objects.get().pk)
    assert PackedFile.objects.get().state == "failed"
    Gathering.objects.filter(name="Tuesday").delete()
    page = desk.get(at).text
    assert "Tuesday" in page
    assert "Pack the file" in page
    PackedFile.objects.update(state="running", asked_at=timezone.now() - GIVEN_UP)
    desk.post(f"{at}pack/")
    assert PackedFile.objects.get().state == "waiting", "what a dead worker left is asked for anew"
