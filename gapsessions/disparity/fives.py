"""An open link is open for weeks: its replies enter the comparison five at a time, so that none is seen to arrive.

Who watches the page would otherwise read, from one look to the next, what a single person wrote (spec.md section 9).
A reply is a sheet with a standing answer. What it adds later waits for the next five, too. What is struck out goes at
once, and when the link closes everything counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from gapsessions.disparity.models import CountedAnswer
from gapsessions.gatherings.models import Gathering
from gapsessions.method.vocabulary import Stage, Style
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, PulseCount, Sheet
from gapsessions.themes.models import Placement

STEP = 5
BATCH = 1000
"""Rows written at a time when a link closes: nobody waits longer for the worker than a moment."""


def open_links(gatherings: Iterable[Gathering]) -> list[int]:
    """Primary keys of those through which replies may still come."""
    return [g.pk for g in gatherings if g.style == Style.OPEN_LINK and g.stage != Stage.CLOSED]


def open_links_of(session: GapSession) -> list[int]:
    """The open links of a session that are open; one query."""
    return open_links(Gathering.objects.filter(session=session))


def counted_answers(answers: QuerySet[Answer], links: Collection[int]) -> QuerySet[Answer]:
    """Leave out what came through one of these links and waits."""
    if not links:
        return answers
    let_in = Exists(CountedAnswer.objects.filter(answer=OuterRef("pk")))
    return answers.filter(~Q(sheet__gathering__in=links) | let_in)


def counted_placements(placements: QuerySet[Placement], links: Collection[int]) -> QuerySet[Placement]:
    """Leave out the placements of answers that wait."""
    if not links:
        return placements
    let_in = Exists(CountedAnswer.objects.filter(answer=OuterRef("answer")))
    return placements.filter(~Q(answer__sheet__gathering__in=links) | let_in)


def counted_sheets(sheets: QuerySet[Sheet], links: Collection[int]) -> QuerySet[Sheet]:
    """Leave out the replies that wait as a whole."""
    return sheets.filter(~Q(gathering__in=links) | Exists(_let_in_from_sheet())) if links else sheets


def _let_in_from_sheet() -> QuerySet[CountedAnswer]:
    return CountedAnswer.objects.filter(answer__sheet=OuterRef("pk"), answer__struck_out=False)


def fives_waiting(links: Collection[int]) -> list[tuple[int, int]]:
    """How often five replies wait together, by link; links where fewer do are left out. One query, or none."""
    if not links:
        return []
    wrote = Exists(Answer.objects.filter(sheet=OuterRef("pk"), struck_out=False))
    waiting: dict[int, int] = defaultdict(int)
    for link in Sheet.objects.filter(wrote, ~Exists(_let_in_from_sheet()), gathering__in=links).values_list(
        "gathering"
    ):
        waiting[link[0]] += 1
    return sorted((link, count // STEP) for link, count in waiting.items() if count >= STEP)


def let_in(*, session: GapSession) -> None:
    """Let waiting replies in, by fives, and with them what earlier ones have added; all of them once a link is closed.

    Which of them is left to their random ids. A link that is opened again starts from what was shown of it.
    """
    for link in Gathering.objects.filter(session=session, style=Style.OPEN_LINK.value):
        closed = link.stage == Stage.CLOSED
        wanted = _wanted(link, closed=closed)
        # While the link is open all of a step is shown, or nothing of it.
        size = BATCH if closed else max(1, len(wanted))
        for start in range(0, len(wanted), size):
            _write(wanted[start : start + size])
        _let_pulse_in(link, closed=closed)


def _let_pulse_in(link: Gathering, *, closed: bool) -> None:
    """Let the scores of a link in once five more people have given one: a count belongs to no phone, so all of them."""
    counts = PulseCount.objects.filter(gathering=link)
    total = counts.aggregate(people=Sum("people"), shown=Sum("shown"))
    waiting = (total["people"] or 0) - (total["shown"] or 0)
    if waiting >= STEP or (closed and waiting):
        counts.update(shown=F("people"))


def _wanted(link: Gathering, *, closed: bool) -> list[UUID]:
    """Answers to be let in now."""
    replies: dict[UUID, list[UUID]] = defaultdict(list)
    standing = Answer.objects.filter(sheet__gathering=link, struck_out=False)
    for sheet, answer in standing.order_by("pk").values_list("sheet", "pk"):
        replies[sheet].append(answer)
    there = set(CountedAnswer.objects.filter(answer__sheet__gathering=link).values_list("answer", flat=True))
    known = [sheet for sheet, answers in replies.items() if not there.isdisjoint(answers)]
    waiting = sorted(replies.keys() - set(known))
    entering = waiting if closed else waiting[: len(waiting) - len(waiting) % STEP]
    if not entering and not closed:
        return []
    return sorted(answer for sheet in (*known, *entering) for answer in replies[sheet] if answer not in there)


@transaction.atomic
def _write(answers: Collection[UUID]) -> None:
    # One of them may have been erased meanwhile.
    present = Answer.objects.select_for_update(of=("self",)).filter(pk__in=answers).order_by("pk")
    CountedAnswer.objects.bulk_create(
        (CountedAnswer(answer_id=answer) for answer in list(present.values_list("pk", flat=True))),
        ignore_conflicts=True,
    )
