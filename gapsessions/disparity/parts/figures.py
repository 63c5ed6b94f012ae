"""Counts of the parts of each perspective that may be shown, computed with the comparison by the worker."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from gapsessions.disparity.content import PartContent, PartCount
from gapsessions.disparity.queries import Material
from gapsessions.gatherings.models import Gathering
from gapsessions.method.counts import Ledger, keep_ledger
from gapsessions.method.counts import Sheet as CountedSheet
from gapsessions.method.floors import VERBATIMS, Atom, Part, PartKind, parts_of
from gapsessions.method.vocabulary import Perspective, Scope, SheetKind, Stage, Valence
from gapsessions.sheets.models import Sheet

SCOPES = (Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.ACTION, Scope.START, Scope.CONTINUE)
"""What tables are printed for; readings, which need the other scopes, are about whole perspectives."""


def segment_of(sheet: Sheet, gathering: Gathering) -> str:
    """The segment a sheet belongs to: its own, else that of its gathering; "" for none."""
    return sheet.segment or gathering.segment


def atoms_of(material: Material) -> dict[Perspective, list[Atom]]:
    """What each perspective can be taken apart into: people by gathering (its key) and segment."""
    gatherings = {gathering.pk: gathering for gathering in material.gatherings}
    people: dict[tuple[int, str], int] = defaultdict(int)
    for sheet in material.sheets:
        people[sheet.gathering_id, segment_of(sheet, gatherings[sheet.gathering_id])] += sheet.contributors
    found: dict[Perspective, list[Atom]] = defaultdict(list)
    for (pk, segment), count in sorted(people.items()):
        gathering = gatherings[pk]
        settled = gathering.stage == Stage.CLOSED
        found[Perspective(gathering.perspective)].append(Atom(gathering.key, segment, count, settled))
    return found


def part_key(part: Part) -> str:
    """The part in an address: a gathering by its key, a segment by a digest of its name."""
    return part.name if part.kind is PartKind.GATHERING else segment_key(part.name)


def segment_key(name: str) -> str:
    """A segment in an address; sessions have few, so that ten characters tell them apart."""
    return "s-" + hashlib.sha256(name.encode()).hexdigest()[:10]


def named_segments(material: Material) -> dict[int, str]:
    """By sheet the segment that may stand beside its words: those of eight people or more, whatever is subtracted."""
    keys = {gathering.pk: gathering for gathering in material.gatherings}
    named = {
        (Perspective(side), *atom): part.name
        for side, atoms in atoms_of(material).items()
        for part in parts_of(atoms, VERBATIMS)
        if part.kind is PartKind.SEGMENT
        for atom in part.atoms
    }
    found = {}
    for sheet in material.sheets:
        gathering = keys[sheet.gathering_id]
        where = (Perspective(gathering.perspective), gathering.key, segment_of(sheet, gathering))
        if where in named:
            found[sheet.pk] = named[where]
    return found


def part_contents(material: Material) -> tuple[tuple[PartContent, ...], tuple[PartContent, ...]]:
    """(by segment, by gathering) for every perspective; no query."""
    names = {gathering.key: gathering.name for gathering in material.gatherings}
    keys = {gathering.pk: gathering for gathering in material.gatherings}
    place = [(keys[sheet.gathering_id].key, segment_of(sheet, keys[sheet.gathering_id])) for sheet in material.sheets]
    segments, gatherings = [], []
    for side, atoms in atoms_of(material).items():
        for part in parts_of(atoms):
            mine = [
                counted
                for counted, where in zip(material.counted, place, strict=True)
                if where in part.atoms and counted.perspective is side
            ]
            if part.kind is PartKind.SEGMENT:
                segments.append(_content(side, part.name, part_key(part), mine, len(material.themes)))
            else:
                gatherings.append(_content(side, names[part.name], part_key(part), mine, len(material.themes)))
    return tuple(segments), tuple(gatherings)


def _content(side: Perspective, name: str, key: str, sheets: list[CountedSheet], themes: int) -> PartContent:
    ledger = keep_ledger(sheets, themes)
    return PartContent(
        perspective=side,
        name=name,
        key=key,
        tables=len(ledger.members[side, SheetKind.TABLE]),
        singles=len(ledger.members[side, SheetKind.SINGLE]),
        counts=tuple(_counts(ledger, side)),
    )


def _counts(ledger: Ledger, side: Perspective) -> list[PartCount]:
    found = []
    for scope in SCOPES:
        tables, singles = (ledger.answering(scope, side, kind) for kind in (SheetKind.TABLE, SheetKind.SINGLE))
        if not tables + singles:
            continue
        found.append(PartCount(None, scope, tables, singles))
        by_tables, by_singles = (ledger.raising[scope][side, kind] for kind in (SheetKind.TABLE, SheetKind.SINGLE))
        for theme in (by_tables + by_singles).nonzero()[0].tolist():
            lean = [0, 0, 0]
            if scope is Scope.COMPETITOR:
                lean = [int(ledger.leaning_so[v][side][theme]) for v in (Valence.GOOD, Valence.BAD, Valence.MIXED)]
            found.append(PartCount(theme, scope, int(by_tables[theme]), int(by_singles[theme]), *lean))
    return found
