"""What a session handed in, as the comparison reads it: sheets with placed notes, and the words that go with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gapsessions.disparity.fives import counted_answers, counted_placements, open_links
from gapsessions.disparity.quoting.marks import Marks, marks_of, words_shown
from gapsessions.gatherings.models import Gathering
from gapsessions.method.counts import Note
from gapsessions.method.counts import Sheet as CountedSheet
from gapsessions.method.robustness import Placements
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Stage, Valence
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet
from gapsessions.themes.models import Proposal, Role, Theme
from gapsessions.themes.proposed import Labels, from_json
from gapsessions.themes.queries import answers_of, placements_of, proposal_behind


@dataclass(frozen=True, slots=True)
class Material:
    """A session at one moment. ``answers`` run along the notes of ``counted``, sheet by sheet.

    ``themes`` are those with answers, largest first; their places are the theme numbers everywhere.
    """

    session: GapSession
    gatherings: tuple[Gathering, ...]
    sheets: tuple[Sheet, ...]
    counted: tuple[CountedSheet, ...]
    answers: tuple[tuple[Answer, ...], ...]
    themes: tuple[Theme, ...]
    confidence: dict[UUID, float]
    proposal: Proposal | None
    """The proposal that was last taken over; None where people made all themes."""
    marks: Marks
    """What people decided about quoting, by answer; ``answers`` carry the words that others may read."""

    @property
    def still_open(self) -> bool:
        """Whether answers may still arrive."""
        return any(gathering.stage not in (Stage.CLOSED, Stage.LOBBY) for gathering in self.gatherings)

    @property
    def held_on(self) -> date:
        """The day of the last gathering whose day is known, else the day the session was opened."""
        days = [gathering.held_on for gathering in self.gatherings if gathering.held_on]
        return max(days, default=self.session.created_at.date())

    @property
    def census(self) -> frozenset[Perspective]:
        """Perspectives all of whose gatherings were confirmed as a census."""
        spoke = {sheet.gathering_id for sheet in self.sheets}
        held: dict[Perspective, bool] = {}
        for gathering in self.gatherings:
            if gathering.pk in spoke:
                side = Perspective(gathering.perspective)
                held[side] = held.get(side, True) and gathering.census
        return frozenset(side for side, confirmed in held.items() if confirmed)


def gather_material(session: GapSession) -> Material:
    """Read a whole session; seven queries however big it is. Sheets without a standing answer are left out."""
    gatherings = {gathering.pk: gathering for gathering in session.gatherings.order_by("pk")}
    links = open_links(gatherings.values())
    placed = list(
        counted_placements(placements_of(session), links).values_list("answer", "theme", "role", "confidence")
    )
    themes = _themes_with(session, Counter(theme for _answer, theme, _role, _sure in placed))
    stands_in, others, confidence = _placements(placed, {theme.pk: place for place, theme in enumerate(themes)})
    notes: dict[UUID, list[Answer]] = defaultdict(list)
    for answer in counted_answers(answers_of(session), links):
        notes[answer.sheet_id].append(answer)
    marks = marks_of(session)
    for answers in notes.values():
        words_shown(answers, marks, session.language)
    sheets = tuple(
        sheet
        for sheet in Sheet.objects.filter(gathering__session=session).select_related("breakout").order_by("pk")
        if sheet.pk in notes
    )
    return Material(
        session=session,
        gatherings=tuple(gatherings.values()),
        sheets=sheets,
        counted=tuple(
            CountedSheet(
                perspective=Perspective(gatherings[sheet.gathering_id].perspective),
                kind=SheetKind(sheet.kind),
                notes=tuple(
                    _note(answer, stands_in.get(answer.pk, ()), answer.pk in others) for answer in notes[sheet.pk]
                ),
                people=sheet.contributors,
                confirmed=sheet.confirmed,
                gathering=str(sheet.gathering_id),
            )
            for sheet in sheets
        ),
        answers=tuple(tuple(notes[sheet.pk]) for sheet in sheets),
        themes=themes,
        confidence=confidence,
        proposal=proposal_behind(session),
        marks=marks,
    )


def _themes_with(session: GapSession, held: Counter[int]) -> tuple[Theme, ...]:
    """The themes that hold counted answers, each with how many as `answers`, largest first."""
    themes = [theme for theme in Theme.objects.filter(session=session, other=False) if held[theme.pk]]
    for theme in themes:
        theme.answers = held[theme.pk]  # type: ignore[attr-defined]
    return tuple(sorted(themes, key=lambda theme: (-held[theme.pk], theme.name)))


def _placements(
    placed: Iterable[tuple[UUID, int, str, float | None]], number: dict[int, int]
) -> tuple[dict[UUID, tuple[int, ...]], set[UUID], dict[UUID, float]]:
    """Theme numbers per answer (the primary one first), the answers in "other", and how sure the machine was."""
    stands_in: dict[UUID, tuple[int, ...]] = defaultdict(tuple)
    others: set[UUID] = set()
    confidence: dict[UUID, float] = {}
    for answer, theme, role, sure in placed:
        if theme in number:
            stands_in[answer] += (number[theme],)
        elif role == Role.PRIMARY:
            others.add(answer)
        if role == Role.PRIMARY and sure is not None:
            confidence[answer] = sure
    return stands_in, others, confidence


def _note(answer: Answer, themes: tuple[int, ...], other: bool) -> Note:
    return Note(
        question=Question(answer.question),
        themes=() if other else themes,
        other=other,
        valence=Valence(answer.valence) if answer.valence else None,
        intent=Intent(answer.intent) if answer.intent else None,
        star=answer.star,
    )


def other_cuts(material: Material) -> tuple[Placements | None, Placements | None]:
    """The same notes one step broader and one finer, as the accepted proposal cut them.

    None where there is no such cut. A note that nobody placed, or that a person sent to "other", stays so.
    """
    if material.proposal is None:
        return None, None
    proposed = from_json(material.proposal.result)
    place = {answer: position for position, answer in enumerate(proposed.answers)}

    def placements(labels: Labels | None) -> Placements | None:
        if labels is None:
            return None
        return [
            [
                (labels[place[answer.pk]],) if note.themes and answer.pk in place else ()
                for answer, note in zip(answers, sheet.notes, strict=True)
            ]
            for answers, sheet in zip(material.answers, material.counted, strict=True)
        ]

    return placements(proposed.broader), placements(proposed.finer)
