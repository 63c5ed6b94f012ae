"""Whose words may be read when a perspective is taken apart: eight people stand behind them, or nothing is shown."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from gapsessions.disparity.content import PartContent
from gapsessions.disparity.parts.figures import part_key
from gapsessions.method.floors import VERBATIMS, Atom, parts_of
from gapsessions.method.vocabulary import Perspective, SheetKind, Stage
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import PEOPLE_AT_A_TABLE, Answer, Sheet


def people_by_place(session: GapSession) -> dict[Perspective, list[Atom]]:
    """The people of closed gatherings by gathering and segment, and of open ones as they may not be told; one query.

    Only sheets with a standing answer count, as in the comparison.
    """
    wrote = Answer.objects.filter(struck_out=False, pen_hash="", sheet__gathering__session=session).values("sheet")
    rows = Sheet.objects.filter(pk__in=wrote).values_list(
        "gathering__perspective", "gathering__key", "gathering__segment", "gathering__stage", "segment", "kind",
        "head_count",
    )  # fmt: skip
    people: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    for side, key, common, stage, own, kind, heads in rows:
        number = 1 if kind == SheetKind.SINGLE else heads or PEOPLE_AT_A_TABLE
        people[side, key, own or common, stage == Stage.CLOSED] += number
    found: dict[Perspective, list[Atom]] = defaultdict(list)
    for (side, key, segment, settled), number in sorted(people.items()):
        found[Perspective(side)].append(Atom(key, segment, number, settled))
    return found


def words_of_parts(session: GapSession, parts: tuple[PartContent, ...]) -> dict[Perspective, Q]:
    """Per perspective that is taken apart, which answers may be read; a condition that none meets where none may."""
    places = people_by_place(session)
    found: dict[Perspective, Q] = {}
    for part in parts:
        allowed = Q(pk__in=[])
        for shown in parts_of(places.get(part.perspective, []), VERBATIMS):
            if part_key(shown) == part.key:
                for gathering, segment in sorted(shown.atoms):
                    allowed |= _stands_in(gathering, segment)
        found[part.perspective] = allowed
    return found


def _stands_in(gathering: str, segment: str) -> Q:
    """Answers of one gathering and segment: the sheet's own, else its gathering's."""
    own = Q(sheet__segment=segment)
    if segment:
        return Q(sheet__gathering__key=gathering) & (own | Q(sheet__segment="", sheet__gathering__segment=segment))
    return Q(sheet__gathering__key=gathering, sheet__segment="", sheet__gathering__segment="")
