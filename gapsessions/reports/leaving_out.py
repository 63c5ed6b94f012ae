"""Themes that a facilitator leaves out of the report: they stand on no page and in no file, and how many is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from gapsessions.disparity.content import AnswerContent, PartContent, SnapshotContent, WaveContent
from gapsessions.method.findings import Comparison, Reading
from gapsessions.reports.models import ThemeLeftOut
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.themes.merging import tell_of_merge
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import all_called, heirs_of, now_called

Numbers = Mapping[int, int]
"""From a theme's number in the comparison to the one in the report; a theme that is missing is left out."""


@transaction.atomic
def leave_out(*, session: GapSession, theme: Theme) -> None:
    """Leave a theme out of the next versions; again changes nothing. Raises SessionIsArchived."""
    refuse_archived(session.pk)
    ThemeLeftOut.objects.get_or_create(session=session, theme_key=theme.key)


@transaction.atomic
def put_back(*, session: GapSession, theme: Theme) -> None:
    """Take the theme into the next versions again, with the marks that came to it by a merge.

    Raises SessionIsArchived.
    """
    refuse_archived(session.pk)
    ThemeLeftOut.objects.filter(session=session, theme_key__in=all_called(theme.key, heirs_of(session))).delete()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Keys of the themes that are left out; `by_merge` are those among them that only took in one that was."""

    keys: frozenset[str]
    by_merge: frozenset[str]


def left_out_of(session: GapSession, there: Collection[str] = ()) -> LeftOut:
    """What is left out; a theme is, too, when one that was left out went up in it (decision 0217).

    ``there`` are the themes of a comparison, which may be older than the merge.
    """
    marked = frozenset(ThemeLeftOut.objects.filter(session=session).values_list("theme_key", flat=True))
    heirs = heirs_of(session) if marked else {}
    keys = frozenset(now_called(key, heirs, there) for key in marked)
    return LeftOut(keys, keys - marked)


@tell_of_merge
def left_out_too(session: GapSession, into: Theme) -> str:
    """What the board says when a theme takes in one that is left out."""
    gone_along = into.key in left_out_of(session).by_merge
    return _("It is left out of the report now, as the other one was.") if gone_along else ""


def as_reported(session: GapSession, content: SnapshotContent) -> SnapshotContent:
    """The content as the report may show it."""
    return without_themes(content, left_out_of(session, {theme.key for theme in content.themes}).keys)


def without_themes(content: SnapshotContent, keys: Collection[str]) -> SnapshotContent:
    """The content without these themes, their answers and their quotes; every other number stays as it was counted.

    What chance would show and how alike two sides are were computed with them: whoever leaves a theme out after
    looking must not make the rest look surer. The page of method says how many were left out.
    """
    kept = [theme for theme in content.themes if theme.key not in keys]
    gone = len(content.themes) - len(kept)
    if not gone:
        return content
    to: Numbers = {theme.theme: number for number, theme in enumerate(kept)}
    return replace(
        content,
        comparison=_comparison(content.comparison, to),
        themes=tuple(replace(theme, theme=to[theme.theme]) for theme in kept),
        answers=tuple(_answer(a, to) for a in content.answers if not a.themes or a.themes[0] in to),
        quotes=tuple(replace(quote, theme=to[quote.theme]) for quote in content.quotes if quote.theme in to),
        actions=tuple(replace(a, theme=to.get(a.theme) if a.theme is not None else None) for a in content.actions),
        predictions=tuple(replace(p, themes=_numbers(p.themes, to)) for p in content.predictions),
        votes=tuple(replace(vote, theme=to[vote.theme]) for vote in content.votes if vote.theme in to),
        priorities=tuple(replace(p, theme=to[p.theme]) for p in content.priorities if p.theme in to),
        segments=tuple(_part(part, to) for part in content.segments),
        gatherings=tuple(_part(part, to) for part in content.gatherings),
        wave=_wave(content.wave, to) if content.wave else None,
        provenance=replace(content.provenance, themes_left_out=content.provenance.themes_left_out + gone),
    )


def _numbers(themes: tuple[int, ...], to: Numbers) -> tuple[int, ...]:
    return tuple(to[theme] for theme in themes if theme in to)


def _answer(answer: AnswerContent, to: Numbers) -> AnswerContent:
    return replace(answer, themes=_numbers(answer.themes, to))


def _comparison(comparison: Comparison, to: Numbers) -> Comparison:
    return replace(
        comparison,
        themes=tuple(
            replace(found, theme=to[found.theme], readings=_readings(found.readings, to))
            for found in comparison.themes
            if found.theme in to
        ),
        headlines=_readings(comparison.headlines, to),
        questions=_readings(comparison.questions, to),
        agreements=_readings(comparison.agreements, to),
        unproposed=_readings(comparison.unproposed, to),
    )


def _readings(readings: tuple[Reading, ...], to: Numbers) -> tuple[Reading, ...]:
    return tuple(replace(reading, theme=to[reading.theme]) for reading in readings if reading.theme in to)


def _part(part: PartContent, to: Numbers) -> PartContent:
    counts = [c for c in part.counts if c.theme is None or c.theme in to]
    return replace(part, counts=tuple(replace(c, theme=to[c.theme]) if c.theme is not None else c for c in counts))


def _wave(wave: WaveContent, to: Numbers) -> WaveContent:
    return replace(
        wave,
        actions=tuple(replace(a, theme=to.get(a.theme) if a.theme is not None else None) for a in wave.actions),
        themes=tuple(replace(each, theme=to[each.theme]) for each in wave.themes if each.theme in to),
        verdicts=tuple(replace(each, theme=to[each.theme]) for each in wave.verdicts if each.theme in to),
        new=_numbers(wave.new, to),
    )
