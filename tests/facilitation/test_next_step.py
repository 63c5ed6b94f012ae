"""What to do next, from where a session stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gapsessions.facilitation.next_step import Afterwards, NextStep, Standing, Verb, next_step
from gapsessions.method.vocabulary import Perspective

TWO_HEARD = Standing(sheets={Perspective.LEADERSHIP: 9, Perspective.STAFF: 9}, notes=80, gatherings=2)
SORTED = replace(TWO_HEARD, placed=True)
CLOSED = replace(SORTED, themes_closed=True)
AUDIT = date(2027, 5, 3)


def then(snapshots=0, **after):
    """The themes are closed, and so much has followed."""
    return replace(CLOSED, snapshots=snapshots, after=Afterwards(**after))


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (Standing(), NextStep(Verb.ADD_GATHERING)),
        (Standing(gatherings=1, lobby="key"), NextStep(Verb.PREPARE, gathering="key")),
        (replace(CLOSED, snapshots=1, live="key"), NextStep(Verb.GO_LIVE, gathering="key")),
        (Standing(gatherings=1), NextStep(Verb.ASK_ANOTHER, perspective=Perspective.LEADERSHIP)),
        (
            Standing(gatherings=1, sheets={Perspective.LEADERSHIP: 1}),
            NextStep(Verb.ASK_ANOTHER, perspective=Perspective.STAFF),
        ),
        (TWO_HEARD, NextStep(Verb.SORT, notes=80)),
        (replace(TWO_HEARD, proposal_runs=True), NextStep(Verb.WAIT, notes=80)),
        (replace(TWO_HEARD, proposal_waits=True), NextStep(Verb.LOOK_THROUGH)),
        (replace(SORTED, undecided=14), NextStep(Verb.PLACE, notes=14)),
        (SORTED, NextStep(Verb.CLOSE_THEMES)),
        (CLOSED, NextStep(Verb.COMPARE)),
        (then(unmatched=True), NextStep(Verb.MATCH)),
        (then(decided=3, still_open=3, loose=2), NextStep(Verb.SETTLE, actions=2)),
        (then(decided=3, still_open=3), NextStep(Verb.REPORT, actions=3)),
        (then(1, may_link=True, decided=3), NextStep(Verb.SHARE)),
        (then(1), NextStep(Verb.PLAN)),
        (then(1, may_link=True, linked=True), NextStep(Verb.PLAN)),
        (then(1, decided=3, still_open=3, overdue=2, due_again=AUDIT), NextStep(Verb.CATCH_UP, actions=2)),
        (then(1, decided=3, still_open=3, moving=1, due_again=AUDIT), NextStep(Verb.ASK_AGAIN, day=AUDIT)),
        (then(1, decided=3, still_open=3, moving=2), NextStep(Verb.TELL, actions=2)),
        (then(1, decided=3, still_open=3, moving=2, told=True), NextStep(Verb.FOLLOW, actions=3)),
        (then(1, decided=3, moving=3, told=True), NextStep(Verb.READ)),
        (replace(CLOSED, snapshots=2, archived=True), NextStep(Verb.RESTORE)),
    ],
)
def test_next_step_is_the_first_that_applies(at, step):
    assert next_step(at) == step


@pytest.mark.parametrize(
    ("at", "done"),
    [
        (Standing(), 0),
        (replace(CLOSED, snapshots=1, live="key"), 0),
        (TWO_HEARD, 1),
        (replace(SORTED, undecided=1), 1),
        (SORTED, 1),
        (CLOSED, 2),
        (replace(CLOSED, snapshots=1), 5),
    ],
)
def test_steps_done_have_no_gap(at, done):
    assert at.done == ("gather", "themes", "compare", "plan", "report")[:done]
