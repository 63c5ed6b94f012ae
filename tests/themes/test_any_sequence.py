"""Whatever is accepted in whatever order: nothing pinned moves, what was said beforehand happens, and undo is exact.

Random walks over a small board, each with its own seed: proposals are drawn at random rather than made by the method,
so that they are stranger than any that it makes.
"""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from gapsessions.themes.actions import (
    NameIsTaken,
    accept_all,
    create_theme,
    merge_themes,
    move_answers,
    remember,
    rename_theme,
    send_to_other,
    undo_change,
)
from gapsessions.themes.actions.accepting import accept_answer, accept_theme, hold_meeting, would_touch
from gapsessions.themes.models import (
    KeptTogether,
    MergedTheme,
    Placement,
    Proposal,
    ProposalState,
    Role,
    Standing,
    Suggestion,
    Theme,
)
from gapsessions.themes.proposals.board_now import board_now
from gapsessions.themes.proposals.meeting import difference, meet
from gapsessions.themes.proposed import Proposed, ProposedName, Reason, from_json, to_json
from gapsessions.themes.queries import answers_of, theme_of_each

pytestmark = pytest.mark.django_db
NAMES = ("Waiting", "waiting", "Parking", "Staff", "Price", "Price (2)", "Letters", "Rooms")
STEPS = 14


def all_of(answers):
    return [answer.pk for some in answers.values() for answer in some]


def strange_proposal(session, answers, chance):
    """Any partition of most of the answers, under any names."""
    some = [pk for pk in all_of(answers) if chance.random() < 0.9]
    count = chance.randint(1, 5)
    labels = [chance.randrange(-1, count) for _ in some]
    used = sorted({label for label in labels if label >= 0})
    labels = [used.index(label) if label >= 0 else -1 for label in labels]
    proposed = Proposed(
        answers=tuple(some),
        labels=tuple(labels),
        confidence=tuple(round(chance.random(), 3) for _ in some),
        reasons=tuple(Reason((), None) for _ in some),
        themes=tuple(ProposedName(chance.choice(NAMES), ("word",), labels.index(n)) for n in range(len(used))),
        broader=None,
        finer=None,
        notices=(),
    )
    Proposal.objects.filter(session=session, state=ProposalState.READY).update(state=ProposalState.SUPERSEDED)
    return Proposal.objects.create(session=session, state=ProposalState.READY, progress=100, result=to_json(proposed))


def state(session):
    fields = ("pk", "key", "name", "name_pinned", "made_by_hand", "other", "quote", "heading")
    themes = sorted(Theme.objects.filter(session=session).values_list(*fields))
    fields = ("answer", "theme", "role", "standing", "confidence")
    places = sorted(Placement.objects.filter(theme__session=session).values_list(*fields), key=str)
    hints = sorted(Suggestion.objects.values_list("answer", "theme", "rank", "score"), key=str)
    merged = sorted(MergedTheme.objects.values_list("gone", "into"))
    return themes, places, hints, sorted(KeptTogether.objects.values_list("first", "second")), merged


def pins(session):
    pinned = Placement.objects.filter(theme__session=session, standing=Standing.PINNED)
    names = Theme.objects.filter(session=session, name_pinned=True)
    return set(pinned.values_list("answer", "theme", "role")), set(names.values_list("pk", "name"))


def by_hand(session, answers, chance, fay):
    """Something that a person does."""
    themes = list(Theme.objects.filter(session=session, other=False).order_by("pk"))
    some = chance.sample(all_of(answers), chance.randint(1, 4))
    what = chance.choice(["create", "move", "merge", "rename", "other", "hint", "take out"])
    with suppress(NameIsTaken):
        if what == "create" or not themes:
            create_theme(session=session, name=f"Mine {chance.randrange(99)}")
        elif what == "move":
            move_answers(answers=some, to=chance.choice(themes), by=fay)
        elif what == "merge" and len(themes) > 1:
            one, two = chance.sample(themes, 2)
            merge_themes(into=one, others=[two], by=fay)
        elif what == "rename":
            rename_theme(theme=chance.choice(themes), name=chance.choice(NAMES))
        elif what == "other":
            send_to_other(session=session, answers=some[:1], by=fay)
        elif what == "take out":
            Placement.objects.filter(answer__in=some, standing=Standing.ACCEPTED).delete()
        elif not Placement.objects.filter(answer=some[0], role=Role.PRIMARY).exists():
            Suggestion.objects.filter(answer=some[0]).delete()
            Suggestion.objects.create(answer_id=some[0], theme=chance.choice(themes), rank=1, score=0.3)


def accept_something(session, proposal, answers, chance, fay):
    """Take over all, one theme or one answer, as the page does; give the act and what kind it was."""
    kind = chance.choice(["all", "theme", "answer"])
    number = chance.randrange(5) if kind == "theme" else None
    answer = chance.choice(all_of(answers)) if kind == "answer" else None
    if kind == "all":
        with remember(session=session, by=fay, answers=all_of(answers), proposal=proposal) as done:
            accept_all(proposal=proposal, by=fay)
        return done.change, kind
    taken = hold_meeting(proposal=proposal)
    touched = would_touch(taken=taken, number=number, answer=answer)
    with remember(session=session, by=fay, answers=touched) as done:
        if answer is not None:
            accept_answer(taken=taken, answer=answer, by=fay)
        else:
            accept_theme(taken=taken, number=number, by=fay)
    return done.change, kind


@pytest.mark.parametrize("seed", range(10))
def test_pins_stand_and_undo_is_exact(seed, session, answers, fay):
    chance = random.Random(seed)  # noqa: S311
    proposal = strange_proposal(session, answers, chance)
    for _ in range(STEPS):
        if chance.random() < 0.45:
            by_hand(session, answers, chance, fay)
            continue
        if chance.random() < 0.3 or Proposal.objects.get(pk=proposal.pk).state != ProposalState.READY:
            proposal = strange_proposal(session, answers, chance)
        proposal.refresh_from_db()
        before, pinned, where = state(session), pins(session), theme_of_each(session)
        said = difference(meet(from_json(proposal.result), board_now(session)))
        change, kind = accept_something(session, proposal, answers, chance, fay)
        after = theme_of_each(session)
        assert pins(session) == pinned
        assert not {answer for answer in where if answer not in after} - gone_with_their_theme(proposal, where)
        if kind == "all":
            assert sum(where[a] != after[a] for a in where if a in after) == said.moving
            assert len(after.keys() - where.keys()) == said.placed
            assert_pairs_are_together(proposal)
        if change is None:
            assert state(session) == before
        elif chance.random() < 0.6:
            undo_change(change=change, by=fay)
            assert state(session) == before
            assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.READY


def gone_with_their_theme(proposal, where):
    """Answers that the proposal does not know may lose a theme that nothing carries on."""
    proposed = from_json(proposal.result)
    known = {answer for answer, label in zip(proposed.answers, proposed.labels, strict=True) if label >= 0}
    there = set(Theme.objects.values_list("pk", flat=True))
    return {answer for answer, theme in where.items() if answer not in known and theme not in there}


def assert_pairs_are_together(proposal):
    proposed = from_json(proposal.result)
    known = {answer for answer, label in zip(proposed.answers, proposed.labels, strict=True) if label >= 0}
    rows = Placement.objects.filter(role=Role.PRIMARY).values_list("answer", "theme", "standing")
    where = {answer: (theme, standing) for answer, theme, standing in rows}
    for first, second in KeptTogether.objects.values_list("first", "second"):
        if {first, second} <= known and Standing.PINNED not in (where[first][1], where[second][1]):
            assert where[first][0] == where[second][0]


def test_walks_reach_what_they_are_about(session, answers, fay):
    """The walks would prove nothing if they never pinned, merged or took over."""
    chance = random.Random(1)  # noqa: S311
    reached = set()
    for _ in range(60):
        by_hand(session, answers, chance, fay)
        proposal = strange_proposal(session, answers, chance)
        change, kind = accept_something(session, proposal, answers, chance, fay)
        reached.add((kind, change is not None))
    assert reached >= {("all", True), ("theme", True), ("answer", True), ("answer", False)}
    assert Placement.objects.filter(standing=Standing.PINNED).exists()
    assert KeptTogether.objects.exists()
    assert answers_of(session).count() == 15
