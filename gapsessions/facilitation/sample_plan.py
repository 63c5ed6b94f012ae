"""The plan of the sample: where its people put the themes, and the three things they decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gapsessions.plan.actions import ActionWords, write_action
from gapsessions.plan.models import Action, ActionStatus
from gapsessions.plan.placing import place_theme
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme

PLACES = {
    "Calling back": (6, 2),
    "Letters nobody understands": (5, 3),
    "Phone queue": (5, 5),
    "The app and logging in": (6, 6),
    "Fees and charges": (4, 2),
    "See where a request stands": (4, 4),
    "Mortgage process": (3, 5),
    "Offers for the young": (2, 2),
    "Service for small firms": (1, 4),
}
"""Impact and effort, 1 to 6, by the name of the theme."""
DECIDED = (
    ActionWords(
        what="Rewrite the ten letters that are sent most, together with five customers",
        theme="Letters nobody understands",
        owner="Mira Holt",
        sponsor="Ruth Adeyemi, chief executive",
        departments="Customer service, Legal",
        measure="Calls that ask what a letter means, per week",
        status=ActionStatus.UNDER_WAY,
        note="Four letters are done. Legal reads the fifth.",
    ),
    ActionWords(
        what="Whoever promises a call makes it the same day",
        theme="Calling back",
        owner="Tom Osei",
        sponsor="Ruth Adeyemi, chief executive",
        departments="Branches, Contact centre",
        measure="Promised calls made on the day",
    ),
    ActionWords(
        what="Print every fee on one page, in the branch and in the app",
        theme="Fees and charges",
        owner="Lena Faro",
        departments="Products, Legal",
        measure="Complaints about fees, per month",
    ),
)
DAYS = (45, 21, 90)
"""Until when, from the day the sample came."""


@transaction.atomic
def plan_sample(*, session: GapSession) -> None:
    """Place the themes and write the actions down; nothing happens where anybody has planned already."""
    if Action.objects.filter(session=session).exists():
        return
    themes = dict(Theme.objects.filter(session=session).values_list("name", "key"))
    for name, (impact, effort) in PLACES.items():
        if name in themes:
            place_theme(session=session, theme=themes[name], impact=impact, effort=effort)
    for words, days in zip(DECIDED, DAYS, strict=True):
        due = timezone.localdate() + timedelta(days)
        said = replace(words, theme=themes.get(words.theme, ""), due=due)
        write_action(session=session, words=said, by=None)
