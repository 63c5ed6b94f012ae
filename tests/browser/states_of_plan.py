"""The plan in states that an address alone does not show: full, hidden, refused, and as its owners see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.models import StandingComparison
from gapsessions.plan.actions import ActionWords, set_status, write_action
from gapsessions.plan.models import ActionOwner, ActionStatus
from gapsessions.plan.placing import place_theme
from gapsessions.storage.codes import hash_of
from gapsessions.themes.actions import reopen_themes
from gapsessions.themes.models import Theme
from tests.factories.people import browser_of
from tests.factories.plans import make_worked_session

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung in allen Filialen vereinheitlichen"
State = tuple[str, HttpResponse, int]


def states_of_plan(organisation: Organisation, fay: User) -> Iterator[State]:
    """Name, page and expected status of each."""
    session = make_worked_session(organisation, fay)
    fays, at = browser_of(fay), f"/s/{session.code}/plan/"
    themes = {theme.name: theme for theme in Theme.objects.filter(session=session)}
    for place, name in enumerate(("Calling back", "Fees", "Video advice")):
        for impact in (6, 2 + place):
            place_theme(session=session, theme=themes[name].key, impact=impact, effort=1 + 2 * place)
    action = _decide(session, themes)
    yield "plan, decided", fays.get(at), 200
    yield "actions, decided", fays.get(f"{at}actions/"), 200
    decide = f"{at}themes/{themes['Fees'].key}/?next=compare&theme={themes['Fees'].key}"
    yield "decision on a theme, refused", fays.post(decide, {"what": " "}), 422
    yield "action refused", fays.post(f"{at}actions/new/", {"what": " "}), 422
    set_status(action=action, status=ActionStatus.UNDER_WAY, seen=1)
    words = {"what": "Mine", "status": "planned", "seen": "1"}
    yield "action, changed meanwhile", fays.post(f"{at}actions/{action.key}/", words), 409
    ActionOwner.objects.update(link_made_at=timezone.now())
    ActionOwner.objects.filter(pk=action.owner_id).update(link_hash=hash_of("OfAnOwnerOfAnOwner1234"))
    phone: Callable[..., HttpResponse] = Client().get
    yield "update link", phone("/do/OfAnOwnerOfAnOwner1234/"), 200
    stale = {"action": action.key, f"{action.key}-status": "done", f"{action.key}-seen": "1"}
    yield "update link, changed meanwhile", Client().post("/do/OfAnOwnerOfAnOwner1234/", stale), 409
    StandingComparison.objects.filter(session=session).delete()
    yield "plan, not compared yet", fays.get(at), 200
    reopen_themes(session=session)
    yield "plan, hidden", fays.get(at), 200
    session.archived_at = timezone.now()
    session.save()
    yield "plan, archived", fays.get(at), 200
    yield "actions, archived", fays.get(f"{at}actions/"), 200
    yield "update link, archived", phone("/do/OfAnOwnerOfAnOwner1234/"), 200


def _decide(session, themes):
    """Actions of every kind; the one that is given back has an owner."""
    today = timezone.localdate()
    late, soon = today - timedelta(9), today + timedelta(9)
    for words in (
        ActionWords("اتصل بالعملاء في نفس اليوم", theme=themes["Kind people"].key, owner="محمد الأمين", due=soon),
        ActionWords("Paint the hall", status=ActionStatus.DONE, note="It is green now."),
        ActionWords("Close on Saturdays", status=ActionStatus.DROPPED),
        ActionWords("Somebody should do something"),
    ):
        write_action(session=session, words=words, by=None)
    words = ActionWords(LONG, theme=themes["Fees"].key, owner="Maximiliane von Hohenstein-Waldburg", due=late)
    return write_action(session=session, words=words, by=None)
