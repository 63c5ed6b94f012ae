"""Opening a dot vote on a frozen list, giving dots in secret, and counting them when it closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db import transaction

from gapsessions.breakouts.models import Seat
from gapsessions.gatherings import topics
from gapsessions.gatherings.models import Gathering
from gapsessions.live.channels import publish
from gapsessions.live.events import Event
from gapsessions.method.cleaning import cut_short
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sheets import activity
from gapsessions.sheets.state import room_facts
from gapsessions.storage.codes import hash_of
from gapsessions.themes.ballot.models import Ballot, BallotOption, BallotPaper
from gapsessions.themes.ballot.queries import LONGEST_QUOTE, MOST_OPTIONS, candidates_of

MOST_DOTS = 5
MOST_ON_ONE = 3


class NothingToVoteOn(Exception):
    """No theme that was chosen has answers from this gathering."""


class VoteIsUnderWay(Exception):
    """The gathering votes already."""


class VoteIsClosed(Exception):
    """The vote this paper is for has been counted, or never was."""


class PaperIsElsewhere(Exception):
    """This phone took its one paper already, and does not say the key to it."""


class DotsDoNotFit(Exception):
    """More dots than one has, more than three on one, or on something that is not on the list."""


def dots_for(options: int) -> int:
    """How many dots each phone has: a third of the list, at least one, at most five."""
    return min(MOST_DOTS, max(1, options // 3))


@transaction.atomic
def open_ballot(*, gathering: Gathering, themes: Collection[str]) -> Ballot:
    """Open a vote on the themes with these keys, at most twelve, the most widely raised first.

    Raises NothingToVoteOn, VoteIsUnderWay or SessionIsArchived. Names and quotes are copied: whatever happens on the
    board from now on, the room votes on what it saw.
    """
    refuse_archived(gathering.session_id)
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if Ballot.objects.filter(gathering=held, closed=False).exists():
        raise VoteIsUnderWay
    chosen = [one for one in candidates_of(held) if one.theme.key in themes][:MOST_OPTIONS]
    if not chosen:
        raise NothingToVoteOn
    ballot = Ballot.objects.create(gathering=held, dots=dots_for(len(chosen)))
    BallotOption.objects.bulk_create(
        BallotOption(ballot=ballot, theme=one.theme, name=one.theme.name, quote=cut_short(one.quote, LONGEST_QUOTE))
        for one in chosen
    )
    Seat.objects.filter(gathering=held, voted=True).update(voted=False)
    _stand(held, open_=True)
    return ballot


@transaction.atomic
def cast(*, ballot: Ballot, seat: Seat, key: str, given: Mapping[str, int]) -> None:
    """Put a phone's paper into the box, or change what stands on it; the same paper again changes nothing.

    `key` is the secret by which the phone finds its paper, `given` the dots by option key. Raises VoteIsClosed,
    PaperIsElsewhere or DotsDoNotFit, and then nothing has changed.
    """
    held = Ballot.objects.select_for_update().filter(pk=ballot.pk, closed=False).first()
    if held is None:
        raise VoteIsClosed
    dots = {option: n for option, n in given.items() if n}
    known = set(held.options.values_list("key", flat=True))
    fits = all(option in known and 0 < n <= MOST_ON_ONE for option, n in dots.items())
    if not fits or sum(dots.values()) > held.dots:
        raise DotsDoNotFit
    key_hash = hash_of(key)
    if not BallotPaper.objects.filter(ballot=held, key_hash=key_hash).update(given=dots):
        taken = Seat.objects.filter(pk=seat.pk, voted=False).update(voted=True)
        if not taken:
            raise PaperIsElsewhere
        BallotPaper.objects.create(ballot=held, key_hash=key_hash, given=dots)
    activity.stir(seat.gathering.key, "", "")


@transaction.atomic
def close_ballot(*, ballot: Ballot) -> Ballot:
    """Count the dots and burn the papers; a second click changes nothing."""
    held = Ballot.objects.select_for_update().select_related("gathering").get(pk=ballot.pk)
    if held.closed:
        return held
    totals: Counter[str] = Counter()
    papers = list(held.papers.values_list("given", flat=True))
    for given in papers:
        totals.update(given)
    for option in held.options.all():
        BallotOption.objects.filter(pk=option.pk).update(dots=totals[option.key])
    held.papers.all().delete()
    held.closed, held.papers_counted = True, sum(1 for given in papers if given)
    held.save(update_fields=["closed", "papers_counted"])
    _stand(held.gathering, open_=False)
    return held


def _stand(gathering: Gathering, *, open_: bool) -> None:
    gathering.ballot_open = open_
    gathering.save(update_fields=["ballot_open"])
    publish(topics.room(gathering.key), Event.of("room", **room_facts(gathering)))
    activity.stir(gathering.key, "", "")
