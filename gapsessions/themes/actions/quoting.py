"""A quote for themes that people made: the machine gives one only to its own."""

from __future__ import annotations

from collections import defaultdict

from gapsessions.method.encoder import Encoder
from gapsessions.method.labelling import answer_that_stands_for
from gapsessions.sessions.models import GapSession
from gapsessions.themes.encoding import vectors_of
from gapsessions.themes.models import Placement, Role, Theme


def quote_missing(*, session: GapSession, encoder: Encoder) -> int:
    """Give every theme without a quote the answer that stands for it; returns how many got one. "Other" has none."""
    placed = (
        Placement.objects.filter(
            theme__session=session, theme__quote=None, theme__other=False, role=Role.PRIMARY, answer__struck_out=False
        )
        .select_related("answer")
        .order_by("answer__text", "answer")
    )
    answers = [placement.answer for placement in placed]
    vectors = vectors_of(session, answers, encoder)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, placement in enumerate(placed):
        rows[placement.theme_id].append(row)
    for theme, own in rows.items():
        best = own[answer_that_stands_for([answers[row].text for row in own], vectors[own])]
        Theme.objects.filter(pk=theme, quote=None).update(quote=answers[best])
    return len(rows)
