"""Answers that come after the themes: into the theme they clearly belong to, or undecided with two hints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from gapsessions.method.encoder import Encoder
from gapsessions.method.placement import Place, Placer
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.encoding import encode_missing, vectors_of
from gapsessions.themes.models import Placement, Role, Suggestion, Theme
from gapsessions.themes.queries import answers_of, theme_of_each, undecided_of
from gapsessions.themes.stirring import board_changed


def place_late(
    *, session: GapSession, answers: Collection[UUID] | None = None, encoder: Encoder | None = None
) -> list[UUID]:
    """Place undecided answers (all, or those given) by the themes that are there; give those that were placed.

    What the machine is unsure of stays undecided with up to two suggestions. Somebody who places an answer in
    the meantime is not overruled. Nothing happens where there are no themes.
    """
    encoder = encoder or the_encoder()
    wanted = undecided_of(session)
    late = list(wanted if answers is None else wanted.filter(pk__in=answers))
    names = dict(Theme.objects.filter(session=session, other=False).values_list("pk", "name"))
    if not late or not names:
        return []
    encode_missing(session, encoder)
    theme_of = {answer: theme for answer, theme in theme_of_each(session).items() if theme in names}
    settled = [answer for answer in answers_of(session) if answer.pk in theme_of]
    placer = Placer(
        [answer.text for answer in settled],
        vectors_of(session, settled, encoder),
        [theme_of[answer.pk] for answer in settled],
        names={theme: (name, encoder.encode([name])[0]) for theme, name in names.items()},
    )
    places = placer.place([answer.text for answer in late], vectors_of(session, late, encoder))
    return _record(session, late, places)


@transaction.atomic
def _record(session: GapSession, late: Sequence[Answer], places: Sequence[Place]) -> list[UUID]:
    session = GapSession.objects.select_for_update().get(pk=session.pk)
    still = set(undecided_of(session).filter(pk__in=[answer.pk for answer in late]).values_list("pk", flat=True))
    there = set(Theme.objects.filter(session=session, other=False).values_list("pk", flat=True))
    decided = [(answer, place) for answer, place in zip(late, places, strict=True) if answer.pk in still]
    Suggestion.objects.filter(answer__in=[answer.pk for answer, _ in decided]).delete()
    placed = [
        Placement(
            answer=answer,
            theme_id=place.theme,
            role=Role.PRIMARY,
            confidence=min(max(place.hints[0].score, 0.0), 1.0),
        )
        for answer, place in decided
        if place.theme is not None and place.theme in there
    ]
    Placement.objects.bulk_create(placed)
    Suggestion.objects.bulk_create(
        Suggestion(answer=answer, theme_id=hint.theme, rank=rank, score=hint.score)
        for answer, place in decided
        if place.theme is None
        for rank, hint in enumerate((hint for hint in place.hints if hint.theme in there), 1)
    )
    if decided:
        board_changed(session)
    return [placement.answer_id for placement in placed]
