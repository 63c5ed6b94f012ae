"""What to do next, from where a session stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapsessions.facilitation.next_step import NextStep, Standing, Verb, next_step
from gapsessions.method.vocabulary import Perspective

TWO_HEARD = Standing(sheets={Perspective.LEADERSHIP: 9, Perspective.STAFF: 9}, notes=80, gatherings=2)
SORTED = replace(TWO_HEARD, placed=True)
CLOSED = replace(SORTED, themes_closed=True)


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
        (CLOSED, NextStep(Verb.REPORT)),
        (replace(CLOSED, snapshots=2), NextStep(Verb.READ)),
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
