"""The headline of every page: written from the data, replaced where a person wrote their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import PlannedAction, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Start
from gapsessions.method.findings import TopTen
from gapsessions.method.vocabulary import Perspective, Question, Scope

COVER, SUMMARY, CONTENTS, MATRIX = "cover", "summary", "contents", "matrix"
AGREEMENT, DIFFERENCES, PULSE, PLAN, METHOD = "agreement", "differences", "pulse", "plan", "method"
WAVE = "wave"
PAGES = (
    COVER,
    SUMMARY,
    WAVE,
    MATRIX,
    *(f"question-{question.number}" for question in Question),
    AGREEMENT,
    DIFFERENCES,
    PULSE,
    PLAN,
    METHOD,
)
"""Keys of pages whose headline a person may write, in the order of the report."""


def page_name(key: str) -> str:
    """What a page is called in lists, whatever its headline says."""
    for question in Question:
        if key == f"question-{question.number}":
            return f"{question.number}. {words.question_name(question)}"
    return {
        COVER: _("Cover"),
        SUMMARY: _("Summary"),
        CONTENTS: _("Contents and how to read"),
        WAVE: _("Since last time"),
        MATRIX: _("All themes at a glance"),
        AGREEMENT: _("What everybody sees"),
        DIFFERENCES: _("Where the sides differ"),
        PULSE: _("What people expected"),
        PLAN: _("The plan"),
        METHOD: _("Method and limits"),
    }[key]


@dataclass(frozen=True, slots=True)
class Heading:
    """One page's headline: as printed, and as it would be without a person's own words."""

    key: str
    name: str
    shown: str
    written: str


class Headings:
    """Headlines by page. ``own`` are people's; a page without one is headed from the data."""

    def __init__(self, own: dict[str, str]) -> None:
        self._own = own
        self.all: dict[str, Heading] = {}

    def of(self, key: str, written: str) -> str:
        """Give the headline of a page, and keep both for whoever edits them."""
        shown = self._own.get(key, "").strip() or written
        self.all[key] = Heading(key, page_name(key), shown, written)
        return shown


LEAST_LIST = 3
"""A list of what a side raised most says nothing below so many things."""


def matrix_heading(content: SnapshotContent) -> str:
    """How many themes every side raised: a fact that needs no threshold."""
    sides = [side.perspective for side in content.comparison.sides]
    raised = [
        [side for side in sides if (c := found.counts.get((side, Scope.ANY))) is not None and c.raising]
        for found in content.comparison.themes
    ]
    themes = sum(1 for by in raised if by)
    if len(sides) < 2 or themes < 2:
        return ngettext("The one theme at a glance", "All %(n)d themes at a glance", themes) % {"n": themes}
    every = sum(1 for by in raised if len(by) == len(sides))
    alone = sum(1 for by in raised if len(by) == 1)
    text = _("Of %(all)d themes, every side raised %(every)d") % {"all": themes, "every": every}
    if alone:
        text = _("%(every)s, one side alone %(alone)d") % {"every": text, "alone": alone}
    return text


def agreement_heading(content: SnapshotContent) -> str:
    """How far leadership's own list holds what customers raised most; else how many themes every side raised widely."""
    for top in sorted(content.comparison.top_tens, key=_telling):
        if top.length < LEAST_LIST:
            break
        side, of = words.perspective_name(top.by), words.perspective_in_sentence(top.of)
        text = _("%(side)s raised %(shared)d of the %(length)d things that %(of)s raised most")
        return text % {"side": side, "shared": top.shared, "length": top.length, "of": of}
    shared = len({reading.theme for reading in content.comparison.agreements})
    text = ngettext("On %(n)d theme all sides agree", "On %(n)d themes all sides agree", shared)
    return text % {"n": shared} if shared else _("What everybody sees")


def _telling(top: TopTen) -> tuple[bool, bool]:
    return top.of is not Perspective.CUSTOMERS, top.by is not Perspective.LEADERSHIP


def differences_heading(content: SnapshotContent) -> str:
    """How many themes are headlined; else how many questions there are to ask."""
    headlined = len({reading.theme for reading in content.comparison.headlines})
    if headlined:
        text = ngettext(
            "On %(n)d theme the sides are further apart than chance would make them",
            "On %(n)d themes the sides are further apart than chance would make them",
            headlined,
        )
        return text % {"n": headlined}
    asked = len({reading.theme for reading in content.comparison.questions})
    text = ngettext(
        "%(n)d question to ask where the sides seem to differ",
        "%(n)d questions to ask where the sides seem to differ",
        asked,
    )
    return text % {"n": asked}


def pulse_heading(content: SnapshotContent) -> str:
    """ "2 of 9 in leadership and 4 of 31 among customers call the experience excellent"."""
    parts = []
    for side in content.comparison.sides:
        given = [pulse for pulse in content.pulse if pulse.perspective is side.perspective]
        people = sum(pulse.people for pulse in given)
        if people:
            reach = words.of_text(sum(pulse.promoters for pulse in given), people)
            among = {
                Perspective.LEADERSHIP: _("%(reach)s in leadership"),
                Perspective.STAFF: _("%(reach)s of staff"),
                Perspective.CUSTOMERS: _("%(reach)s among customers"),
            }[side.perspective]
            parts.append(among % {"reach": reach})
    if not parts:
        return _("What people expected")
    return _("%(who)s gave the experience 9 or 10") % {"who": words.listed(parts)}


def plan_heading(plan: Collection[Start]) -> str:
    """How many actions have an owner and a date; without any, what is left to do."""
    return decided_text(plan) or _("Nothing has been decided yet: room for the first actions")


def decided_text(plan: Collection[Start | PlannedAction]) -> str:
    """ "4 actions, 2 with an owner and a date"; "" where nothing has been decided."""
    if not plan:
        return ""
    ready = sum(1 for start in plan if start.owner and start.due)
    counted = ngettext("%(n)d action", "%(n)d actions", len(plan)) % {"n": len(plan)}
    if ready == len(plan):
        return ngettext(
            "%(actions)s, with an owner and a date", "%(actions)s, each with an owner and a date", len(plan)
        ) % {"actions": counted}
    return _("%(actions)s, %(ready)d with an owner and a date") % {"actions": counted, "ready": ready}
