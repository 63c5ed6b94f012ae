"""Notes on the big screen: shuffled, some at a time, frozen at the moment they are shown, and only where many wrote.

A note that came, or was changed, after that moment is not on the screen: appearing alone would tell whose it is.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from gapsessions.gatherings.models import Gathering, OpenedQuestion
from gapsessions.gatherings.timing import milliseconds
from gapsessions.method.vocabulary import Question, SheetKind, Stage, Style
from gapsessions.sheets.models import Answer, Sheet

FEWEST = 8
"""Contributors whose words may be shown beside each other (spec.md section 9)."""
AT_ONCE = 6
"""Notes on the screen at a time."""
_SECONDS = 6 * 60 * 60


class TooFewWrote(Exception):
    """Fewer than eight people stand behind the notes: somebody might be recognised."""


class StillSilent(Exception):
    """The question is in its silent phase, or was not opened yet."""


@dataclass(frozen=True)
class Shown:
    """One batch on the screen: which of how many."""

    question: Question
    texts: list[str]
    batch: int
    batches: int


def may_reveal(gathering: Gathering) -> list[Question]:
    """Questions whose notes may be shown now; who answers an open link sits in no room with a screen."""
    if gathering.stage not in (Stage.WRITE, Stage.READ_BACK) or gathering.style == Style.OPEN_LINK:
        return []
    opened = OpenedQuestion.objects.filter(gathering=gathering, revealed=True).values_list("question", flat=True)
    return [kind for kind in Question if kind.value in set(opened)]


def silent_until(gathering: Gathering, question: Question | None) -> int | None:
    """When the silence of a question ends, in milliseconds; None where nobody writes alone now. One query."""
    if question is None:
        return None
    opened = OpenedQuestion.objects.filter(
        gathering=gathering, question=question, revealed=False, silent_until__gt=timezone.now()
    ).first()
    return milliseconds(opened.silent_until) if opened else None


def reveal_answers(*, gathering: Gathering, question: Question) -> int:
    """Show the notes of a question from now on, as they stand now; give their number.

    Raises StillSilent or TooFewWrote.
    """
    if question not in may_reveal(gathering):
        raise StillSilent
    notes = Answer.objects.filter(sheet__gathering=gathering, sheet__removed=False, question=question, struck_out=False)
    sheets = Sheet.objects.filter(pk__in=notes.values("sheet"))
    if sum(_people(sheet) for sheet in sheets) < FEWEST:
        raise TooFewWrote
    frozen = [(str(pk), revision) for pk, revision in notes.values_list("pk", "revision")]
    random.SystemRandom().shuffle(frozen)
    cache.set(_name(gathering), (question.value, frozen, 0), _SECONDS)
    return len(frozen)


def turn(*, gathering: Gathering, by: int) -> None:
    """Show the next batch, or with -1 the one before."""
    kept = cache.get(_name(gathering))
    if kept:
        question, frozen, batch = kept
        last = max(0, (len(frozen) - 1) // AT_ONCE)
        cache.set(_name(gathering), (question, frozen, min(last, max(0, batch + by))), _SECONDS)


def hide(*, gathering: Gathering) -> None:
    """Take the notes off the screen."""
    cache.delete(_name(gathering))


def shown_now(gathering: Gathering) -> Shown | None:
    """What the screen shows, or None; one query where it shows something."""
    kept = cache.get(_name(gathering))
    if not kept or gathering.stage not in (Stage.WRITE, Stage.READ_BACK):
        return None
    question, frozen, batch = kept
    wanted = frozen[batch * AT_ONCE : (batch + 1) * AT_ONCE]
    standing = Answer.objects.filter(
        pk__in=[pk for pk, _revision in wanted], sheet__gathering=gathering, sheet__removed=False, struck_out=False
    )
    texts = {(str(pk), revision): text for pk, revision, text in standing.values_list("pk", "revision", "text")}
    batches = (len(frozen) + AT_ONCE - 1) // AT_ONCE
    return Shown(Question(question), [texts[one] for one in map(tuple, wanted) if one in texts], batch + 1, batches)


def _people(sheet: Sheet) -> int:
    return 1 if sheet.kind == SheetKind.SINGLE else sheet.contributors


def _name(gathering: Gathering) -> str:
    return f"screen-shows:{gathering.key}"
