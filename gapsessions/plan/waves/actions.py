"""Opening the next wave of a session, saying which one a session repeats, and matching their themes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from gapsessions.breakouts.actions import add_breakouts
from gapsessions.gatherings.actions import facts_of, open_gathering
from gapsessions.gatherings.models import Gathering
from gapsessions.method.theme_matches import match_themes
from gapsessions.method.vocabulary import Style
from gapsessions.plan.waves.models import MatchState, ThemeMatch
from gapsessions.plan.waves.queries import earlier_sessions, matches_of, mean_vectors, shared_encoder
from gapsessions.sessions.actions import duplicate_session
from gapsessions.sessions.archive import refuse_archived
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import themes_of


class NoEarlierSession(Exception):
    """The session is none of those that this one may repeat."""


@transaction.atomic
def open_next_wave(*, session: GapSession, title: str) -> GapSession:
    """Make the session in which the exercise is held again: same questions, gatherings, segments and run times.

    Nothing that anybody answered comes along. Meetings that people joined are planned anew, with codes of their own
    and without a day; what came from a spreadsheet or paper is not. A census is confirmed by a person, each time anew.
    """
    made = duplicate_session(session=session, title=title)
    GapSession.objects.filter(pk=made.pk).update(wave_of=session)
    made.wave_of = session
    for gathering in Gathering.objects.filter(session=session).exclude(code="").order_by("pk"):
        _plan_again(made, gathering)
    return made


def _plan_again(session: GapSession, earlier: Gathering) -> None:
    planned = open_gathering(session=session, **facts_of(earlier))
    names = list(earlier.breakouts.order_by("pk").values_list("name", flat=True))
    if names and earlier.style == Style.TABLES:
        add_breakouts(gathering=planned, names=names)


@transaction.atomic
def repeat(*, session: GapSession, earlier: GapSession | None) -> None:
    """Say which session this one repeats, or none; raises NoEarlierSession. Matches with another are let go."""
    refuse_archived(session.pk)
    if earlier is not None and not earlier_sessions(session).filter(pk=earlier.pk).exists():
        raise NoEarlierSession
    if session.wave_of_id != (earlier.pk if earlier else None):
        ThemeMatch.objects.filter(theme__session=session).delete()
        session.wave_of = earlier
        session.save(update_fields=["wave_of"])


@transaction.atomic
def propose_matches(*, session: GapSession) -> int:
    """Have the machine propose matches for themes that have none; give how many. What people decided stays."""
    refuse_archived(session.pk)
    earlier = session.wave_of
    if earlier is None:
        return 0
    matches_of(session).filter(state=MatchState.PROPOSED.value).delete()
    kept = list(matches_of(session).values_list("theme", "earlier", "state"))
    taken = {theme for theme, _earlier, state in kept if state == MatchState.CONFIRMED}
    taken_before = {theme for _theme, theme, state in kept if state == MatchState.CONFIRMED}
    refused = {(theme, before) for theme, before, state in kept if state == MatchState.REFUSED}
    now = [theme for theme in themes_of(session) if theme.pk not in taken]
    before = [theme for theme in themes_of(earlier) if theme.pk not in taken_before]
    encoder = shared_encoder(session, earlier)
    vectors = (mean_vectors(session, now, encoder), mean_vectors(earlier, before, encoder)) if encoder else ()
    found = match_themes([theme.name for theme in now], [theme.name for theme in before], *vectors)
    made = [
        ThemeMatch(theme=now[pair.now], earlier=before[pair.before], score=pair.score)
        for pair in found
        if (now[pair.now].pk, before[pair.before].pk) not in refused
    ]
    ThemeMatch.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def settle_matches(*, session: GapSession, chosen: Mapping[str, str]) -> int:
    """Keep what a person chose: by the key of a theme now that of a theme before, or "" for none of them.

    A proposal that was not chosen is refused and does not come again. Of two themes for one of before the first
    chosen has it. Gives how many are matched.
    """
    refuse_archived(session.pk)
    now = {theme.key: theme for theme in Theme.objects.filter(session=session, other=False)}
    before = {theme.key: theme for theme in Theme.objects.filter(session=session.wave_of_id, other=False)}
    wanted: dict[int, Theme | None] = {}
    for key, theme in now.items():
        if key in chosen:
            match = before.get(chosen[key])
            wanted[theme.pk] = match if match not in wanted.values() else None
    for one in matches_of(session).filter(theme__in=wanted):
        if one.state == MatchState.PROPOSED and one.earlier_id != getattr(wanted[one.theme_id], "pk", None):
            one.state = MatchState.REFUSED.value
            one.save(update_fields=["state"])
        elif one.state == MatchState.CONFIRMED:
            one.delete()
    settled = {theme: match for theme, match in wanted.items() if match is not None}
    matches_of(session).filter(state=MatchState.CONFIRMED.value, earlier__in=[m.pk for m in settled.values()]).delete()
    for theme, match in settled.items():
        ThemeMatch.objects.update_or_create(
            theme_id=theme, earlier=match, defaults={"state": MatchState.CONFIRMED.value}
        )
    return len(settled)


def suggested_title(session: GapSession) -> str:
    """What the next wave is called until somebody says otherwise: the title and the year."""
    year = str(timezone.localdate().year)
    title = session.title if year in session.title else f"{session.title} {year}"
    return (title if title != session.title else f"{session.title}, 2")[:200]
