"""The rows that an act on the themes can change: read before and after it, and laid back as they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max

from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import (
    Heading,
    KeptTogether,
    MergedTheme,
    MoveLog,
    Placement,
    Proposal,
    Suggestion,
    Theme,
)

THEME_FIELDS = ("key", "heading_id", "name", "name_pinned", "made_by_hand", "other", "quote_id")
PLACEMENT_FIELDS = ("theme_id", "role", "standing", "confidence", "why")
HINT_FIELDS = ("theme_id", "rank", "score")
BATCH = 5000
Id = TypeVar("Id", str, UUID)
Rows = dict[str, Any]
"""``themes`` and ``headings`` by primary key (None: is not there), ``places`` by answer as (placements, suggestions),
``kept`` pairs and ``moves`` by primary key, ``merged`` heirs by the key that is gone, and the primary key and
state of a ``proposal``."""


class PlaceIsGone(Exception):
    """What the rows hang on is no longer there: a theme or a heading that somebody took away since."""


def themes_of(session: GapSession) -> Rows:
    """Every theme of the session as it stands."""
    rows = Theme.objects.filter(session=session).values_list("pk", *THEME_FIELDS)
    return {str(pk): [str(part) if isinstance(part, UUID) else part for part in row] for pk, *row in rows}


def headings_of(session: GapSession) -> Rows:
    """Every heading of the session by its name."""
    return {str(pk): name for pk, name in Heading.objects.filter(session=session).values_list("pk", "name")}


def places_of(answers: Collection[str]) -> Rows:
    """Placements and suggestions of each answer, in an order of their own."""
    found: Rows = {answer: ([], []) for answer in answers}
    for some in batches(answers):
        for part, model, fields in ((0, Placement, PLACEMENT_FIELDS), (1, Suggestion, HINT_FIELDS)):
            rows = model.objects.filter(answer__in=some).order_by("theme").values_list("answer", *fields)
            for answer, *row in rows:
                found[str(answer)][part].append(row)
    return found


def kept_of(session: GapSession) -> Rows:
    """Which pairs of answers stay together."""
    pairs = KeptTogether.objects.filter(session=session).values_list("pk", "first", "second")
    return {str(pk): [str(first), str(second)] for pk, first, second in pairs}


def merged_of(session: GapSession) -> Rows:
    """Which theme went up in which, by their keys."""
    return dict(MergedTheme.objects.filter(session=session).values_list("gone", "into"))


def last_move(session: GapSession) -> int:
    """The number of the latest move, so that later ones are known."""
    last: int | None = session.moves.aggregate(last=Max("pk"))["last"]
    return last or 0


def batches(answers: Iterable[Id]) -> Iterator[list[Id]]:
    """SQLite takes some ten thousand values in one statement and no more: a session's answers go in parts."""
    ids = list(answers)
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def as_they_are(session: GapSession, named: Rows) -> Rows:
    """The rows that ``named`` names, as they are now."""
    themes, headings, kept, merged = themes_of(session), headings_of(session), kept_of(session), merged_of(session)
    proposal = named.get("proposal")
    return {
        "themes": {pk: themes.get(pk) for pk in named["themes"]},
        "headings": {pk: headings.get(pk) for pk in named.get("headings", {})},
        "places": places_of(list(named["places"])),
        "kept": {pk: kept.get(pk) for pk in named["kept"]},
        "merged": {gone: merged.get(gone) for gone in named.get("merged", {})},
        "moves": named["moves"],
        "proposal": proposal,
        "state": Proposal.objects.filter(pk=proposal).values_list("state", flat=True).first() if proposal else None,
    }


def digest_of(rows: Rows) -> str:
    """What two readings of the same rows have in common: the parts that undo and redo must find untouched."""
    parts = {part: rows.get(part, {}) for part in ("themes", "headings", "places")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def strangers_in(rows: Rows) -> bool:
    """Whether a theme that would go holds answers the rows do not know: somebody put them there since."""
    going = [int(pk) for pk, row in rows["themes"].items() if row is None]
    inside = Placement.objects.filter(theme__in=going).values_list("answer", flat=True)
    return any(str(answer) not in rows["places"] for answer in inside)


def lay_back(session: GapSession, rows: Rows, *, undone: bool) -> None:
    """Make the rows as they are told; ``undone`` says what becomes of the moves. Raises PlaceIsGone."""
    for some in batches(rows["places"]):
        Placement.objects.filter(answer__in=some).delete()
        Suggestion.objects.filter(answer__in=some).delete()
    _headings(session, rows.get("headings", {}))
    _themes(session, rows["themes"])
    there = set(Theme.objects.filter(session=session).values_list("pk", flat=True))
    placements = [
        Placement(answer_id=answer, **dict(zip(PLACEMENT_FIELDS, row, strict=True)))
        for answer, (places, _hints) in rows["places"].items()
        for row in places
    ]
    if any(placement.theme_id not in there for placement in placements):
        raise PlaceIsGone
    Placement.objects.bulk_create(placements, batch_size=1000)
    Suggestion.objects.bulk_create(
        Suggestion(answer_id=answer, **dict(zip(HINT_FIELDS, row, strict=True)))
        for answer, (_places, hints) in rows["places"].items()
        for row in hints
        if row[0] in there
    )
    _kept(session, rows["kept"])
    _merged(session, rows.get("merged", {}))
    MoveLog.objects.filter(session=session, pk__in=rows["moves"]).update(undone=undone)
    if rows.get("state"):
        Proposal.objects.filter(session=session, pk=rows["proposal"]).update(state=rows["state"])


def _headings(session: GapSession, rows: Mapping[str, str | None]) -> None:
    Heading.objects.filter(session=session, pk__in=[int(pk) for pk, name in rows.items() if name is None]).delete()
    for pk, name in rows.items():
        if name is not None:
            Heading(pk=int(pk), session=session, name=name).save()


def _themes(session: GapSession, rows: Mapping[str, list[Any] | None]) -> None:
    Theme.objects.filter(session=session, pk__in=[int(pk) for pk, row in rows.items() if row is None]).delete()
    kept = {int(pk): dict(zip(THEME_FIELDS, row, strict=True)) for pk, row in rows.items() if row is not None}
    headings = {row["heading_id"] for row in kept.values()} - {None}
    if Heading.objects.filter(session=session, pk__in=headings).count() < len(headings):
        raise PlaceIsGone
    quotes = {str(pk) for pk in Answer.objects.filter(pk__in=_quotes(kept)).values_list("pk", flat=True)}
    for theme in Theme.objects.filter(pk__in=kept):
        # Two that swap their names back must not meet half-way.
        Theme.objects.filter(pk=theme.pk).update(name=theme.key)
    for pk, row in kept.items():
        quote = row["quote_id"] if row["quote_id"] in quotes else None
        Theme(pk=pk, session=session, **(row | {"quote_id": quote})).save()


def _quotes(themes: Mapping[int, Mapping[str, Any]]) -> list[str]:
    return [row["quote_id"] for row in themes.values() if row["quote_id"]]


def _kept(session: GapSession, rows: Mapping[str, list[str] | None]) -> None:
    KeptTogether.objects.filter(session=session, pk__in=[int(pk) for pk in rows]).delete()
    KeptTogether.objects.bulk_create(
        (
            KeptTogether(pk=int(pk), session=session, first_id=row[0], second_id=row[1])
            for pk, row in rows.items()
            if row is not None
        ),
        ignore_conflicts=True,
    )


def _merged(session: GapSession, rows: Mapping[str, str | None]) -> None:
    MergedTheme.objects.filter(session=session, gone__in=rows).delete()
    MergedTheme.objects.bulk_create(
        MergedTheme(session=session, gone=gone, into=into) for gone, into in rows.items() if into is not None
    )
