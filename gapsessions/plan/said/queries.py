"""What "You said, we did" is made of: themes to choose from, quotes that were picked, and what was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gapsessions.disparity.models import QuoteMark, QuoteStanding
from gapsessions.plan.models import ActionStatus
from gapsessions.plan.queries import actions_of
from gapsessions.plan.said.models import LONGEST_DID, LONGEST_QUOTE, SaidItem, SaidPage
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import heirs_of, now_called, themes_of


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """What people said, what was done about it, and words of somebody where a person picked them."""

    said: str
    did: str
    quote: str


@dataclass(frozen=True, slots=True)
class Published:
    """The page as everybody with the link reads it."""

    introduction: str
    items: tuple[PublishedItem, ...]
    on: date


def page_of(session: GapSession) -> SaidPage | None:
    """The session's page, if anybody has begun it."""
    return SaidPage.objects.filter(session=session).first()


def items_of(page: SaidPage | None) -> QuerySet[SaidItem]:
    """What stands on the page, in its order."""
    items = SaidItem.objects.filter(page=page, removed=False) if page else SaidItem.objects.none()
    return items.select_related("theme").order_by("place", "pk")


def themes_to_tell(session: GapSession, page: SaidPage | None) -> list[Theme]:
    """Themes that are not on the page yet, largest first."""
    there = set(items_of(page).values_list("theme", flat=True))
    return [theme for theme in themes_of(session) if theme.pk not in there and theme.answers]  # type: ignore[attr-defined]


def done_about(session: GapSession) -> dict[str, str]:
    """What the plan says is done or under way, in one text per theme (by its key): a beginning to write on from."""
    words: dict[str, list[str]] = {}
    heirs = heirs_of(session)
    for action in actions_of(session):
        if action.theme_key and action.status in (ActionStatus.DONE, ActionStatus.UNDER_WAY):
            words.setdefault(now_called(action.theme_key, heirs), []).append(action.what.rstrip("."))
    return {key: (". ".join(said) + ".")[:LONGEST_DID] for key, said in words.items()}


def picked_quotes(session: GapSession) -> dict[int, list[str]]:
    """Words that a facilitator picked to be quoted, as others may read them, by the theme they stand in."""
    marks = QuoteMark.objects.filter(
        standing=QuoteStanding.PICKED, answer__sheet__gathering__session=session, answer__struck_out=False
    ).values_list("answer__placements__theme", "redacted", "answer__text")
    found: dict[int, list[str]] = {}
    for theme, redacted, text in marks.order_by("answer"):
        if theme is not None and len(words := redacted or text) <= LONGEST_QUOTE:
            found.setdefault(theme, []).append(words)
    return found


def published_of(session: GapSession) -> Published | None:
    """What is published, or None. A quote that was taken back or reworded since is shown no more."""
    page = page_of(session)
    if page is None or page.published_at is None:
        return None
    kept = page.published
    may_be_read = {words for quotes in picked_quotes(session).values() for words in quotes}
    items = tuple(
        PublishedItem(one["said"], one["did"], one["quote"] if one["quote"] in may_be_read else "")
        for one in kept.get("items", [])
    )
    return Published(kept.get("introduction", ""), items, page.published_at.date())
