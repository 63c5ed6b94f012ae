"""The steps of a reveal: their order, what is a finding and what a question, and that nothing opens with nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapsessions.disparity.content import ForeseenContent, PredictionContent, PulseContent
from gapsessions.disparity.worded.reveal import GAPS, QUESTIONS, reveal_of
from gapsessions.disparity.worded.reveal_parts import FINDINGS, StepKind
from gapsessions.method.findings import ReadingName
from gapsessions.method.vocabulary import Perspective
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot, make_snapshot

L, S, C = Perspective
ORDER = list(StepKind)


def kinds(**facts: object) -> list[StepKind]:
    return [step.kind for step in reveal_of(make_snapshot(**facts)).steps]  # type: ignore[arg-type]


@pytest.mark.parametrize("headlines", [True, False])
def test_steps_stand_in_the_order_of_the_exercise(headlines: bool) -> None:
    told = kinds(headlines=headlines)
    assert told == sorted(told, key=ORDER.index)
    assert (told[0], told[-1]) == (StepKind.OPENING, StepKind.DECISIONS)
    assert StepKind.AGREEMENT in told


def test_at_most_five_gaps_are_told_and_each_is_a_headline() -> None:
    content = make_snapshot()
    told = reveal_of(content)
    gaps = [step for step in told.steps if step.kind is StepKind.GAP]
    headlined = {reading.theme for reading in content.comparison.headlines}
    assert len(gaps) == GAPS
    assert told.gaps_left_out > 0
    assert {step.theme for step in gaps} <= headlined
    assert len({step.theme for step in gaps}) == GAPS


def test_hidden_strengths_come_before_gaps_and_are_no_gaps() -> None:
    content = make_snapshot()
    hidden = {r.theme for r in content.comparison.headlines if r.name is ReadingName.HIDDEN_STRENGTH}
    steps = reveal_of(content).steps
    assert {step.theme for step in steps if step.kind is StepKind.STRENGTH} <= hidden
    assert not {step.theme for step in steps if step.kind is StepKind.GAP} & hidden


def test_without_a_headline_the_questions_for_the_room_are_told_one_by_one() -> None:
    steps = reveal_of(make_snapshot(headlines=False)).steps
    asked = [step for step in steps if step.kind is StepKind.QUESTION]
    assert 0 < len(asked) <= QUESTIONS
    assert not [step for step in steps if step.kind in (StepKind.GAP, StepKind.STRENGTH, StepKind.ROOM)]
    assert asked[0].notes[0].startswith("This is a question, not a finding")


def test_every_finding_gives_a_count_of_each_side_before_its_sentence() -> None:
    told = (*reveal_of(make_snapshot()).steps, *reveal_of(make_snapshot(headlines=False)).steps)
    findings = [step for step in told if step.kind in FINDINGS]
    assert {step.kind for step in findings} == set(FINDINGS)
    for step in findings:
        assert [said.side.perspective for said in step.sides] == list(Perspective)
        assert step.sentence
        assert step.title not in ("", step.sentence)
        assert len(step.quotes) <= 2


def test_withdrawn_quote_is_not_told() -> None:
    content = make_snapshot()
    quotes = {quote.text for step in reveal_of(content).steps for quote in step.quotes}
    assert quotes
    content = replace(content, quotes=tuple(replace(quote, withdrawn=True) for quote in content.quotes))
    assert not [quote for step in reveal_of(content).steps for quote in step.quotes]


def test_one_side_alone_is_told_without_a_difference() -> None:
    told = kinds(perspectives=(Perspective.STAFF,))
    assert told == [StepKind.OPENING, StepKind.RAISED, StepKind.DECISIONS]


def test_nothing_written_is_said_so_and_the_plan_is_still_there() -> None:
    steps = reveal_of(empty_snapshot()).steps
    assert [step.kind for step in steps] == [StepKind.OPENING, StepKind.DECISIONS]
    assert steps[0].title == "No sheet has been handed in yet"


def test_same_content_gives_the_same_steps_whatever_is_written_in_it() -> None:
    content = awkward_snapshot(HOSTILE, leaders=3, staff_tables=3, customer_tables=1, customer_singles=4, themes=14)
    assert reveal_of(content) == reveal_of(content)


def test_action_of_a_theme_stands_at_its_step_and_all_of_them_at_the_end() -> None:
    content = make_snapshot()
    steps = reveal_of(content).steps
    assert len(steps[-1].decided) == len(content.actions)
    by_theme = {step.theme: step for step in steps if step.decidable}
    for action in content.actions:
        if action.theme in by_theme:
            assert action.what in [start.what for start in by_theme[action.theme].decided]


def test_what_was_expected_comes_first_and_in_nobodys_words() -> None:
    content = make_snapshot()
    gap = next(r for r in content.comparison.headlines if r.name is ReadingName.BLIND_SPOT and r.stronger is C)
    content = replace(
        content,
        pulse=(PulseContent(L, False, 9, (0,) * 9 + (7, 2), 9), PulseContent(C, False, 31, (0,) * 11, 4)),
        foreseen=(ForeseenContent(L, 1, 3),),
        predictions=(
            PredictionContent(L, "Something only one leader would say", (gap.theme,)),
            PredictionContent(S, "Another thing", ()),
        ),
    )
    reveal = reveal_of(content)
    assert [step.kind for step in reveal.steps][:2] == [StepKind.OPENING, StepKind.EXPECTED]
    assert any("gave 9 or 10" in line for line in reveal.steps[1].lines)
    (step,) = [step for step in reveal.steps if step.theme == gap.theme]
    assert step.expected == (
        "Leadership expected customers to raise this.",
        "It was not among what staff expected customers to raise.",
    )
    assert "only one leader" not in repr(reveal)


def test_a_prediction_that_nobody_matched_yet_says_nothing() -> None:
    content = make_snapshot()
    waiting = PredictionContent(L, "Something", (), settled=False)
    steps = reveal_of(replace(content, predictions=(waiting,))).steps
    assert not [line for step in steps for line in step.expected]
