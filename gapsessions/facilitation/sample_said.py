"""What the sample's bank tells its customers: two things that move, and one that is only heard yet."""

from __future__ import annotations

from django.db import transaction

from gapsessions.plan.said.actions import ItemWords, publish, tell, write
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.sessions.models import GapSession

INTRODUCTION = "Thank you for an evening of candid words. This is what came of it so far."
TOLD = {
    "Letters nobody understands": (
        "Letters that nobody understands",
        "Four of the ten letters we send most are rewritten, together with five of you. The others follow.",
    ),
    "Calling back": ("Promised calls that never come", "Whoever promises a call makes it the same day."),
    "Phone queue": ("Waiting on the phone", ""),
}
"""By the name of the theme: how everybody reads it, and what was done."""


@transaction.atomic
def tell_sample(*, session: GapSession) -> None:
    """Write the page and publish it; not where somebody has begun one, or its themes are called otherwise."""
    if SaidPage.objects.filter(session=session).exists():
        return
    themes = dict(session.themes.filter(name__in=TOLD).values_list("name", "key"))
    if not themes:
        return
    tell(session=session, themes=themes.values())
    items = SaidItem.objects.filter(page__session=session).select_related("theme")
    order = list(TOLD)
    words = {one.key: ItemWords(*TOLD[one.theme.name], "", order.index(one.theme.name)) for one in items if one.theme}
    write(session=session, introduction=INTRODUCTION, items=words)
    publish(session=session, by=None)
