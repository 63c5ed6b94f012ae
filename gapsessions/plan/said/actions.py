"""Writing "You said, we did", publishing it by hand, and taking it off the net again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gapsessions.accounts.models import User
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.plan.said.queries import done_about, items_of, picked_quotes, themes_to_tell
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession


class NothingToPublish(Exception):
    """The page says nothing yet."""


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a person wrote of one item."""

    said: str
    did: str
    quote: str
    place: int


@transaction.atomic
def tell(*, session: GapSession, themes: Iterable[str]) -> int:
    """Put themes on the page, by their keys: under their names, with what the plan says of them; give how many."""
    refuse_archived(session.pk)
    page, _new = SaidPage.objects.select_for_update().get_or_create(session=session)
    done, last = done_about(session), page.items.aggregate(last=Max("place"))["last"] or 0
    wanted = set(themes)
    chosen = [theme for theme in themes_to_tell(session, page) if theme.key in wanted]
    for place, theme in enumerate(chosen, last + 1):
        SaidItem.objects.create(page=page, theme=theme, said=theme.name, did=done.get(theme.key, ""), place=place)
    return len(chosen)


@transaction.atomic
def write(*, session: GapSession, introduction: str, items: dict[str, ItemWords]) -> None:
    """Keep what was written, by the items' keys; nothing of it is seen outside before it is published.

    A quote is kept only where it is one of those that were picked for the item's theme.
    """
    refuse_archived(session.pk)
    page, _new = SaidPage.objects.get_or_create(session=session)
    page.introduction = introduction
    page.save(update_fields=["introduction"])
    quotes = picked_quotes(session)
    for item in items_of(page):
        words = items.get(item.key)
        if words is None:
            continue
        item.said, item.did, item.place = words.said, words.did, words.place
        item.quote = words.quote if words.quote in quotes.get(item.theme_id or 0, []) else ""
        item.save(update_fields=["said", "did", "place", "quote"])


def take_off(*, item: SaidItem) -> None:
    """Take an item off the page; what is published stays until it is published again."""
    refuse_archived(item.page.session_id)
    SaidItem.objects.filter(pk=item.pk).update(removed=True)


def put_back(*, item: SaidItem) -> None:
    """Undo `take_off`."""
    refuse_archived(item.page.session_id)
    SaidItem.objects.filter(pk=item.pk).update(removed=False)


@transaction.atomic
def publish(*, session: GapSession, by: User | None) -> None:
    """Let everybody with the link read the page as it stands now; raises NothingToPublish."""
    refuse_archived(session.pk)
    page = SaidPage.objects.select_for_update().filter(session=session).first()
    items = list(items_of(page))
    if page is None or not items:
        raise NothingToPublish
    page.published = {
        "introduction": page.introduction,
        "items": [{"said": item.said, "did": item.did, "quote": item.quote} for item in items],
    }
    page.published_at, page.published_by = timezone.now(), by
    page.save(update_fields=["published", "published_at", "published_by"])


def unpublish(*, session: GapSession) -> None:
    """Show nobody anything any more; what was written stays at the desk. Possible in the archive, too."""
    SaidPage.objects.filter(session=session).update(published={}, published_at=None, published_by=None)
