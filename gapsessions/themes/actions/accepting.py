"""Taking a proposal over, whole or in parts: the machine's themes become the session's, around everything pinned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from gapsessions.accounts.models import User
from gapsessions.method.proposing import STOPS
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions.rows import batches
from gapsessions.themes.models import (
    MergedTheme,
    Placement,
    Proposal,
    ProposalState,
    Role,
    Standing,
    Suggestion,
    Theme,
    free_name,
)
from gapsessions.themes.moves import UNDECIDED, Before, log_moves
from gapsessions.themes.proposals.board_now import board_now
from gapsessions.themes.proposals.meeting import Meeting, heir_of, meet
from gapsessions.themes.proposals.stops import neighbours, read_stop
from gapsessions.themes.proposed import from_json, to_json


class ProposalIsNotReady(Exception):
    """It is still being made, has failed, was taken over, put away or replaced before, or is not cut so."""


@transaction.atomic
def accept_all(*, proposal: Proposal, by: User | None = None, stop: int | None = None) -> list[Theme]:
    """Make the proposal the session's themes; give all of them, "other" left out.

    Pinned placements stay where they are, pinned names stay as they are, and answers that a person merged
    stay together. A theme that is there goes on where the proposal has one much like it, keeping its heading;
    one without a counterpart goes, unless a person made, named or filled it. Answers that the proposal does not know
    stay where they are. Accepting is not pinning. Without ``by`` (a headless run) nobody stands behind the
    placements, and the report says so. ``stop`` is where the slider stands; the proposal is kept as accepted there.

    Once the themes are closed, and the readings can be seen, every answer that changes its theme is logged as a
    move. Raises ProposalIsNotReady.
    """
    taken = hold_meeting(proposal=proposal, stop=stop)
    session = taken.session
    fields: dict[str, object] = {"state": ProposalState.ACCEPTED}
    if stop is not None:
        broader, finer = neighbours(proposal, stop)
        proposed = replace(taken.meeting.proposed, broader=broader, finer=finer)
        fields |= {"granularity": STOPS[stop], "result": to_json(proposed)}
    Proposal.objects.filter(pk=proposal.pk).update(**fields)
    proposal.refresh_from_db(fields=list(fields))
    Proposal.objects.filter(session=session, state=ProposalState.READY).update(state=ProposalState.SUPERSEDED)
    taken.clear_away()
    taken.name(taken.meeting.carried_on)
    taken.place(taken.meeting.label_of, Standing.ACCEPTED if by else Standing.PROPOSED)
    taken.pass_on(taken.meeting.going)
    Suggestion.objects.filter(theme__session=session).delete()
    taken.log_changes(by)
    return list(Theme.objects.filter(session=session, other=False).order_by("pk"))


def hold_meeting(*, proposal: Proposal, stop: int | None = None) -> Acceptance:
    """Hold the session's row and let the proposal meet the board: what `would_touch` is asked and one part is taken of.

    The caller's transaction covers all of it. Raises ProposalIsNotReady.
    """
    session = GapSession.objects.select_for_update().get(pk=proposal.session_id)
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.READY).exists():
        raise ProposalIsNotReady
    proposed = from_json(proposal.result) if stop is None else read_stop(proposal, stop)
    if proposed is None:
        raise ProposalIsNotReady
    return Acceptance(session, meet(proposed, board_now(session)))


def accept_theme(*, taken: Acceptance, number: int, by: User) -> Theme | None:
    """Take one proposed theme over with all its answers that nobody pinned; the rest stays as it is.

    It carries on a present theme that is much like it, or is new; themes that are empty by that go, unless a person
    made or named them. None where the proposal has no such theme on this board. Inside the transaction of
    ``hold_meeting``.
    """
    if number not in taken.meeting.carried_on:
        return None
    taken.name([number])
    taken.place(taken.answers_of(number), Standing.ACCEPTED)
    taken.sweep()
    taken.log_changes(by)
    return taken.themes[number]


def accept_answer(*, taken: Acceptance, answer: UUID, by: User) -> Theme | None:
    """Put one answer where the proposal has it, and with it those that a person merged with it.

    A present theme keeps its name. None where the answer would not move: it is pinned, there already, or not in the
    proposal. Inside the transaction of ``hold_meeting``.
    """
    if not taken.meeting.would_move(answer):
        return None
    number = taken.meeting.label_of[answer]
    answers = taken.tied_to(answer)
    if taken.meeting.carried_on[number] is None:
        taken.name([number], quoting=answers)
    else:
        taken.find([number])
    taken.place(answers, Standing.ACCEPTED)
    taken.sweep()
    taken.log_changes(by)
    return taken.themes[number]


def would_touch(*, taken: Acceptance, number: int | None, answer: UUID | None) -> list[UUID]:
    """The answers whose places accepting one theme or one answer may change, hints included; for `remember`."""
    if answer is not None:
        moving = taken.tied_to(answer) if taken.meeting.would_move(answer) else []
    else:
        moving = taken.answers_of(number) if number is not None else []
    leaving = {taken.meeting.whence(one) for one in moving} - {None}
    hinted = Suggestion.objects.filter(theme__in=leaving).values_list("answer", flat=True)
    return [*moving, *(set(hinted) - set(moving))]


class Acceptance:
    """One meeting carried out, whole or one part of it; lives as long as the transaction."""

    def __init__(self, session: GapSession, meeting: Meeting) -> None:
        self.session = session
        self.meeting = meeting
        self.themes: dict[int, Theme] = {}
        self.moved: dict[UUID, Before] = {}

    def answers_of(self, number: int) -> list[UUID]:
        """The answers of a proposed theme that accepting it would place."""
        meeting = self.meeting
        return [a for a, label in meeting.label_of.items() if label == number and not meeting.stays_put(a)]

    def tied_to(self, answer: UUID) -> list[UUID]:
        """The answer, and whatever a merge ties to it in its proposed theme."""
        label_of, found, more = self.meeting.label_of, {answer}, True
        while more:
            ties = [pair for pair in self.meeting.board.kept if found & set(pair) and not found >= set(pair)]
            new = {one for pair in ties for one in pair if label_of.get(one) == label_of[answer]}
            new = {one for one in new - found if not self.meeting.stays_put(one)}
            more = bool(new)
            found |= new
        return sorted(found, key=str)

    def clear_away(self) -> None:
        """Delete the themes that nothing carries on."""
        Theme.objects.filter(pk__in=self.meeting.going).delete()

    def find(self, numbers: Collection[int]) -> None:
        """Take present themes as they are."""
        for number in numbers:
            theme = self.meeting.carried_on[number]
            assert theme is not None  # noqa: S101 (asked only of themes that carry on a present one)
            self.themes[number] = self.meeting.board.themes[theme]

    def name(self, numbers: Collection[int], quoting: Collection[UUID] | None = None) -> None:
        """Give every theme its name and quote; two that swap theirs must not meet half-way."""
        present = {number: self.meeting.carried_on[number] for number in numbers}
        going_on = {n: self.meeting.board.themes[pk] if pk is not None else None for n, pk in present.items()}
        renamed = {theme.pk: theme for theme in going_on.values() if theme is not None and not theme.name_pinned}
        for theme in renamed.values():
            Theme.objects.filter(pk=theme.pk).update(name=theme.key)
        others = Theme.objects.filter(session=self.session).exclude(pk__in=renamed)
        taken = {name.casefold() for name in others.values_list("name", flat=True)}
        for number, present_theme in sorted(going_on.items()):
            theme = present_theme or Theme(session=self.session)
            joined = next((one for one in self.themes.values() if one.pk is not None and one.pk == theme.pk), None)
            if joined is not None:  # another proposed theme has gone up in it already
                self.themes[number] = joined
                continue
            if not theme.name_pinned:
                theme.name = free_name(self.meeting.name_of(number), taken)
                taken.add(theme.name.casefold())
            theme.quote_id = self._quote(number, theme, quoting)
            theme.save()
            self.themes[number] = theme

    def _quote(self, number: int, theme: Theme, among: Collection[UUID] | None) -> UUID | None:
        """The proposal's quote where it will stand in the theme; where only some answers come, one of them."""
        proposed = self.meeting.proposed
        quote = proposed.answers[proposed.themes[number].quote]
        if among is not None and quote not in among:
            return min(among, key=str)
        stands = quote in self.meeting.label_of and self.meeting.board.pinned.get(quote, theme.pk) == theme.pk
        return quote if stands else None

    def place(self, answers: Collection[UUID], standing: Standing) -> None:
        """Place those of the answers that nobody pinned, with why; what was only suggested for them is forgotten."""
        meeting, proposed = self.meeting, self.meeting.proposed
        row_of = {answer: row for row, answer in enumerate(proposed.answers)}
        into = {a: self.themes[meeting.label_of[a]] for a in answers if not meeting.stays_put(a)}
        theirs = Placement.objects.filter(theme__session=self.session)
        also = set(theirs.filter(role=Role.ALSO_IN).values_list("answer", "theme"))
        for some in batches(into):
            theirs.filter(role=Role.PRIMARY, answer__in=some).delete()
            Suggestion.objects.filter(answer__in=some).delete()
        rows = []
        for answer, theme in into.items():
            before = meeting.board.places.get(answer, UNDECIDED)
            if before[0] != theme.pk:
                self.moved[answer] = before
            if (answer, theme.pk) in also:
                theirs.filter(answer=answer, theme=theme).delete()
            row = row_of[answer]
            rows.append(
                Placement(
                    answer_id=answer,
                    theme=theme,
                    standing=standing,
                    confidence=proposed.confidence[row],
                    why=proposed.why(row),
                )
            )
        Placement.objects.bulk_create(rows, batch_size=1000)

    def sweep(self) -> None:
        """Delete themes that are empty now and that only the machine stands behind."""
        left = {theme for theme, _standing in self.moved.values() if theme is not None}
        empty = Theme.objects.filter(pk__in=left, placements=None, made_by_hand=False, name_pinned=False, other=False)
        self.pass_on(empty.values_list("pk", flat=True))
        empty.delete()

    def pass_on(self, going: Iterable[int]) -> None:
        """Note of themes that go what they went up in: it is the same theme to whoever asks."""
        held = Counter(theme for theme, _standing in self.meeting.board.places.values())
        came: dict[int, Counter[str]] = {pk: Counter() for pk in going}
        for answer in sorted(self.moved, key=self.meeting.label_of.__getitem__):
            theme, _standing = self.moved[answer]
            if theme in came:
                came[theme][self.themes[self.meeting.label_of[answer]].key] += 1
        for pk, heirs in came.items():
            key = heir_of(heirs, held[pk])
            if key is not None:
                gone = self.meeting.board.themes[pk].key
                MergedTheme.objects.update_or_create(session=self.session, gone=gone, defaults={"into": key})

    def log_changes(self, by: User | None) -> None:
        """Log what moved once the readings could be seen; a theme that is gone is logged as none."""
        if self.session.readings_seen_at is None:
            return
        there = set(Theme.objects.filter(session=self.session).values_list("pk", flat=True))
        moved: dict[int, dict[UUID, Before]] = defaultdict(dict)
        for answer, (was, standing) in self.moved.items():
            if was is not None:
                now = self.themes[self.meeting.label_of[answer]].pk
                moved[now][answer] = (was if was in there else None, standing)
        for theme, answers in moved.items():
            log_moves(self.session, answers, theme, by)
