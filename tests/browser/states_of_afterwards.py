"""What follows a session, in states that an address alone does not show: waves, what was told, files and keeping."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.models import QuoteMark
from gapsessions.disparity.standing import keep_comparison
from gapsessions.facilitation.session_file.models import PackedFile
from gapsessions.plan.models import Contact
from gapsessions.plan.said.actions import ItemWords, publish, tell, write
from gapsessions.plan.said.models import SaidItem
from gapsessions.plan.waves.actions import propose_matches
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.actions import close_themes
from tests.factories.people import browser_of
from tests.factories.waves import make_waves

LONG = "Wartezeiten in der Telefonwarteschlange, beim Rückruf und am Schalter des Kundendienstzentrums"


def states_of_afterwards(album: Any, organisation: Organisation, fay: User, olga: User) -> None:
    """Every state below, each made once."""
    fays, owner = browser_of(fay), browser_of(olga)
    _last, now = make_waves(organisation, fay)
    at = f"/s/{now.code}"
    album.keep("wave, themes open", fays.get(f"{at}/wave/"))
    propose_matches(session=now)
    album.keep("wave, proposed", fays.get(f"{at}/wave/"))
    fays.post(f"{at}/wave/matches/", _chosen(now))
    close_themes(session=now)
    now.refresh_from_db()
    keep_comparison(session=now)
    album.keep("wave, told", fays.get(f"{at}/wave/"))
    _said(album, now, fays, fay)
    Contact.objects.create(session=now, channel="email", often="yearly", address="cleo@example.org")
    album.keep("session file, with contacts", fays.get(f"{at}/file/"))
    fays.post(f"{at}/file/pack/")
    album.keep("session file, being packed", fays.get(f"{at}/file/"))
    PackedFile.objects.update(state="ready", name="autumn.gapsession", data=b"x" * 120_000)
    album.keep("session file, packed", fays.get(f"{at}/file/"))
    hostile = {"organisation": organisation.code, "file": SimpleUploadedFile("a.gapsession", b"PK")}
    album.keep("session file, refused", owner.post("/sessions/bring/", hostile), 422)
    album.keep("kept until, refused", owner.post(f"{at}/keep/", {"until": "2001-01-01"}), 422)
    GapSession.objects.filter(pk=now.pk).update(keep_until=timezone.localdate() + timedelta(days=9))
    album.keep("erased soon, on the list", owner.get("/sessions/"))
    album.keep("erased soon, on its page", owner.get(f"{at}/"))
    album.keep("keeping", owner.get(f"/organisations/{organisation.code}/keeping/"))


def _chosen(now: GapSession) -> dict[str, str]:
    matches = [match for theme in now.themes.all() for match in theme.matches.all()]
    return {f"match-{match.theme.key}": match.earlier.key for match in matches}


def _said(album: Any, now: GapSession, fays: Client, fay: User) -> None:
    at, link = f"/s/{now.code}/said/", f"/after/{now.follow_up_key}/"
    album.keep("said, nothing chosen", fays.get(at))
    album.keep("said, nothing published", Client().get(link))
    theme = now.themes.get(name="Long waits")
    answer = Answer.objects.filter(placements__theme=theme).first()
    QuoteMark.objects.create(answer=answer, standing="picked")
    tell(session=now, themes=[theme.key, now.themes.get(name="Kind staff").key])
    items = {
        item.key: ItemWords(LONG[:120], "Two more people answer.", answer.text, 1) for item in SaidItem.objects.all()
    }
    write(session=now, introduction="Thank you for an evening of candid words.", items=items)
    publish(session=now, by=fay)
    album.keep("said, published", fays.get(at))
    album.keep("said, read by everybody", Client().get(link))
    key = SaidItem.objects.first().key
    album.keep("said, refused", fays.post(at, {f"{key}-said": " ", f"{key}-place": "-1"}), 422)
