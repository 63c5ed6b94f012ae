"""Taking a proposal over: the machine's themes become the session's, around everything people pinned."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from gapsessions.accounts.models import User
from gapsessions.sessions.models import GapSession
from gapsessions.themes.matching import join_kept_together, match_themes
from gapsessions.themes.models import (
    KeptTogether,
    Placement,
    Proposal,
    ProposalState,
    Role,
    Standing,
    Suggestion,
    Theme,
)
from gapsessions.themes.moves import UNDECIDED, Before, log_moves
from gapsessions.themes.proposed import Proposed, from_json
from gapsessions.themes.queries import answers_of

LONGEST_NAME = 120
BATCH = 1000


class ProposalIsNotReady(Exception):
    """It is still being made, has failed, or was taken over or replaced before."""


@transaction.atomic
def accept_all(*, proposal: Proposal, by: User | None = None) -> list[Theme]:
    """Make the proposal the session's themes; give all of them, "other" left out.

    Pinned placements stay where they are, pinned names stay as they are, and answers that a person merged
    stay together. A theme that is there goes on where the proposal has one much like it, keeping its heading;
    one without a counterpart goes, unless a person made, named or filled it. Accepting is not pinning. Without
    ``by`` (a headless run) nobody stands behind the placements, and the report says so.

    Once the themes are closed, and the readings can be seen, every answer that changes its theme is logged as a
    move. Raises ProposalIsNotReady.
    """
    session = GapSession.objects.select_for_update().get(pk=proposal.session_id)
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.READY).update(state=ProposalState.ACCEPTED):
        raise ProposalIsNotReady
    proposal.refresh_from_db()
    Proposal.objects.filter(session=session, state=ProposalState.READY).update(state=ProposalState.SUPERSEDED)
    accepted = _Acceptance(session, from_json(proposal.result))
    accepted.settle_themes()
    accepted.place(Standing.ACCEPTED if by else Standing.PROPOSED)
    if session.readings_seen_at is not None:
        accepted.log_changes(by)
    return list(Theme.objects.filter(session=session, other=False).order_by("pk"))


class _Acceptance:
    """One proposal meeting one session; lives as long as the transaction."""

    def __init__(self, session: GapSession, proposed: Proposed) -> None:
        self.session = session
        self.proposed = proposed
        self.present = {theme.pk: theme for theme in Theme.objects.filter(session=session, other=False)}
        primary = Placement.objects.filter(theme__session=session, role=Role.PRIMARY)
        self.pinned: dict[UUID, int] = dict(primary.filter(standing=Standing.PINNED).values_list("answer", "theme"))
        self.before: dict[UUID, Before] = {}
        self.members: dict[int, list[UUID]] = defaultdict(list)
        for theme, answer, standing in primary.values_list("theme", "answer", "standing"):
            self.before[answer] = (theme, standing)
            if theme in self.present:
                self.members[theme].append(answer)
        standing = set(answers_of(session).values_list("pk", flat=True))
        labelled = {
            answer: label
            for answer, label in zip(proposed.answers, proposed.labels, strict=True)
            if label >= 0 and answer in standing
        }
        kept = list(KeptTogether.objects.filter(session=session).order_by("pk").values_list("first", "second"))
        goes_up_in, self.must = join_kept_together(labelled, kept, self.pinned)
        self.label_of = {answer: goes_up_in[label] for answer, label in labelled.items()}
        self.themes: dict[int, Theme] = {}

    def settle_themes(self) -> None:
        """Decide which themes go on, come and go, and what they are called."""
        groups: dict[int, list[UUID]] = defaultdict(list)
        for answer, label in self.label_of.items():
            groups[label].append(answer)
        # A theme all of whose answers people pinned elsewhere is not made at all.
        groups = {label: found for label, found in groups.items() if not self.pinned.keys() >= set(found)}
        names = {label: self.proposed.themes[label].name[:LONGEST_NAME] for label in groups}
        must = {label: theme for label, theme in self.must.items() if label in groups and theme in self.present}
        free = {label: found for label, found in groups.items() if label not in must}
        open_themes = {pk: theme.name for pk, theme in self.present.items() if pk not in must.values()}
        matched = must | match_themes(free, {pk: self.members[pk] for pk in open_themes}, names, open_themes)
        going = [pk for pk, theme in self.present.items() if pk not in matched.values() and not self._is_kept(theme)]
        Theme.objects.filter(pk__in=going).delete()
        for pk in going:
            del self.present[pk]
        self._name({label: self.present.get(matched.get(label, 0)) for label in groups}, names)

    def _is_kept(self, theme: Theme) -> bool:
        return theme.made_by_hand or theme.name_pinned or theme.pk in self.pinned.values()

    def _name(self, going_on: dict[int, Theme | None], names: dict[int, str]) -> None:
        """Give every theme its name; two that swap theirs must not meet half-way."""
        renamed = {label: theme for label, theme in going_on.items() if theme is not None and not theme.name_pinned}
        for theme in renamed.values():
            Theme.objects.filter(pk=theme.pk).update(name=theme.key)
        renamed_pks = {theme.pk for theme in renamed.values()}
        others = Theme.objects.filter(session=self.session).exclude(pk__in=renamed_pks)
        taken = {name.casefold() for name in others.values_list("name", flat=True)}
        for label, theme in sorted(going_on.items()):
            if theme is None:
                theme = Theme(session=self.session)
            elif (joined := self._named(theme)) is not None:
                self.themes[label] = joined
                continue
            quote = self.proposed.answers[self.proposed.themes[label].quote]
            speaks_for_it = quote in self.label_of and self.pinned.get(quote, theme.pk) == theme.pk
            if not theme.name_pinned:
                theme.name = _free_name(names[label], taken)
                taken.add(theme.name.casefold())
            theme.quote_id = quote if speaks_for_it else None
            theme.save()
            self.themes[label] = theme

    def _named(self, theme: Theme) -> Theme | None:
        """The theme itself where another proposed theme has gone up in it already."""
        return theme if any(theme.pk == settled.pk for settled in self.themes.values()) else None

    def place(self, standing: Standing) -> None:
        """Place every answer that nobody pinned, and forget what was only suggested."""
        theirs = Placement.objects.filter(theme__session=self.session)
        theirs.filter(role=Role.PRIMARY).exclude(standing=Standing.PINNED).delete()
        also = set(theirs.filter(role=Role.ALSO_IN).values_list("answer", "theme"))
        rows = []
        for place, answer in enumerate(self.proposed.answers):
            if answer in self.pinned or answer not in self.label_of:
                continue
            theme = self.themes[self.label_of[answer]]
            if (answer, theme.pk) in also:
                theirs.filter(answer=answer, theme=theme).delete()
            rows.append(
                Placement(
                    answer_id=answer,
                    theme=theme,
                    standing=standing,
                    confidence=self.proposed.confidence[place],
                    why=self.proposed.why(place),
                )
            )
        Placement.objects.bulk_create(rows, batch_size=BATCH)
        Suggestion.objects.filter(theme__session=self.session).delete()

    def log_changes(self, by: User | None) -> None:
        """Log as moves what this acceptance changed; a theme that is gone is logged as none."""
        gone: dict[int | None, dict[UUID, Before]] = defaultdict(dict)
        for answer, label in self.label_of.items():
            was, standing = self.before.get(answer, UNDECIDED)
            now = self.themes[label].pk
            if answer not in self.pinned and was is not None and was != now:
                gone[now][answer] = (was if was in self.present else None, standing)
        for theme, answers in gone.items():
            log_moves(self.session, answers, theme, by)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that nobody has."""
    number, tried = 2, name
    while tried.casefold() in taken:
        tail = f" ({number})"
        tried, number = name[: LONGEST_NAME - len(tail)] + tail, number + 1
    return tried
