"""The words of readings: each says what it is about, and none hides what the same side said elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.differences import elsewhere_of, findings_of, why_of
from gapsessions.disparity.worded.headline import gap_title
from gapsessions.disparity.worded.summary import chip_of, facts_of, room_questions, row_of_reading
from gapsessions.disparity.worded.tables import chip_under, readings_under
from gapsessions.method.findings import Contest, Count, Family, Grade, Reading, ReadingName, ThemeFindings
from gapsessions.method.vocabulary import Perspective, Scope
from tests.factories.snapshots import make_snapshot

L, S, C = Perspective
ALL, NONE = Count(14, 14, 0, 0, 14, 14, high=True), Count(0, 14, 0, 0, 0, 14, low=True)


def reading(name: ReadingName, scope: Scope, strong: Perspective, weak: Perspective | None, **more: object) -> Reading:
    fields = {"family": Family.NOT_RAISED, "contest": Contest.LEADERSHIP, "robust": None} | more
    return Reading(
        name=name,
        theme=0,
        scope=scope,
        stronger=strong,
        weaker=weak,
        evidence=0.97,
        capped=0.97,
        cap_n=None,
        grade=Grade.MODERATE,
        **fields,  # type: ignore[arg-type]
    )


INSIDE = reading(
    ReadingName.INSIDE_VIEW,
    Scope.STRENGTH,
    L,
    C,
    family=Family.LEADERSHIP_ONLY,
    compared=((L, Scope.STRENGTH), (C, Scope.STRENGTH)),
)


def telling(found: Reading, counts: dict[tuple[Perspective, Scope], Count]) -> SnapshotContent:
    """A session of which the first theme holds this reading and these counts only."""
    content = make_snapshot(themes=3)
    first = ThemeFindings(0, counts, (found,), {})
    comparison = replace(
        content.comparison,
        themes=(first, *content.comparison.themes[1:]),
        headlines=(found,),
        questions=(found,),
        agreements=(),
    )
    return replace(content, comparison=comparison)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (INSIDE, "Not raised by customers as done well"),
        (replace(INSIDE, rarely=True), "Rarely raised by customers as done well"),
        (
            reading(ReadingName.BLIND_SPOT, Scope.IMPROVE, C, L),
            "Not raised by leadership as something to improve",
        ),
        (reading(ReadingName.PET_PROJECT, Scope.START, L, C), "Not raised by customers under any question"),
        (reading(ReadingName.ORPHAN_GAP, Scope.START, C, None), "No one proposed a start"),
        (
            reading(ReadingName.CONTRADICTION, Scope.IMPROVE, L, C),
            "Seen differently: a strength for leadership, something to improve for customers",
        ),
        (
            reading(ReadingName.CONTRADICTION, Scope.COMPETITOR, L, C),
            "Seen differently: good for one side, bad for the other",
        ),
    ],
)
def test_reading_says_what_it_is_about(found: Reading, said: str) -> None:
    assert words.reading_words(found) == chip_of(found).shown == said


def test_praise_that_is_missing_is_told_beside_the_complaint_that_is_not() -> None:
    counts = {(L, Scope.STRENGTH): ALL, (C, Scope.STRENGTH): NONE, (C, Scope.IMPROVE): ALL}
    content = telling(INSIDE, counts)

    assert "But not so elsewhere: Customers: 14 of 14 groups raised it as something to improve." in why_of(
        content, INSIDE
    )
    assert any("not so elsewhere" in line for line in findings_of(content, (INSIDE,))[0].facts)


def test_counts_the_reading_already_rests_on_are_not_told_as_elsewhere() -> None:
    blind = reading(ReadingName.BLIND_SPOT, Scope.IMPROVE, C, L, compared=((C, Scope.IMPROVE), (L, Scope.PROBLEM)))

    assert elsewhere_of(blind, {(L, Scope.START): ALL, (L, Scope.PROBLEM): NONE}) == []
    assert len(elsewhere_of(blind, {(L, Scope.STRENGTH): ALL})) == 1


def test_side_that_praises_is_the_methods_stronger_one() -> None:
    found = reading(ReadingName.CONTRADICTION, Scope.IMPROVE, S, C, family=Family.SEEN_DIFFERENTLY)
    content = telling(found, {(S, Scope.STRENGTH): ALL, (C, Scope.IMPROVE): ALL})

    assert gap_title(content, found).endswith(": a strength for staff, something to improve for customers")


def test_theme_without_a_start_is_told_by_who_wants_it_improved() -> None:
    found = reading(ReadingName.ORPHAN_GAP, Scope.START, C, None, family=Family.NO_START, contest=None)
    counts = {(C, Scope.IMPROVE): ALL, (C, Scope.START): NONE}
    content = telling(found, counts)

    assert gap_title(content, found).startswith("Customers raised ")
    assert "14 of 14" in facts_of(content, found)
    assert row_of_reading(content, found).question == "2. Do better"
    assert readings_under(content.comparison.themes[0], Scope.IMPROVE) == [found]


def test_head_of_a_column_says_once_what_its_readings_are_about() -> None:
    content = telling(INSIDE, {(L, Scope.STRENGTH): ALL, (C, Scope.STRENGTH): NONE})
    chip = chip_under(content.comparison.themes[0], Scope.STRENGTH)

    assert chip is not None
    assert chip.shown == "Not raised by customers"


def test_question_that_rests_on_one_sheet_says_so() -> None:
    content = telling(INSIDE, {(L, Scope.STRENGTH): ALL, (C, Scope.STRENGTH): NONE})
    assert room_questions(content)[0].caveat == ""

    alone = tuple(
        replace(side, tables=1, singles=0) if side.perspective is L else side for side in content.comparison.sides
    )
    content = replace(content, comparison=replace(content.comparison, sides=alone))
    assert room_questions(content)[0].caveat == "Leadership: one sheet only."
    assert "Leadership: one sheet only." in why_of(content, INSIDE)


def test_side_of_a_single_sheet_is_not_counted_among_those_who_raised_it() -> None:
    one = Count(1, 1, 0, 0, 1, 1, high=True)
    found = reading(ReadingName.BLIND_SPOT, Scope.IMPROVE, C, L, compared=((C, Scope.IMPROVE), (L, Scope.PROBLEM)))
    counts = {(S, Scope.IMPROVE): one, (C, Scope.IMPROVE): ALL, (L, Scope.PROBLEM): NONE}

    assert gap_title(telling(found, counts), found).startswith("Customers raised ")


def test_nothing_speaks_of_chances_of_a_reverse() -> None:
    content = make_snapshot()
    said = " ".join(line for r in content.comparison.headlines for line in why_of(content, r))

    assert "asking everybody would turn it round" in said
    assert "reverse" not in said
    assert "are cut" not in said


def test_column_of_others_does_not_repeat_whose_good_is_whose_bad() -> None:
    found = reading(ReadingName.CONTRADICTION, Scope.COMPETITOR, L, C, family=Family.SEEN_DIFFERENTLY)
    chip = chip_under(telling(found, {}).comparison.themes[0], Scope.COMPETITOR)

    assert chip is not None
    assert chip.shown == "Seen differently: good or bad"


def test_title_tells_which_side_calls_what_others_do_good() -> None:
    found = reading(ReadingName.CONTRADICTION, Scope.COMPETITOR, L, C, family=Family.SEEN_DIFFERENTLY)
    good, bad = replace(ALL, good=9, bad=1), replace(ALL, good=1, bad=9)

    title = gap_title(telling(found, {(L, Scope.COMPETITOR): bad, (C, Scope.COMPETITOR): good}), found)

    assert title.endswith(": competitors do it; good to customers, bad to leadership")
